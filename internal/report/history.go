package report

import (
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/period"
	"giaouoc/internal/succession"
)

// History is a bloc through the years. What it follows and what follows it are
// linked and stay apart: their terms and awards are theirs.
type History struct {
	Bloc    bloc.Bloc
	Terms   []HistoryTerm
	Acts    []succession.Row
	Lineage succession.Lineage
}

// HistoryTerm is a term of a bloc with its leading units and its awards.
type HistoryTerm struct {
	ID                string
	Period            period.Period `gorm:"embedded;embeddedPrefix:period_"`
	Theme             *string
	Status            *string
	DeputiesState     string
	MembersState      string
	StatedMemberCount *int
	MemberCount       int
	AgreementID       *string
	AgreementStatus   *string
	People            []LedRow   `gorm:"-"`
	Awards            award.Sums `gorm:"-"` // in force, for the term's own period
}

// LedRow is a leading or deputy unit of a term.
type LedRow struct {
	TermID     string
	LeadingRow `gorm:"embedded"`
}
