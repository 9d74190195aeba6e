package agreement

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/amount"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

func state(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func TestSteps(t *testing.T) {
	waiting := []record.Lack{{Wire: map[string]any{"unit_id": "u"}}}
	for _, c := range []struct {
		from, to, reason string
		pending          []record.Lack
		signed, frozen   bool
		ok               bool
	}{
		{from: Draft, to: Consulting, ok: true},
		{from: Draft, to: Signing},
		{from: Draft, to: Cancelled, ok: true},
		{from: Consulting, to: Draft},
		{from: Consulting, to: Draft, reason: "x", ok: true},
		{from: Draft, to: Consulting, signed: true, ok: true},
		{from: Signing, to: Consulting, reason: "x", ok: true},
		{from: Signing, to: Consulting, reason: "x", signed: true},
		{from: Signing, to: Consulting, reason: "x", frozen: true},
		{from: Signing, to: InForce, ok: true},
		{from: Signing, to: InForce, pending: waiting},
		{from: Signing, to: InForce, pending: waiting, reason: "x", ok: true},
		{from: InForce, to: Cancelled},
		{from: InForce, to: Cancelled, reason: "x", ok: true},
		{from: InForce, to: Concluded, pending: waiting, ok: true},
		{from: Concluded, to: InForce, reason: "x"},
		{from: Cancelled, to: Draft, reason: "x"},
		{from: "", to: InForce},
		{from: "", to: InForce, reason: "x", pending: waiting, ok: true},
		{from: "", to: "elsewhere", reason: "x"},
	} {
		a := Agreement{Status: state(c.from)}
		if c.frozen {
			a.FrozenAt = &time.Time{}
		}
		err := a.checkStep(c.to, c.reason, c.pending, c.signed)
		if (err == nil) != c.ok {
			t.Errorf("%+v: %v", c, err)
		}
		if err != nil && fault.From(err).Code != "invalid_transition" {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestWhatAnAgreementTakes(t *testing.T) {
	for _, c := range []struct {
		basis, from, status string
		answer, annex       error
	}{
		{Original, Draft, Pending, nil, ErrNotInForce},
		{Original, Draft, Signed, ErrNotSigning, ErrNotInForce},
		{Original, "", Signed, ErrNotSigning, ErrNotInForce},
		{Original, Consulting, Absent, ErrNotSigning, ErrNotInForce},
		{Original, Signing, Signed, nil, ErrNotInForce},
		{Original, InForce, Late, nil, nil},
		{Original, Concluded, Signed, nil, ErrNotInForce},
		{Original, Cancelled, Pending, ErrNotSigning, ErrNotInForce},
		{Reported, "", Signed, nil, ErrNotInForce},
		{Reported, InForce, Signed, nil, nil},
		{Reported, Cancelled, Signed, ErrNotSigning, ErrNotInForce},
	} {
		a := Agreement{BasisOfText: c.basis, Status: state(c.from)}
		if err := a.takesAnswers(c.status); !errors.Is(err, c.answer) {
			t.Errorf("%+v: signature %v", c, err)
		}
		if err := a.takesAnnex(); !errors.Is(err, c.annex) {
			t.Errorf("%+v: annex %v", c, err)
		}
		a.FrozenAt = &time.Time{}
		if err := a.takesAnnex(); err != nil {
			t.Errorf("%+v signed: annex %v", c, err)
		}
	}
}

func TestChecklist(t *testing.T) {
	due, target := date.Partial("2026"), amount.Amount(1)
	for _, c := range []struct {
		commitment Commitment
		want       []string
	}{
		{Commitment{Scope: Common}, []string{"no_measure", "no_due_date", "no_owner"}},
		{Commitment{Scope: Common, Measure: state("qualitative"), DueOn: &due, Targets: db.NewJSON([]Target{{UnitID: "u"}})}, []string{}},
		{Commitment{Scope: OfUnit, Measure: state("quantity"), DueOn: &due}, []string{"no_unit_of_measure"}},
		{Commitment{Scope: OfUnit, Measure: state("percent"), Target: &target, DueOn: &due}, []string{}},
		{Commitment{Scope: OfUnit, Target: &target, UnitOfMeasure: state("cây"), DueOn: &due}, []string{"no_measure"}},
	} {
		if diff := cmp.Diff(c.want, c.commitment.checklist()); diff != "" {
			t.Errorf("%+v: %s", c.commitment, diff)
		}
	}
}

func TestBetween(t *testing.T) {
	for _, c := range [][5]int{{1, 3, 2, 3, -1}, {3, 1, 1, 2, 1}, {2, 2, 3, 2, -1}} {
		lo, hi, by := between(c[0], c[1])
		if [3]int{lo, hi, by} != [3]int{c[2], c[3], c[4]} {
			t.Errorf("%d to %d: %d–%d by %d", c[0], c[1], lo, hi, by)
		}
	}
}

func TestAbsentees(t *testing.T) {
	members := []signatory{{state("u1"), nil, 1}, {nil, state("Đơn vị hai"), 2}, {state("u3"), nil, 3}, {nil, state("Đơn vị bốn"), 4}}
	there := []Signature{{UnitID: state("u1"), Role: state("union")}, {UnitAsWritten: state("Đơn vị hai")}}
	got := absentees(Agreement{}, members, there)
	var places []int
	for _, g := range got {
		places = append(places, g.Position)
		if g.Status != Pending {
			t.Errorf("made as %s", g.Status)
		}
	}
	if diff := cmp.Diff([]int{3, 4}, places); diff != "" {
		t.Error(diff)
	}
}

func TestAwaits(t *testing.T) {
	for _, c := range []struct {
		status, role, answer, answerRole string
		want                             bool
	}{
		{Pending, "", Signed, "head", true},
		{Pending, "head", Absent, "head", true},
		{Pending, "head", Signed, "union", false},
		{Pending, "", Pending, "head", false},
		{Signed, "", Signed, "head", false},
	} {
		g, answer := Signature{Status: c.status, Role: state(c.role)}, Signature{Status: c.answer, Role: state(c.answerRole)}
		if got := g.awaits(answer); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
