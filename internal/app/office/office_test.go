// Package office_test opens the documents of the demo with programs that know
// nothing of ours: LibreOffice, and readers of OOXML in another language.
package office_test

import (
	"fmt"
	"maps"
	"os"
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
// in every layout and both languages, is valid OOXML, is laid out and printed by
// LibreOffice, and read by readers of another language: no letter gets lost on the
// way, in Word, in PDF, or in what LibreOffice prints, what the report tells stands
// in the workbook, and LibreOffice computes what the workbook holds.
func TestOfficeOpensEveryDocument(t *testing.T) {
	papertest.Needs(t, "soffice", "LibreOffice")
	papertest.Needs(t, "pdftotext", "pdftotext")
	s := apptest.New(t, dbtest.SQLite(t))
	if _, err := demo.Fill(t.Context(), s.App, apptest.Password); err != nil {
		t.Fatal(err)
	}
	made := write(t, s, t.TempDir())
	files, bad := paths(made, ofForm(made, ".docx", ".xlsx")), spoilt(t, made)
	wrong := validated(t, slices.AppendSeq(slices.Clone(files), maps.Keys(bad)))
	printed, read, said := printed(t, made), map[string]found{}, 0
	for path, f := range readElsewhere(t, files)() {
		read[filepath.Base(path)] = f
	}
	for name, f := range made {
		switch filepath.Ext(name) {
		case ".docx":
			text := papertest.Word(t, f.raw)
			if strings.Contains(text, "report.") || strings.Contains(text, "enum.") {
				t.Errorf("%s shows a key of the catalogue", name)
			}
			holds(t, name+" as LibreOffice prints it", text, strings.Join(printed[name], ""))
			holds(t, name+" as another reader finds it", text, read[name].Text)
			holds(t, name+" as PDF", text, papertest.PDF(t, made[strings.ReplaceAll(name, "docx", "pdf")].raw))
			if !slices.ContainsFunc(read[name].Styles, func(s string) bool { return strings.HasPrefix(s, "VB ") }) {
				t.Errorf("%s has no styles of ours: %v", name, read[name].Styles)
			}
			for i, page := range printed[name][1:] {
				if !strings.HasPrefix(page, fmt.Sprint(i+2, "\n")) {
					t.Errorf("%s: page %d does not begin with its number: %.60q", name, i+2, page)
				}
			}
		case ".xlsx":
			if read[name].Cells == 0 || len(printed[name]) == 0 {
				t.Errorf("%s: %d cells, %d pages printed", name, read[name].Cells, len(printed[name]))
			}
			letters := papertest.Letters(read[name].Text)
			said += len(f.told)
			for _, told := range f.told {
				if !strings.Contains(letters, papertest.Letters(told)) {
					t.Errorf("%s does not hold %q", name, told)
				}
			}
		}
	}
	if said == 0 {
		t.Error("no report says anything")
	}
	t.Logf("%d texts looked for in workbooks", said)
	recomputed(t, made, read)
	for path, all := range wrong() {
		if of := bad[path]; of != "" {
			if len(all) == 0 || !strings.Contains(all[0], of) {
				t.Errorf("the validator says of a broken file: %q, not %q", all, of)
			}
		} else if len(all) > 0 {
			t.Errorf("%s is not valid: %q", filepath.Base(path), all)
		}
	}
}

// file is a document of the demo in one form.
type file struct {
	path string
	raw  []byte
	told []string // what the report says in words, of workbooks
}

// write asks for all documents there are and writes them to a folder; their names
// are one another's but for the form, which stands twice.
func write(t *testing.T, s *apptest.Service, dir string) map[string]file {
	t.Helper()
	admin, made, kinds := s.Login("quantri", apptest.Password), map[string]file{}, documents(s)
	for _, path := range kinds {
		ids := subjects(t, admin, path)
		for _, id := range ids {
			at := strings.Replace(path, "{id}", id, 1) + "?"
			if a := admin.Get(at + "format=json"); a.Status == 409 && a.Str("code") == "decision.unnamed" {
				at += "draft=true&"
			}
			told := words(admin.Get(at + "format=json").Must(200).At("data"))
			for i, choice := range []string{"layout=party&lang=vi", "layout=state&lang=en", "layout=enterprise&lang=vi", "layout=state&lang=vi"} {
				for _, form := range []string{"docx", "pdf", "xlsx"} {
					if form == "xlsx" && i > 1 {
						continue // a workbook has no layout
					}
					name := fmt.Sprintf("%s-%s-%d-%s.%s", filepath.Base(path), id, i, form, form)
					f := file{filepath.Join(dir, name), admin.Get(at + "format=" + form + "&" + choice).Must(200).Raw, told}
					if err := os.WriteFile(f.path, f.raw, 0o600); err != nil {
						t.Fatal(err)
					}
					made[name] = f
				}
			}
		}
		if len(ids) == 0 {
			t.Errorf("the demo has nothing %s is about", path)
		}
	}
	if len(kinds) < 5 {
		t.Errorf("only %d kinds of documents were found", len(kinds))
	}
	t.Logf("%d files of %d kinds", len(made), len(kinds))
	return made
}

// words are the texts of people in a part of a report: not its codes and dates.
func words(v any) (out []string) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if text, ok := member.(string); ok && slices.Contains(written, name) {
				out = append(out, text)
			}
			out = append(out, words(member)...)
		}
	case []any:
		for _, member := range v {
			out = append(out, words(member)...)
		}
	}
	return out
}

// written are the members in which people's own words stand.
var written = []string{"as_written", "name", "name_then", "title", "text", "number", "citation", "place", "position_as_written"}

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
