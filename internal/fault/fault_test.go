package fault

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestIsComparesByCode(t *testing.T) {
	locked := New(Conflict, "term_locked")
	err := fmt.Errorf("saving: %w", locked.With("locked_at", "2026-01-01").Because(errors.New("driver")))
	if !errors.Is(err, locked) {
		t.Fatal("a declared fault must be found behind its copies")
	}
	if errors.Is(err, New(Conflict, "duplicate")) {
		t.Fatal("another code must not match")
	}
}

func TestWithLeavesTheDeclaredFaultAlone(t *testing.T) {
	declared := New(Conflict, "duplicate")
	_ = declared.With("existing_id", "1").Param("name", "x")
	if declared.Extra != nil || declared.Params != nil {
		t.Fatalf("a declared fault was changed: %+v", declared)
	}
}

func TestFromHidesForeignErrors(t *testing.T) {
	f := From(errors.New("dial tcp: password=secret"))
	if f.Kind != Internal || f.Code != "internal" {
		t.Fatalf("got %s %s", f.Kind, f.Code)
	}
	if !strings.Contains(f.Error(), "password=secret") {
		t.Fatal("the log must keep the cause")
	}
	if From(nil) != nil {
		t.Fatal("no error, no fault")
	}
}

func TestFieldsSayEverythingAtOnce(t *testing.T) {
	var f Fields
	if f.Err() != nil {
		t.Fatal("nothing noted, nothing wrong")
	}
	f.Add("/name", "required")
	f.Add("/period", "invalid_period", "value", "20x1")
	got := From(f.Err())
	if got.Kind != Invalid || len(got.Fields) != 2 || got.Params["count"] != 2 {
		t.Fatalf("got %+v", got)
	}
}
