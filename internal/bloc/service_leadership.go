package bloc

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// Leadership reads one leading or deputy unit.
func (s *Service) Leadership(ctx context.Context, id string) (*leadershipRow, error) {
	l, err := showLeadership(s.db.Read(ctx), id)
	return l, s.db.Translate(ctx, err)
}

func showLeadership(tx *gorm.DB, id string) (*leadershipRow, error) {
	return db.One[leadershipRow](tx, leaderships(tx), "l.id", id)
}

// TermLeadership lists the leading and deputy units of one term.
func (s *Service) TermLeadership(ctx context.Context, termID string, r db.Request) (db.Page[leadershipRow], error) {
	tx := s.db.Read(ctx)
	p, err := partsOf[leadershipRow](tx, leaderships(tx), "l.term_id", termID, r)
	return p, s.db.Translate(ctx, err)
}

// installed is a leadership with the state its term's list of deputies came to
// by it, where that changed, for the record of the act.
type installed struct {
	Leadership    `gorm:"embedded"`
	DeputiesState *string
}

// CreateLeadership records who leads or deputises: with it go the rights on the
// term. The first deputy of an unknown list makes it partial; a list said to be
// none refuses.
func (s *Service) CreateLeadership(ctx context.Context, termID string, in LeadershipBody) (out *leadershipRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := openTerm(tx, actor.LeadershipWrite, termID)
		if err != nil {
			return err
		}
		l := &Leadership{Meta: record.NewMeta(tx), TermID: termID, BlocID: t.BlocID}
		if err := in.apply(tx, l); err != nil {
			return err
		}
		if err := db.Insert(tx, l); err != nil {
			return err
		}
		after := installed{Leadership: *l}
		if after.DeputiesState, err = settleDeputies(tx, t, l.deputies()); err != nil {
			return err
		}
		if err := s.audit.Append(tx, t.act("leadership", l, nil, after)); err != nil {
			return err
		}
		out, err = showLeadership(tx, l.ID)
		return err
	})
	return out, err
}

// settleDeputies brings the term's word about its deputies in step with rows
// already written, by of them more or less. It returns the new state, nil for
// an unchanged one.
func settleDeputies(tx *gorm.DB, t *Term, by int) (*string, error) {
	if by == 0 {
		return nil, nil
	}
	rows, err := countRows(tx, t.ID)
	if err != nil {
		return nil, err
	}
	was := t.DeputiesState
	if by > 0 {
		t.DeputiesState = grown(was)
	}
	var bad fault.Fields
	CheckState(&bad, "/deputies_state", t.DeputiesState, rows.Deputies)
	if err := bad.Err(); err != nil || t.DeputiesState == was {
		return nil, err
	}
	return &t.DeputiesState, db.Update(tx, t)
}

// UpdateLeadership changes a leading or deputy unit: another person in July, a
// corrected role.
func (s *Service) UpdateLeadership(ctx context.Context, id string, version int, in LeadershipBody) (out *leadershipRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, l, err := changeableLeadership(tx, id, version)
		if err != nil {
			return err
		}
		before := *l
		if err := in.apply(tx, l); err != nil {
			return err
		}
		if err := db.Update(tx, l); err != nil {
			return err
		}
		if err := s.stays(tx, t.ID, before.UnitID); err != nil {
			return err
		}
		after := installed{Leadership: *l}
		if after.DeputiesState, err = settleDeputies(tx, t, l.deputies()-before.deputies()); err != nil {
			return err
		}
		if err := s.audit.Append(tx, t.act("leadership", l, installed{Leadership: before}, after)); err != nil {
			return err
		}
		out, err = showLeadership(tx, id)
		return err
	})
	return out, err
}

// DeleteLeadership removes a leading or deputy unit recorded by mistake.
func (s *Service) DeleteLeadership(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, l, err := changeableLeadership(tx, id, version)
		if err != nil {
			return err
		}
		if err := db.Delete(tx, l); err != nil {
			return err
		}
		if err := s.stays(tx, t.ID, l.UnitID); err != nil {
			return err
		}
		if _, err := settleDeputies(tx, t, -l.deputies()); err != nil {
			return err
		}
		return s.audit.Append(tx, t.act("leadership", l, l, nil))
	})
}

func changeableLeadership(tx *gorm.DB, id string, version int) (*Term, *Leadership, error) {
	t, err := openTermOf(tx, actor.LeadershipWrite, "leaderships", id)
	if err != nil {
		return nil, nil, err
	}
	row, err := showLeadership(tx, id)
	if err != nil {
		return nil, nil, err
	}
	l := &row.Leadership
	return t, l, audit.Fresh(tx, "leadership", l, version)
}

func (in LeadershipBody) apply(tx *gorm.DB, l *Leadership) error {
	var bad fault.Fields
	httpx.Require(&bad, "/role", in.Role, &l.Role)
	in.RoleAsWritten.Apply(&l.RoleAsWritten)
	in.UnitID.Apply(&l.UnitID)
	in.UnitAsWritten.Apply(&l.UnitAsWritten)
	in.Chosen.Apply(&l.Chosen)
	in.ChosenEventID.Apply(&l.ChosenEventID)
	in.ChosenByAsWritten.Apply(&l.ChosenByAsWritten)
	in.DocumentAsWritten.Apply(&l.DocumentAsWritten)
	if err := in.applyPersons(tx, l, &bad); err != nil {
		return err
	}
	if l.UnitID == nil && l.UnitAsWritten == nil && len(l.Persons.V) == 0 {
		bad.Add("/unit_id", "reference_required")
	}
	in.ProvenanceInput.Apply(&l.Provenance, &bad)
	if err := record.Known(tx, &bad, "/unit_id", "units", l.UnitID); err != nil {
		return err
	}
	if in.ChosenEventID.Value != nil {
		seen, err := eventSeen(tx, *in.ChosenEventID.Value)
		if err != nil {
			return err
		}
		if !seen {
			bad.Add("/chosen_event_id", "reference_not_found")
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	other, err := otherLeadership(tx, l)
	return duplicate(other, err)
}

// applyPersons replaces the persons. One who is linked and not named as written
// is recorded under the present name, as documents are.
func (in LeadershipBody) applyPersons(tx *gorm.DB, l *Leadership, bad *fault.Fields) error {
	if !in.Persons.Set && l.Persons.V != nil {
		return nil
	}
	var ids []string
	l.Persons.V = []Representative{}
	for _, p := range in.Persons.Or(nil) {
		r := Representative{p.PersonID.Value, p.Name.Value, p.PositionAsWritten.Value, p.From.Value, p.To.Value, append([]date.Partial{}, p.SeenOn.Or(nil)...)}
		if r.PersonID != nil {
			ids = append(ids, *r.PersonID)
		}
		l.Persons.V = append(l.Persons.V, r)
	}
	names, err := personNames(tx, ids)
	if err != nil {
		return err
	}
	for i := range l.Persons.V {
		r := &l.Persons.V[i]
		checkTime(bad, at("/persons", i, "to"), r.From, r.To)
		if r.PersonID == nil {
			if r.Name == nil {
				bad.Add(at("/persons", i, "person_id"), "reference_required")
			}
			continue
		}
		name, there := names[*r.PersonID]
		if !there {
			bad.Add(at("/persons", i, "person_id"), "reference_not_found")
		}
		if r.Name == nil {
			r.Name = &name
		}
	}
	return nil
}
