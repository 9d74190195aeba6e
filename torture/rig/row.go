package rig

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// Row is one line of docs/reliability.md as it is being measured.
type Row struct {
	t        *testing.T
	id, what string
}

// Measure opens a row. Its id is the one of docs/reliability.md, what says which
// part of it this test looks at, with the engine where there are two.
func Measure(t *testing.T, id, what string) *Row {
	t.Helper()
	return &Row{t, id, what}
}

// Saw writes down a figure that has no bar.
func (r *Row) Saw(name string, figure any) {
	r.t.Helper()
	r.write("saw", name, figure, "")
}

// None fails the test unless a count is 0.
func (r *Row) None(name string, n int) {
	r.t.Helper()
	r.Must(name, n, "0", n == 0)
}

// Must fails the test unless a figure meets its bar.
func (r *Row) Must(name string, figure any, bar string, met bool) {
	r.t.Helper()
	verdict := "ok"
	if !met {
		verdict = "MISSED"
		r.t.Errorf("%s %s: %s is %v, the bar is %s", r.id, r.what, name, figure, bar)
	}
	r.write(verdict, name, figure, bar)
}

// MustTime is Must for a figure of time, which only the long form judges.
func (r *Row) MustTime(name string, figure any, bar string, met bool) {
	r.t.Helper()
	if Long() {
		r.Must(name, figure, bar, met)
	} else {
		r.write("not judged", name, figure, bar)
	}
}

// NotRun ends a test that needs what this machine or user does not have. It is
// written down as such and is no success.
func (r *Row) NotRun(reason string) {
	r.t.Helper()
	r.write("NOT RUN", "-", "-", reason)
	r.t.Skip(r.id + " not run: " + reason)
}

func (r *Row) write(verdict, name string, figure any, bar string) {
	line := strings.Join([]string{r.id, r.what, name, fmt.Sprint(figure), bar, verdict}, "\t")
	r.t.Log(strings.ReplaceAll(line, "\t", " · "))
	path := os.Getenv(reportVariable)
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.WriteString(line + "\n")
	}
	if err != nil {
		r.t.Fatal(err)
	}
	_ = f.Close()
}
