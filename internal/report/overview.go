// Package report holds the read models that look across features: the overview
// of a term today. It reads their tables and writes none.
package report

import (
	"giaouoc/internal/award"
	"giaouoc/internal/date"
	"giaouoc/internal/period"
)

// Overview answers what the leader of a bloc asks of a term (tổng quan năm thi
// đua): where it stands, who has not signed, what is late, what is due next,
// what was won.
type Overview struct {
	Term        TermRow
	People      []LeadingRow
	Agreement   *AgreementRow // nil: none on record
	Unsigned    []UnsignedRow
	Commitments CommitmentCounts
	Deadlines   []DeadlineRow
	Events      []EventRow
	Awards      award.Sums // on record for the term's own period
	LastAwards  award.Sums // and for the period before it
}

// TermRow is the term with its bloc and its member counts.
type TermRow struct {
	ID                string
	BlocID            string
	BlocName          string
	Period            period.Period `gorm:"embedded;embeddedPrefix:period_"`
	Theme             *string
	Status            *string
	MembersState      string
	DeputiesState     string
	StatedMemberCount *int
	MemberCount       int
}

// LeadingRow is a leading or deputy unit.
type LeadingRow struct {
	Role          string
	UnitID        *string
	UnitAsWritten *string
	UnitName      *string
}

// AgreementRow is the agreement that is not cancelled, with its signatures.
type AgreementRow struct {
	ID          string
	Title       string
	BasisOfText string
	Status      *string
	ContentHash *string
	Signed      int
	Pending     int
	Absent      int
	Late        int
	Annulled    int
}

// UnsignedRow is a unit that has not signed; without a signature row it has no
// status.
type UnsignedRow struct {
	SignatureID   *string
	Status        *string
	UnitID        *string
	UnitAsWritten *string
	UnitName      *string
}

// CommitmentCounts counts the agreement's commitments; what has no due date is
// neither late nor due.
type CommitmentCounts struct {
	Total      int
	WithTarget int
	WithDue    int
	PastDue    int // due before today; whether they were met is not known here
}

// DeadlineRow is a deadline of the term.
type DeadlineRow struct {
	ID    string
	Kind  string
	Title *string
	DueOn date.Day
}

// EventRow is an event that served the term.
type EventRow struct {
	ID      string
	Purpose string
	Title   *string
	HeldOn  *date.Partial
}

// split sorts deadlines into those whose day is over and those to come, both
// in order of their day.
func split(ds []DeadlineRow, today date.Day) (past, next []DeadlineRow) {
	past, next = []DeadlineRow{}, []DeadlineRow{}
	for _, d := range ds {
		if d.DueOn < today {
			past = append(past, d)
		} else {
			next = append(next, d)
		}
	}
	return past, next
}
