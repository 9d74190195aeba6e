package registration

import (
	"time"

	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
)

// NotBegun is the state on the board of a unit that has no registration.
const NotBegun = "not_begun"

// Board says of every unit of a term how its registration stands: who has not sent
// (chưa gửi) is seen in one look. It is compared with the deadline at AsOf.
type Board struct {
	TermID   string
	AsOf     date.Day
	Deadline *boardDeadline // nil: none is set
	Rows     []BoardRow
}

// BoardRow is one unit; Sent is nil where it has not begun.
type BoardRow struct {
	bloc.Seat
	Sent *boardRegistration
}

// boardRegistration is what the board shows of a registration.
type boardRegistration struct {
	ID              string
	UnitID          string
	UnitName        string
	Status          string
	StatusSince     time.Time
	FirstSentOn     *date.Day
	CommitmentCount int
	TitleCount      int
}

// boardDeadline is a deadline for registrations.
type boardDeadline struct {
	ID    string
	Title *string
	DueOn date.Day
}

// nearest is the first deadline that is not over on a day, or else the last one;
// they come in order of their day. It is nil for none.
func nearest(ds []boardDeadline, today date.Day) *boardDeadline {
	for i, d := range ds {
		if d.DueOn >= today {
			return &ds[i]
		}
	}
	if len(ds) == 0 {
		return nil
	}
	return &ds[len(ds)-1]
}

// seated puts registrations beside the units of a term, and after them those of
// units that no longer belong to it.
func seated(seats []bloc.Seat, rs []boardRegistration) []BoardRow {
	of := make(map[string]*boardRegistration, len(rs))
	for i, r := range rs {
		of[r.UnitID] = &rs[i]
	}
	rows := make([]BoardRow, 0, len(seats))
	for _, s := range seats {
		row := BoardRow{Seat: s}
		if s.UnitID != nil {
			row.Sent = of[*s.UnitID]
			delete(of, *s.UnitID)
		}
		rows = append(rows, row)
	}
	for i, r := range rs {
		if of[r.UnitID] != nil {
			rows = append(rows, BoardRow{bloc.Seat{UnitID: &rs[i].UnitID, UnitName: r.UnitName}, &rs[i]})
		}
	}
	return rows
}

// state is how a unit's registration stands.
func (r BoardRow) state() string {
	if r.Sent == nil {
		return NotBegun
	}
	return r.Sent.Status
}

// daysLate is by how many days a unit missed a deadline: up to today while it has
// not sent, or is to send again; else up to the day it first sent. It is nil without
// a deadline, or for what came on a day nobody noted.
func (r BoardRow) daysLate(due *boardDeadline, today date.Day) *int {
	if due == nil {
		return nil
	}
	until := &today
	if s := r.state(); s == Submitted || s == Accepted {
		until = r.Sent.FirstSentOn
	}
	if until == nil {
		return nil
	}
	return number(max(0, int(until.Time().Sub(due.DueOn.Time())/(24*time.Hour))))
}
