package agreement

import (
	"slices"
	"strings"

	"giaouoc/internal/date"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

// Origin says which commitment of an earlier agreement another one carries on.
type Origin struct {
	CommitmentID string `gorm:"primaryKey"`
	FromID       string
	TermID       string
	BlocID       string
}

// TableName is gorm's name for the table.
func (Origin) TableName() string { return "commitment_origins" }

// Moved says that days go on with the years; Blank leaves them out.
const (
	Moved = "moved"
	Blank = "blank"
)

// carried is what a commitment says, for an agreement whose period begins years
// later. What a source told of the old one stays there, and so does the baseline:
// it is the level of the year before.
func (c Commitment) carried(to *Agreement, place, years int, days string) Commitment {
	c.Meta, c.AgreementID, c.TermID, c.BlocID, c.Position, c.Provenance = record.Meta{}, to.ID, to.TermID, to.BlocID, place, record.NoProvenance()
	c.Baseline, c.DueOn = nil, later(c.DueOn, years)
	if days == Blank {
		c.DueOn = nil
	}
	return c
}

// later is a day some years on; nil where it leaves the years there are.
func later(day *date.Partial, years int) *date.Partial {
	if day == nil {
		return nil
	}
	if moved := day.AddYears(years); moved != "" {
		return &moved
	}
	return nil
}

// TitleFor is a title with the label of the new period in place of the old.
func TitleFor(title, before, now string) string { return strings.ReplaceAll(title, before, now) }

// The states of a commitment beside those of an earlier agreement.
const (
	Kept    = "kept"
	Changed = "changed"
	Added   = "added"
	Dropped = "dropped"
)

// Compared is a commitment beside the one it carries on.
type Compared struct {
	State       string
	Now, Before *commitmentRow
	Changes     []string // names of fields
}

// compare puts the commitments of an agreement beside those of an earlier one, in
// the order of the text, those that were dropped last. One that carries on another
// is known by its origin, or by saying the same for the same unit. Days of which
// nothing but the year differs, by the years between the periods, are the same;
// baselines are not looked at.
func compare(now, before []commitmentRow, origins map[string]string, years int) []Compared {
	taken := map[string]bool{}
	place := map[string]int{}
	for i, b := range before {
		place[b.ID] = i
	}
	found := make([]*commitmentRow, len(now))
	for i, c := range now {
		if at, there := place[origins[c.ID]]; there && !taken[before[at].ID] {
			found[i], taken[before[at].ID] = &before[at], true
		}
	}
	said := map[string][]int{} // places before, by what stands there
	for i, b := range before {
		if key := says(b); !taken[b.ID] {
			said[key] = append(said[key], i)
		}
	}
	for i, c := range now {
		if found[i] != nil || origins[c.ID] != "" {
			continue
		}
		if key := says(c); len(said[key]) > 0 {
			found[i], said[key] = &before[said[key][0]], said[key][1:]
			taken[found[i].ID] = true
		}
	}
	var out []Compared
	for i := range now {
		switch c := (Compared{Now: &now[i], Before: found[i]}); {
		case c.Before == nil:
			c.State = Added
			out = append(out, c)
		default:
			c.Changes = c.Now.changes(c.Before.Commitment, years)
			c.State = Kept
			if len(c.Changes) > 0 {
				c.State = Changed
			}
			out = append(out, c)
		}
	}
	for i := range before {
		if !taken[before[i].ID] {
			out = append(out, Compared{State: Dropped, Before: &before[i]})
		}
	}
	return out
}

// says is what tells one promise from another where no origin is on record.
func says(c commitmentRow) string {
	return strings.Join([]string{viet.Key(c.Text), deref(c.UnitID), viet.Key(deref(c.UnitAsWritten))}, "\x00")
}

// changes names the fields in which a commitment differs from the one it carries on.
func (c Commitment) changes(before Commitment, years int) []string {
	out := []string{}
	note := func(field string, same bool) {
		if !same {
			out = append(out, field)
		}
	}
	note("theme", equal(c.Theme, before.Theme))
	note("text", c.Text == before.Text)
	note("scope", c.Scope == before.Scope)
	note("unit", equal(c.UnitID, before.UnitID) && equal(c.UnitAsWritten, before.UnitAsWritten))
	note("measure", equal(c.Measure, before.Measure))
	note("target", equal(c.Target, before.Target))
	note("unit_of_measure", equal(c.UnitOfMeasure, before.UnitOfMeasure))
	note("due_on", equal(c.DueOn, later(before.DueOn, years)))
	note("legal_basis", slices.Equal(c.LegalBasis.V, before.LegalBasis.V))
	note("weight", equal(c.Weight, before.Weight))
	note("targets", slices.EqualFunc(c.Targets.V, before.Targets.V, func(a, b Target) bool { return a.UnitID == b.UnitID && equal(a.Target, b.Target) }))
	return out
}
