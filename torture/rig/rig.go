// Package rig starts the real program and real databases for the tests around
// it, and writes down what they saw.
package rig

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// BinaryVariable names a program to test instead of one built here, for example
// one with the race detector inside.
const BinaryVariable = "TORTURE_BINARY"

const (
	scaleVariable  = "SCALE"
	reportVariable = "TORTURE_REPORT"
	tags           = "nomsgpack,timetzdata"
)

var binary string

// Main runs the tests of a package against a program built once for all of them.
func Main(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if _, err := scale(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	if binary = os.Getenv(BinaryVariable); binary != "" {
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "giaouoc-torture")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "giaouoc")
	build := exec.Command("go", "build", "-tags", tags, "-o", binary, "giaouoc/cmd/giaouoc")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "torture: cannot build the program:", err)
		return 2
	}
	return m.Run()
}

// scale is the share of the full length to run; 0 is the short form.
func scale() (float64, error) {
	v := os.Getenv(scaleVariable)
	if v == "" {
		return 0, nil
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || f <= 0 || f > 1 {
		return 0, fmt.Errorf("%s=%s: expected a number above 0, at most 1 (the full length)", scaleVariable, v)
	}
	return f, nil
}

// Long reports that the long form runs, in which times are judged too: a machine
// that also runs other tests tells nothing about time.
func Long() bool {
	f, _ := scale()
	return f > 0
}

// Times is how often to do a thing: gate in the short form, the scaled part of
// full in the long one, and never less than in the short one.
func Times(gate, full int) int {
	f, _ := scale()
	return max(gate, int(math.Ceil(f*float64(full))))
}
