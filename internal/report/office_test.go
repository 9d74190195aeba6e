package report_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/report/paper/papertest"
)

// allSheets makes LibreOffice write every sheet as a CSV file of its own, with
// the values behind what cells show.
const allSheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"

// An office program of another make opens the report, computes its formulas to
// the same numbers and prints it.
func TestOfficeComputesTheSame(t *testing.T) {
	papertest.Needs(t, "soffice", "LibreOffice")
	dir := t.TempDir()
	b := fill(t, apptest.New(t, dbtest.SQLite(t)), 25, 20, 40)
	j := b.admin.Get(b.path("format=json&lang=vi")).Must(200)
	if err := os.WriteFile(filepath.Join(dir, "report.xlsx"), b.admin.Get(b.path("format=xlsx&lang=vi")).Must(200).Raw, 0o600); err != nil {
		t.Fatal(err)
	}
	uncomputed(t, filepath.Join(dir, "report.xlsx"), filepath.Join(dir, "uncomputed.xlsx"))
	for from, to := range map[string]string{"report.xlsx": "pdf", "uncomputed.xlsx": allSheets} {
		cmd := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.Join(t.TempDir(), "profile"), "--headless", "--convert-to", to, "--outdir", dir, filepath.Join(dir, from))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	if pdf, err := os.ReadFile(filepath.Join(dir, "report.pdf")); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Errorf("no pages were printed (%v)", err)
	}
	sheet := func(name string) []map[string]string {
		raw, err := os.ReadFile(filepath.Join(dir, "uncomputed-"+name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		lines := bytes.SplitN(raw, []byte("\n"), 3) // title and subject
		return readCSV(t, lines[2], ',')
	}
	same := func(what, got string, want any) {
		n, err := strconv.ParseFloat(got, 64)
		if want == nil && got != "" || want != nil && (err != nil || n != want) {
			t.Errorf("%s: LibreOffice reads %q, the report says %v", what, got, want)
		}
	}
	rows := sheet("1. Tổng quan")
	for i, f := range j.At("comparison.overview").([]any) {
		f := f.(object)
		for column, field := range map[string]string{"Năm trước": "last_year", "Năm nay": "this_year", "Tăng/giảm": "change"} {
			same(fmt.Sprint(f["figure"], " ", field), rows[i][column], f[field])
		}
	}
	rows = sheet("3. Nội dung giao ước")
	for i, c := range j.At("data.commitments").([]any) {
		c := c.(object)
		same(fmt.Sprint("target ", i), rows[i]["Chỉ tiêu"], c["target"])
		if got := rows[i]["Nội dung"]; got != c["text"] {
			t.Errorf("text %d: LibreOffice reads %q, the report says %q", i, got, c["text"])
		}
	}
	rows = sheet("9. Thống kê khen thưởng")
	lines := append(j.At("comparison.tally.rows").([]any), j.At("comparison.tally.unclear"), j.At("comparison.tally.annulled"), j.At("comparison.tally.draft"), j.At("comparison.tally.totals"))
	for i, l := range lines {
		l, all := l.(object), 0.0
		for column, field := range map[string]string{"Tập thể": "collectives", "Cá nhân": "individuals", "Hộ gia đình": "households", "Cụm, khối": "blocs", "Chưa rõ đối tượng": "unclassified"} {
			same(fmt.Sprint("tally line ", i, " ", field), rows[i][column], l[field])
			all += l[field].(float64)
		}
		same(fmt.Sprint("tally line ", i, " total"), rows[i]["Cộng"], all)
	}
	for _, r := range sheet("8. Khen thưởng") {
		if strings.HasPrefix(r["STT"], "Cộng") {
			same("awards", r["Số lượng"], b.figure(j, "all_awards")["this_year"])
			return
		}
	}
	t.Error("the awards have no total")
}

// cached is the result a formula was written with.
var cached = regexp.MustCompile(`</f><v>[^<]*</v>`)

// uncomputed copies a workbook without the results of its formulas, so that
// whoever opens it must compute them.
func uncomputed(t *testing.T, from, to string) {
	t.Helper()
	raw, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z, n := zip.NewWriter(&b), 0
	for name, content := range parts(t, raw) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		n += len(cached.FindAll(content, -1))
		if _, err := w.Write(cached.ReplaceAll(content, []byte("</f>"))); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil || n == 0 {
		t.Fatalf("%d formulas (%v)", n, err)
	}
	if err := os.WriteFile(to, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
