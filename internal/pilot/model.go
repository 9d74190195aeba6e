// Package pilot holds model points (mô hình điểm): what a conference proposes to try
// together, who tries it, what was learnt, and who took it up.
package pilot

import (
	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

// Model is a model point of a term (mô hình điểm, điển hình tiên tiến). One that goes
// on from an earlier year names it in ContinuesID.
type Model struct {
	record.Meta       `gorm:"embedded"`
	TermID            string
	BlocID            string
	Title             string
	Description       *string
	Status            string
	ProposedOn        *date.Partial
	EventID           *string // the conference that proposed it
	ContinuesID       *string
	Results           *string
	Lessons           *string
	DocumentAsWritten *string
	SearchText        string
	record.Provenance `gorm:"embedded"`
}

// Unit is a unit that tries a model or took it up.
type Unit struct {
	ModelID       string  `json:"-"`
	Position      int     `json:"-"`
	Part          string  `json:"part"` // pilot, replicating
	UnitID        *string `json:"unit_id"`
	UnitAsWritten *string `json:"unit_as_written"`
}

// TableName is gorm's name for the table.
func (Unit) TableName() string { return "model_units" }

// wholeModel is a model with its units, as the record of acts shows it.
type wholeModel struct {
	Model `gorm:"embedded"`
	Units []Unit
}

// States of a model.
const (
	Proposed   = "proposed"
	Piloting   = "piloting"
	Reviewed   = "reviewed"
	Replicated = "replicated"
	Stopped    = "stopped"
)

// Parts a unit has in a model.
const (
	Trying   = "pilot"
	TakingUp = "replicating"
)

// lifecycle is the way of a model: proposed, tried, reviewed, taken up by others. It
// is stopped, taken up again, or sent back a step, with a reason.
var lifecycle = record.Lifecycle{States: "model_status", Steps: map[string][]record.Step{
	Proposed:   {{To: Piloting}, {To: Stopped, Reason: true}},
	Piloting:   {{To: Reviewed}, {To: Proposed, Reason: true}, {To: Stopped, Reason: true}},
	Reviewed:   {{To: Replicated}, {To: Piloting, Reason: true}, {To: Stopped, Reason: true}},
	Replicated: {{To: Reviewed, Reason: true}},
	Stopped:    {{To: Proposed, Reason: true}},
}}

// lacking is what stands in the way of a step: who tries it, what was learnt, who
// took it up. A step past it needs a reason, since a source may not tell.
func (w wholeModel) lacking() map[string][]record.Lack {
	lacks := map[string][]record.Lack{}
	has := func(part string) bool {
		for _, u := range w.Units {
			if u.Part == part {
				return true
			}
		}
		return false
	}
	if !has(Trying) {
		lacks[Piloting] = record.Lacking("pilot_units")
	}
	if w.Lessons == nil {
		lacks[Reviewed] = record.Lacking("lessons")
	}
	if !has(TakingUp) {
		lacks[Replicated] = record.Lacking("replicating_units")
	}
	return lacks
}

// check notes units that are named twice or not at all.
func (w wholeModel) check(bad *fault.Fields) {
	seen := map[[2]string]bool{}
	for i, u := range w.Units {
		at := pointer(i)
		if u.UnitID == nil && u.UnitAsWritten == nil {
			bad.Add(at+"/unit_id", "reference_required")
		}
		if u.UnitID == nil {
			continue
		}
		if key := [2]string{u.Part, *u.UnitID}; seen[key] {
			bad.Add(at+"/unit_id", "duplicate_item")
		} else {
			seen[key] = true
		}
	}
}

// fold keeps the columns that follow from others in step.
func (m *Model) fold() {
	m.SearchText = viet.Key(m.Title)
	for _, s := range []*string{m.Description, m.Results, m.Lessons, m.DocumentAsWritten} {
		if s != nil {
			m.SearchText += " | " + viet.Key(*s)
		}
	}
}
