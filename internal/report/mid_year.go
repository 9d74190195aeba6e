package report

import (
	"giaouoc/internal/bloc"
	"giaouoc/internal/progress"
	"giaouoc/internal/record"
)

// MidYearSchema names the shape of the JSON form.
const MidYearSchema = "giaouoc.report.mid_year/1"

// MidYear is the mid-year report of a term (báo cáo sơ kết): what its units have
// reported for the half that ends nearest to its middle. Data is what the checksum
// is over and the close of the period keeps; what goes on beside it stands apart.
type MidYear struct {
	Head
	Data   MidYearData   `json:"data"`
	Beside MidYearBeside `json:"beside" doc:"of the same snapshot, but not under the checksum: it goes on after the period is closed"`
}

// MidYearData is what is reported. What is unknown is null.
type MidYearData struct {
	TermID   string              `json:"term_id" format:"uuid"`
	Progress progress.ReviewView `json:"progress" doc:"late is told as of the day the period was closed, else as of today"`
}

// NameThen is what a unit was called when the term began.
type NameThen struct {
	UnitID string `json:"unit_id" format:"uuid"`
	Name   string `json:"name"`
}

// MidYearBeside is what else the term has on record.
type MidYearBeside struct {
	Term          ReportedTerm         `json:"term"`
	Members       int                  `json:"members" doc:"on the list"`
	Leadership    []ReportedLeading    `json:"leadership"`
	NamesThen     []NameThen           `json:"names_then" doc:"of units that had another name when the term began"`
	Sources       []record.Source      `json:"sources"`
	Registrations MidYearRegistrations `json:"registrations"`
	Events        []ReportedEvent      `json:"events" doc:"without those who took part"`
	Movements     []RegisteredMovement `json:"movements" doc:"that commitments of the term answer"`
	Models        []ReportedModel      `json:"models"`
	Deadlines     []ReportedDeadline   `json:"deadlines" doc:"due after the period"`
}

// MidYearRegistrations counts what units registered for the term.
type MidYearRegistrations struct {
	Units    int `json:"units" doc:"that belong to the term and are linked"`
	Sent     int `json:"sent" doc:"registrations that were sent, also those returned since"`
	Accepted int `json:"accepted"`
}

func (m *MidYear) sealed() any { return m.Data }

// subject: what units reported is a draft until the period is closed.
func (m *MidYear) subject() subject {
	t := m.Beside.Term
	s := subject{BlocID: words(t.Bloc.ID), TermID: t.ID, Name: t.BlocNameThen, Code: words(t.BlocCode), Period: m.Data.Progress.Period.Label, Layout: words(t.DocumentLayout), State: draft}
	if m.Data.Progress.Closing != nil || words(t.Status) == bloc.Locked {
		s.State = locked
	}
	return s
}

// unit is what a unit is called in the report.
func (m *MidYear) unit(u *record.Ref) string {
	if u != nil && u.ID != nil {
		for _, n := range m.Beside.NamesThen {
			if n.UnitID == *u.ID {
				return n.Name
			}
		}
	}
	return shown(u)
}
