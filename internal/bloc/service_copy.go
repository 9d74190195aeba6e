package bloc

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// CopyTerm opens another term of a bloc with what goes on from an earlier one: the
// members in protocol order, with the words and links they had, and the deadlines
// on the same days of the new period. What changes with the year stays behind: who
// leads, theme, arrangement, counts and sources.
func (s *Service) CopyTerm(ctx context.Context, id string, in TermCopyBody) (out *termRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		from, err := FindTerm(tx, actor.BlocRead, id)
		if err != nil {
			return err
		}
		if err := canAddTerm(tx, from.BlocID); err != nil {
			return err
		}
		planning := Planning
		t := &Term{Meta: record.NewMeta(tx), BlocID: from.BlocID, DeputiesState: Unknown, MembersState: Unknown, Status: &planning}
		if err := in.after(from).apply(tx, t, rowCounts{}, nil); err != nil {
			return err
		}
		var ms []Member
		if in.Members.Or(true) {
			t.MembersState = from.MembersState
			if ms, err = copiedMembers(tx, from, t); err != nil {
				return err
			}
		}
		var ds []Deadline
		if in.Deadlines.Or(true) {
			if ds, err = copiedDeadlines(tx, from, t); err != nil {
				return err
			}
		}
		if err := db.Insert(tx, t); err != nil {
			return err
		}
		entries := []audit.Entry{t.act("term", t, nil, t)}
		for i := range ms {
			entries = append(entries, t.act("member", &ms[i], nil, seated{Member: ms[i]}))
		}
		for i := range ds {
			entries = append(entries, t.act("deadline", &ds[i], nil, ds[i]))
		}
		if len(ms) > 0 {
			if err := db.Insert(tx, &ms); err != nil {
				return err
			}
		}
		if len(ds) > 0 {
			if err := db.Insert(tx, &ds); err != nil {
				return err
			}
		}
		if err := s.audit.Append(tx, entries...); err != nil {
			return err
		}
		out, err = showTerm(tx, t.ID)
		return err
	})
	return out, err
}

// after is the term that is asked for: the one after from, unless its period is told.
func (in TermCopyBody) after(from *Term) TermBody {
	body := TermBody{PeriodFields: in.PeriodFields}
	if next, ok := from.Period.Next(); ok && !in.Period.Set {
		body.Period, body.PeriodKind = httpx.Some(next.Label), httpx.Some(string(next.Kind))
	}
	return body
}

func copiedMembers(tx *gorm.DB, from, to *Term) ([]Member, error) {
	ms, err := db.All[Member](tx, "SELECT * FROM members WHERE term_id = ? ORDER BY position, id", from.ID)
	for i := range ms {
		ms[i] = Member{
			Meta: record.NewMeta(tx), TermID: to.ID, BlocID: to.BlocID, UnitID: ms[i].UnitID, UnitAsWritten: ms[i].UnitAsWritten, Position: i + 1, Provenance: record.NoProvenance(),
		}
	}
	return ms, err
}

// copiedDeadlines refuses a day that leaves the years there are.
func copiedDeadlines(tx *gorm.DB, from, to *Term) ([]Deadline, error) {
	ds, err := db.All[Deadline](tx, "SELECT * FROM deadlines WHERE term_id = ? ORDER BY due_on, id", from.ID)
	for i := range ds {
		due := ds[i].DueOn.AddYears(from.Period.YearsTo(to.Period))
		if due == "" {
			return nil, fault.Validation(fault.At("/deadlines", "invalid_date"))
		}
		ds[i] = Deadline{Meta: record.NewMeta(tx), TermID: to.ID, BlocID: to.BlocID, Kind: ds[i].Kind, Title: ds[i].Title, DueOn: due, Provenance: record.NoProvenance()}
	}
	return ds, err
}
