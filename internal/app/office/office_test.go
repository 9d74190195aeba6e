// Package office_test opens the documents of the demo with programs that know
// nothing of ours: LibreOffice, and readers of OOXML in another language.
package office_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/app/demo"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/report/paper/papertest"
)

// someUnits is of how many units the profile is looked at.
const someUnits = 4

// Every kind of document there is, of every record of the demo it can be about,
// in every layout and both languages, is opened, laid out and printed by
// LibreOffice in one call a format, and read by a strict reader: no letter gets lost on
// the way, in Word, in PDF, or in what LibreOffice prints.
func TestOfficeOpensEveryDocument(t *testing.T) {
	papertest.Needs(t, "soffice", "LibreOffice")
	s := apptest.New(t, dbtest.SQLite(t))
	if _, err := demo.Fill(t.Context(), s.App, apptest.Password); err != nil {
		t.Fatal(err)
	}
	admin, dir := s.Login("quantri", apptest.Password), t.TempDir()
	var made []string
	kinds := 0
	for _, path := range documents(s) {
		kinds++
		n := 0
		for _, id := range subjects(t, admin, path) {
			at := strings.Replace(path, "{id}", id, 1)
			for i, choice := range []string{"layout=party&lang=vi", "layout=state&lang=en", "layout=enterprise&lang=vi", "layout=state&lang=vi"} {
				for _, form := range []string{"docx", "pdf", "xlsx"} {
					if form == "xlsx" && i > 1 {
						continue // a workbook has no layout
					}
					a := admin.Get(at + "?format=" + form + "&" + choice)
					if a.Status == 409 && a.Str("code") == "decision.unnamed" {
						a = admin.Get(at + "?draft=true&format=" + form + "&" + choice)
					}
					name := filepath.Join(dir, fmt.Sprintf("%s-%s-%d.%s", filepath.Base(path), id, i, form))
					if err := os.WriteFile(name, a.Must(200).Raw, 0o600); err != nil {
						t.Fatal(err)
					}
					n, made = n+1, append(made, name)
				}
			}
		}
		if n == 0 {
			t.Errorf("the demo has nothing %s is about", path)
		}
	}
	if kinds < 5 {
		t.Errorf("only %d kinds of documents were found", kinds)
	}
	printed := printed(t, dir, made)
	read := readElsewhere(t, made)
	for _, name := range made {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		short := filepath.Base(name)
		switch filepath.Ext(name) {
		case ".docx":
			text := papertest.Word(t, raw)
			if strings.Contains(text, "report.") || strings.Contains(text, "enum.") {
				t.Errorf("%s shows a key of the catalogue", short)
			}
			holds(t, short+" as LibreOffice prints it", text, printed[name])
			holds(t, short+" as another reader finds it", text, read[name].Text)
			holds(t, short+" as PDF", text, papertest.PDF(t, mustRead(t, strings.TrimSuffix(name, ".docx")+".pdf")))
			if !slices.ContainsFunc(read[name].Styles, func(s string) bool { return strings.HasPrefix(s, "VB ") }) {
				t.Errorf("%s has no styles of ours: %v", short, read[name].Styles)
			}
		case ".xlsx":
			if read[name].Cells == 0 || printed[name] == "" {
				t.Errorf("%s: %d cells, %d letters printed", short, read[name].Cells, len(printed[name]))
			}
		}
	}
	t.Logf("%d files of %d kinds", len(made), kinds)
}

// documents are the addresses of all reports that can be had as files about one
// record, from the operations there are.
func documents(s *apptest.Service) (out []string) {
	for _, op := range s.Server.Operations() {
		method, path, _ := strings.Cut(op, " ")
		path = strings.TrimPrefix(path, "/api/v1")
		if method == "GET" && strings.Contains(path, "/{id}/reports/") && !strings.HasSuffix(path, "/preview") {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// subjects are the records of the demo that a document can be about.
func subjects(t *testing.T, c *apptest.Client, path string) (ids []string) {
	t.Helper()
	list, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	for _, id := range c.Get("/" + list + "?limit=200").Must(200).Column("id") {
		ids = append(ids, id.(string))
	}
	if list == "units" {
		ids = ids[:min(someUnits, len(ids))]
	}
	return ids
}

// printed is the text of each file as LibreOffice prints it, in one call a format.
func printed(t *testing.T, dir string, made []string) map[string]string {
	t.Helper()
	out := map[string]string{}
	// Files that differ in nothing but their ending would be printed to one name.
	for _, form := range []string{".docx", ".xlsx"} {
		to := filepath.Join(dir, "printed"+form)
		args := []string{"-env:UserInstallation=file://" + filepath.Join(t.TempDir(), "profile"), "--headless", "--convert-to", "pdf", "--outdir", to}
		var of []string
		for _, name := range made {
			if filepath.Ext(name) == form {
				of = append(of, name)
			}
		}
		if b, err := exec.Command("soffice", append(args, of...)...).CombinedOutput(); err != nil {
			t.Fatalf("LibreOffice: %v: %s", err, b)
		}
		for _, name := range of {
			out[name] = papertest.PDF(t, mustRead(t, filepath.Join(to, strings.TrimSuffix(filepath.Base(name), form)+".pdf")))
		}
	}
	return out
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
	Text     string
	Styles   []string
	Sections []int
	Cells    int
	Formulas int
}

func readElsewhere(t *testing.T, made []string) map[string]found {
	t.Helper()
	args := []string{"read.py"}
	for _, name := range made {
		if filepath.Ext(name) != ".pdf" {
			args = append(args, name)
		}
	}
	cmd := exec.Command("/usr/bin/python3", args...)
	var said strings.Builder
	cmd.Stderr = &said
	b, err := cmd.Output()
	if err != nil {
		t.Fatalf("read.py: %v: %s (scripts/install-test-tools.sh installs what it needs)", err, said.String())
	}
	out := map[string]found{}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// holds asserts that every letter of a text is found as often, or more often
// where a head is repeated, and that what was found is composed.
func holds(t *testing.T, what, want, got string) {
	t.Helper()
	if !norm.NFC.IsNormalString(got) {
		t.Errorf("%s: not NFC", what)
	}
	has := count(got)
	for letter, n := range count(want) {
		if has[letter] < n {
			t.Errorf("%s: %q occurs %d times, not %d", what, letter, has[letter], n)
			return
		}
	}
}

func count(s string) map[rune]int {
	out := map[rune]int{}
	for _, r := range norm.NFC.String(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out[r]++
		}
	}
	return out
}
