package bench_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"giaouoc/bench/books"
)

// The list of W7: awards of one bloc as a workbook.
const (
	listed     = 100_000
	listedFew  = 700
	listedMust = 1.2
	peakMust   = 100 << 20
)

// exportOf is the work of taking out the long list.
func (p *pair) exportOf() work {
	return work{id: "W7", what: "a list of awards as a workbook", must: listedMust, aim: 1, turn: 1, same: sameList, ask: func(int) request {
		return request{as: p.council, path: "/blocs/" + books.LongBloc() + "/reports/awards?format=xlsx&lang=vi"}
	}}
}

// long adds the bloc with many awards.
func (p *pair) long(t testing.TB, awards int) {
	t.Helper()
	began := time.Now()
	if err := books.LoadLong(context.Background(), p.address, awards); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d awards loaded in %v", awards, time.Since(began).Round(time.Second))
}

// same fails unless the last sheet of both workbooks holds the same cells in its
// rows below the head, but for the sums and hands under the service's.
func sameList(service, reference []byte) error {
	a, err := lastSheet(service)
	if err != nil {
		return err
	}
	b, err := lastSheet(reference)
	if err != nil {
		return err
	}
	if len(b) < listedFew || len(a) < len(b) {
		return fmt.Errorf("the service lists %d rows, the reference %d", len(a), len(b))
	}
	for i, row := range b[3:] {
		for len(row) < len(a[i+3]) {
			row = append(row, "")
		}
		if !slices.Equal(a[i+3], row) {
			return fmt.Errorf("row %d: the service writes\n%q, the reference\n%q", i+4, a[i+3], row)
		}
	}
	return nil
}

func lastSheet(workbook []byte) ([][]string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names := f.GetSheetList()
	return f.GetRows(names[len(names)-1])
}

// peak is the most memory the service held while it took the list out, which must
// not depend on how long the list is.
func (p *pair) peak(t *testing.T, w work) {
	t.Helper()
	p.service.Stop()
	p.service.Start()
	if _, err := p.send(p.service.URL, w.ask(0)); err != nil {
		t.Fatal(err)
	}
	held := p.service.Peak()
	fmt.Printf("W7    %-8s      %d awards with %.1f MiB at the most (must 100, aim 60)\n", p.books.Engine(), listed, float64(held)/(1<<20))
	if held > peakMust {
		t.Errorf("W7 on %s: %.1f MiB at the most, the bar is 100", p.books.Engine(), float64(held)/(1<<20))
	}
}
