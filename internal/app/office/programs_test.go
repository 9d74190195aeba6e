package office_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/report/paper/papertest"
)

// start begins a program that tells what it found as JSON; what it returns waits
// for that.
func start[T any](t *testing.T, program string, args ...string) func() T {
	t.Helper()
	cmd := exec.Command(program, args...)
	var told, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &told, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return func() (out T) {
		t.Helper()
		if err := cmd.Wait(); err != nil {
			t.Fatalf("%s %s: %v: %s (make test installs what it needs)", program, args[0], err, said.String())
		}
		if err := json.Unmarshal(told.Bytes(), &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
}

// ofForm are the names of the files of some forms.
func ofForm(made map[string]file, forms ...string) (out []string) {
	for _, name := range slices.Sorted(maps.Keys(made)) {
		if slices.Contains(forms, filepath.Ext(name)) {
			out = append(out, name)
		}
	}
	return out
}

func paths(made map[string]file, names []string) (out []string) {
	for _, name := range names {
		out = append(out, made[name].path)
	}
	return out
}

// convert has LibreOffice turn files into another form, in one call, and returns
// the folder it wrote them to.
func convert(t *testing.T, to string, files []string) string {
	t.Helper()
	dir := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.Join(t.TempDir(), "profile"), "--headless", "--convert-to", to, "--outdir", dir}
	if b, err := exec.Command("soffice", append(args, files...)...).CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice: %v: %s", err, b)
	}
	return dir
}

// printed are the pages of each file as LibreOffice prints it.
func printed(t *testing.T, made map[string]file) map[string][]string {
	t.Helper()
	names := ofForm(made, ".docx", ".xlsx")
	dir, out := convert(t, "pdf", paths(made, names)), map[string][]string{}
	for _, name := range names {
		out[name] = papertest.Pages(t, mustRead(t, filepath.Join(dir, strings.TrimSuffix(name, filepath.Ext(name))+".pdf")))
	}
	return out
}

// cached is the result a formula was written with.
var cached = regexp.MustCompile(`</f><v>[^<]*</v>`)

// recomputed asserts that LibreOffice, given workbooks without the results of their
// formulas, comes to those they were written with.
func recomputed(t *testing.T, made map[string]file, read map[string]found) {
	t.Helper()
	dir, formulas := t.TempDir(), 0
	var bare, computed []string
	for _, name := range ofForm(made, ".xlsx") {
		if n := len(read[name].Results); n > 0 {
			formulas += n
			bare = append(bare, filepath.Join(dir, name))
			change(t, made[name].raw, bare[len(bare)-1], func(part string) string { return cached.ReplaceAllString(part, "</f>") })
		}
	}
	to := convert(t, "xlsx", bare)
	for _, path := range bare {
		computed = append(computed, filepath.Join(to, filepath.Base(path)))
	}
	for path, f := range readElsewhere(t, computed)() {
		name := filepath.Base(path)
		if diff := cmp.Diff(read[name].Results, f.Results); diff != "" {
			t.Errorf("%s (-ours +LibreOffice's):\n%s", name, diff)
		}
	}
	if formulas == 0 {
		t.Error("no workbook has a formula")
	}
	t.Logf("%d formulas in %d workbooks computed", formulas, len(bare))
}

// change writes a document with its parts changed to another file.
func change(t *testing.T, raw []byte, path string, change func(part string) string) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, part := range papertest.Parts(t, raw) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(change(part))); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func mustRead(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// found is what the readers of another language tell of a file.
type found struct {
	Text    string
	Styles  []string
	Cells   int
	Results map[string]float64 // of formulas, by sheet and cell
}

// readElsewhere has files read by libraries of another language, which begin at once.
func readElsewhere(t *testing.T, files []string) func() map[string]found {
	t.Helper()
	return start[map[string]found](t, "/usr/bin/python3", append([]string{"read.py"}, files...)...)
}

// validated has files held against the schemas of OOXML, which begins at once:
// what is wrong, by file.
func validated(t *testing.T, files []string) func() map[string][]string {
	t.Helper()
	if _, err := os.Stat("node_modules/@ooxml-tools/validate"); err != nil {
		t.Fatalf("%v: npm ci in this folder installs the validator, as make test does", err)
	}
	return start[map[string][]string](t, "node", append([]string{"validate.mjs"}, files...)...)
}

// spoilt are copies of a document and a workbook with one thing wrong in each, and
// what a validator must say of it.
func spoilt(t *testing.T, made map[string]file) map[string]string {
	t.Helper()
	dir, out := t.TempDir(), map[string]string{}
	for form, x := range map[string][3]string{
		".docx": {`<w:jc w:val="center"/>`, `<w:jc w:val="middle"/>`, "invalid value 'middle'"},
		".xlsx": {"<sheetData>", "<nonsense/><sheetData>", ":nonsense'"},
	} {
		path := filepath.Join(dir, "spoilt"+form)
		change(t, made[ofForm(made, form)[0]].raw, path, func(part string) string { return strings.Replace(part, x[0], x[1], 1) })
		out[path] = x[2]
	}
	return out
}
