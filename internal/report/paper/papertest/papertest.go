// Package papertest reads official documents back, for tests.
package papertest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// Letters are a text's letters and digits alone: where lines are broken, and what
// stands between words, is the form's.
func Letters(s string) string {
	return regexp.MustCompile(`[^\pL\pN]+`).ReplaceAllString(norm.NFC.String(s), "")
}

// Needs skips a test that this machine cannot run, unless nothing may be skipped.
func Needs(t testing.TB, program, name string) {
	t.Helper()
	if _, err := exec.LookPath(program); err == nil {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: scripts/install-test-tools.sh installs it", name)
	}
	t.Skipf("NOT RUN: %s is missing; scripts/install-test-tools.sh installs it", name)
}

// Parts are the files in an archive.
func Parts(t testing.TB, raw []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	return out
}

// Word is what a reader of XML finds in the text of a DOCX file.
func Word(t testing.TB, raw []byte) string {
	t.Helper()
	var out strings.Builder
	d, inText := xml.NewDecoder(strings.NewReader(Parts(t, raw)["word/document.xml"])), false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			inText = x.Name.Local == "t"
		case xml.EndElement:
			inText = false
		case xml.CharData:
			if inText {
				out.Write(x)
			}
		}
	}
}

// PDF is what another program takes out of a PDF file, in the order in which
// it was written.
func PDF(t testing.TB, raw []byte) string {
	t.Helper()
	var kept []string // the number of a page parts what runs over it
	for i, p := range Pages(t, raw) {
		kept = append(kept, strings.TrimPrefix(p, fmt.Sprint(i+1, "\n")))
	}
	return strings.Join(kept, "")
}

// Pages are what PDF takes out, page by page.
func Pages(t testing.TB, raw []byte) []string {
	t.Helper()
	cmd := exec.Command("pdftotext", "-raw", "-enc", "UTF-8", "-", "-")
	cmd.Stdin = bytes.NewReader(raw)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: scripts/install-test-tools.sh installs pdftotext", err)
	}
	if !norm.NFC.IsNormal(out) {
		t.Error("the text taken out is not NFC")
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}
