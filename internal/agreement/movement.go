package agreement

import (
	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

// Movement is an emulation movement (phong trào thi đua) that an authority
// launched: what commitments answer to and a thematic award is for. Its time is
// from LaunchedOn to ConcludesOn, planned or held; nil is unknown. Law on
// Emulation and Commendation 06/2022/QH15, Arts 16 and 17, has the two forms;
// scope and form are those that form 0601.N/BNV-TĐKT counts by
// (Circular 02/2023/TT-BNV).
type Movement struct {
	record.Meta         `gorm:"embedded"`
	Name                string
	NameSort            string
	SearchText          string
	LaunchedByID        *string
	LaunchedByAsWritten *string
	Scope               *string // national, ministry_province, bloc, grassroots
	Form                *string // regular, thematic
	LaunchedOn          *date.Partial
	ConcludesOn         *date.Partial
	Goals               *string
	DocumentAsWritten   *string
	record.Provenance   `gorm:"embedded"`
}

// MovementCommitment says that a commitment answers a movement. It is no part of
// the text: a commitment may be signed before the movement is launched.
type MovementCommitment struct {
	record.Meta  `gorm:"embedded"`
	MovementID   string
	CommitmentID string
	TermID       string
	BlocID       string
}

// check notes what contradicts itself.
func (m *Movement) check(bad *fault.Fields) {
	if m.LaunchedOn != nil && m.ConcludesOn != nil && m.ConcludesOn.Ceil() < m.LaunchedOn.Floor() {
		bad.Add("/concludes_on", "end_before_start")
	}
}

// fold keeps the columns that follow from others in step.
func (m *Movement) fold() {
	m.NameSort = viet.SortKey(m.Name)
	m.SearchText = folded(m.Name, deref(m.Goals), deref(m.DocumentAsWritten))
}

// answered is a movement that a commitment answers, and when the movement concludes.
type answered struct {
	MovementID   string
	CommitmentID string
	ConcludesOn  *date.Partial
}

// over reports whether the movement has certainly ended before a day. One whose end
// nobody knows has not.
func (a answered) over(day date.Day) bool {
	return a.ConcludesOn != nil && a.ConcludesOn.Ceil() < string(day)
}
