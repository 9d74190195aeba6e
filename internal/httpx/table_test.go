package httpx

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/amount"
	"giaouoc/internal/date"
)

type base struct {
	ID string `json:"id"`
	On *date.Partial
}

type inner struct {
	Name *string `json:"name"`
	At   *time.Time
}

type sample struct {
	base
	Text   string            `json:"text"`
	Unit   *inner            `json:"unit"`
	Kept   inner             `json:"kept"`
	Count  *int              `json:"count"`
	Sum    *amount.Amount    `json:"sum"`
	Yes    bool              `json:"yes"`
	Maybe  *bool             `json:"maybe"`
	List   []inner           `json:"list"`
	None   []string          `json:"none"`
	Map    map[string]string `json:"map"`
	Any    any               `json:"any"`
	Later  string            `json:"later,omitempty"`
	Secret string            `json:"-"`
	inside string
}

func written(t *testing.T, rows ...sample) string {
	t.Helper()
	var b strings.Builder
	w := newTable(reflect.TypeFor[sample]()).writer(&b)
	if err := w.head(); err != nil {
		t.Fatal(err)
	}
	if err := w.rows(reflect.ValueOf(rows)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const sampleHeader = "id,On,text,unit.name,unit.At,kept.name,kept.At,count,sum,yes,maybe,list,none,map,any,later\n"

func TestTable(t *testing.T) {
	if got := written(t); got != sampleHeader {
		t.Errorf("without rows: %q", got)
	}
	name, at, n, on := `a "b", c`, time.Date(2021, 2, 26, 1, 2, 3, 0, time.UTC), 7, date.Partial("2021-02")
	sum, err := amount.Parse("12.5")
	if err != nil {
		t.Fatal(err)
	}
	yes := true
	full := sample{
		base{"1", &on},
		"=1+1\nnew line", &inner{&name, &at},
		inner{},
		&n, &sum, true, &yes,
		[]inner{{&name, nil}},
		[]string{},
		map[string]string{"<k>": "v"},
		1.5, "x", "hidden", "hidden",
	}
	want := sampleHeader +
		`1,2021-02,"=1+1` + "\n" + `new line","a ""b"", c",2021-02-26T01:02:03Z,,,7,12.5,true,true,"[{""name"":""a \""b\"", c"",""At"":null}]",[],"{""<k>"":""v""}",1.5,x` + "\n" +
		"2,,x,,,,,,,false,,,,,,\n"
	if got := written(t, full, sample{base: base{ID: "2"}, Text: "x"}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTableRefusesTwoMembersOfOneName(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("two members of one name were taken")
		}
	}()
	newTable(reflect.TypeFor[struct {
		base
		Other string `json:"id"`
	}]())
}
