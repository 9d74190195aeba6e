package bloc

import (
	"errors"
	"slices"
	"strconv"

	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
	"giaouoc/internal/text"
)

// Term is a bloc's year, or another period.
type Term struct {
	record.Meta            `gorm:"embedded"`
	BlocID                 string
	Period                 period.Period `gorm:"embedded;embeddedPrefix:period_"`
	ListingYear            *int
	Theme                  *string
	ThemeOfID              *string
	ThemeOfAsWritten       *string
	ArrangementID          *string
	LastYearInWords        *string
	DeputiesState          string
	MembersState           string
	StatedMemberCount      *int
	CouncilMemberID        *string
	CouncilMemberAsWritten *string
	Status                 *string // nil: unknown, for history no source tells
	WithoutRanking         bool
	record.Provenance      `gorm:"embedded"`
}

// Deadline is a day something is due in a term; dates are data of a bloc's
// year, never constants.
type Deadline struct {
	record.Meta       `gorm:"embedded"`
	TermID            string
	BlocID            string
	Kind              string
	Title             *string
	DueOn             date.Day
	record.Provenance `gorm:"embedded"`
}

// followsSigning are the kinds of deadline for what an agreement commits to, which
// cannot be due before it is signed.
var followsSigning = []string{"progress_report", "mid_year", "self_score", "year_end", "dossier"}

// checkDay notes a day before that of the signing; nil is not known.
func (d Deadline) checkDay(bad *fault.Fields, signing *date.Day) {
	if signing != nil && d.DueOn != "" && d.DueOn < *signing && slices.Contains(followsSigning, d.Kind) {
		bad.Add("/due_on", "before_signing", "day", *signing)
	}
}

// States of lists that can be unknown or partly known.
const (
	Unknown = "unknown"
	None    = "none"
	Partial = "partial"
	Listed  = "listed"
)

// States of a term.
const (
	Planning  = "planning"
	Signing   = "signing"
	InForce   = "in_force"
	Reviewing = "reviewing"
	Concluded = "concluded"
	Locked    = "locked"
)

// lifecycle is the order of a term's states. A step back needs a reason, and so
// does naming the state of a term of history, whose state nobody had told.
var lifecycle = record.Lifecycle{States: "term_status", Steps: map[string][]record.Step{
	"": {
		{To: Planning, Reason: true},
		{To: Signing, Reason: true},
		{To: InForce, Reason: true},
		{To: Reviewing, Reason: true},
		{To: Concluded, Reason: true},
		{To: Locked, Reason: true},
	},
	Planning:  {{To: Signing}},
	Signing:   {{To: InForce}, {To: Planning, Reason: true}},
	InForce:   {{To: Reviewing}, {To: Signing, Reason: true}},
	Reviewing: {{To: Concluded}, {To: InForce, Reason: true}},
	Concluded: {{To: Locked}, {To: Reviewing, Reason: true}},
	Locked:    {{To: Concluded, Reason: true}},
}}

// Open refuses changes to a locked term.
func (t Term) Open() error {
	if t.state() == Locked {
		return ErrLocked
	}
	return nil
}

// state is the status, "" for unknown.
func (t Term) state() string {
	if t.Status == nil {
		return ""
	}
	return *t.Status
}

// unmet is what stands in the way of each state. A live term is concluded by a
// concluded ranking or expressly without one, and is not locked over a ranking that is
// still worked on; history is recorded as it was.
func (t Term) unmet(withoutRanking bool, ranked Ranked) map[string][]record.Lack {
	lacks := map[string][]record.Lack{}
	if t.state() == Reviewing && !withoutRanking && !ranked.Concluded {
		lacks[Concluded] = coded("ranking")
	}
	if ranked.Open {
		lacks[Locked] = coded("ranking_open")
	}
	return lacks
}

// coded is what a refused step of a term lacks.
func coded(code string) []record.Lack {
	return []record.Lack{{Wire: map[string]string{"code": code}, Words: text.Phrase{Key: "step.lacks." + code}}}
}

// step moves a term on. Whether it was concluded without a ranking stays known
// while it is concluded or locked.
func (t *Term) step(to string, withoutRanking bool) {
	switch {
	case to == Concluded && t.state() != Locked:
		t.WithoutRanking = withoutRanking
	case to != Concluded && to != Locked:
		t.WithoutRanking = false
	}
	t.Status = &to
}

// fits holds when the state of a list does not contradict its rows: what has
// rows is neither unknown nor none, and a list without rows is not listed.
func fits(state string, rows int) bool {
	switch state {
	case Unknown, None:
		return rows == 0
	case Listed:
		return rows > 0
	}
	return true
}

// CheckState notes a state that contradicts the rows of its list.
func CheckState(bad *fault.Fields, pointer, state string, rows int) {
	if !fits(state, rows) {
		bad.Add(pointer, "state_mismatch", "state", text.Value{Enum: pointer[1:], Of: state}, "count", rows)
	}
}

// grown is the state of a list once it has a row more: an unknown list is then
// known in part. "None" stays, and contradicts the row.
func grown(state string) string {
	if state == Unknown {
		return Partial
	}
	return state
}

// termKinds are the kinds of period a term or an arrangement may have; the
// others are parts of a year for reports.
var termKinds = []string{string(period.CalendarYear), string(period.SchoolYear), string(period.Range)}

// listed is the year a period is listed under, nil for longer ranges.
func listed(p period.Period) *int {
	if y, ok := p.ListingYear(); ok {
		return &y
	}
	return nil
}

// readPeriod reads a label, with its kind inferred where none is given.
func readPeriod(bad *fault.Fields, label string, kind period.Kind) period.Period {
	p, err := period.Parse(label, kind)
	switch {
	case errors.Is(err, period.ErrLabel):
		bad.Add("/period", "invalid_period")
	case err != nil:
		bad.Add("/period_kind", "conflicts_with", "other", "period")
	case !slices.Contains(termKinds, string(p.Kind)):
		bad.Add("/period", "not_allowed", "allowed", termKinds)
	}
	return p
}

// Warning is something to look at that is no error.
type Warning struct {
	Code   string
	Params map[string]any
}

// warnings compares what a source states with the rows.
func (t Term) warnings(members int) []Warning {
	if t.StatedMemberCount == nil || *t.StatedMemberCount == members {
		return []Warning{}
	}
	return []Warning{{"stated_count_differs", map[string]any{"field": "stated_member_count", "stated": *t.StatedMemberCount, "rows": members}}}
}

// at points to a field of a list's item.
func at(list string, i int, field string) string { return list + "/" + strconv.Itoa(i) + "/" + field }
