package bloc

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
)

// Term reads one term.
func (s *Service) Term(ctx context.Context, id string) (*termRow, error) {
	t, err := showTerm(s.db.Read(ctx), id)
	return t, s.db.Translate(ctx, err)
}

func showTerm(tx *gorm.DB, id string) (*termRow, error) {
	return db.One[termRow](tx, terms(tx), "t.id", id)
}

// Terms lists terms.
func (s *Service) Terms(ctx context.Context, r db.Request) (db.Page[termRow], error) {
	tx := s.db.Read(ctx)
	p, err := db.Fetch[termRow](tx, terms(tx), r)
	return p, s.db.Translate(ctx, err)
}

// seesTerm is not_found for a term the caller may not read.
func (s *Service) seesTerm(ctx context.Context, id string) error {
	_, err := FindTerm(s.db.Read(ctx), actor.BlocRead, id)
	return s.db.Translate(ctx, err)
}

// CreateTerm adds a term in the state it is known to be in: a live one usually
// begins as planning, one of history may be in any state or an unknown one.
func (s *Service) CreateTerm(ctx context.Context, in TermBody) (out *termRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t := &Term{Meta: record.NewMeta(tx), BlocID: in.BlocID.Or(""), DeputiesState: Unknown, MembersState: Unknown}
		if err := canAddTerm(tx, t.BlocID); err != nil {
			return err
		}
		in.Status.Apply(&t.Status)
		if err := in.apply(tx, t, rowCounts{}, nil); err != nil {
			return err
		}
		if err := db.Insert(tx, t); err != nil {
			return err
		}
		if err := s.audit.Append(tx, t.act("term", t, nil, t)); err != nil {
			return err
		}
		out, err = showTerm(tx, t.ID)
		return err
	})
	return out, err
}

// canAddTerm decides about a new term of a bloc named in a body.
func canAddTerm(tx *gorm.DB, blocID string) error {
	var bad fault.Fields
	if blocID == "" {
		bad.Add("/bloc_id", "required")
		return bad.Err()
	}
	if _, err := FindBloc(tx, actor.BlocRead, blocID); err != nil {
		if fault.From(err).Kind == fault.NotFound {
			bad.Add("/bloc_id", "reference_not_found")
			return bad.Err()
		}
		return err
	}
	r, err := BlocResource(tx, blocID)
	if err != nil {
		return err
	}
	return actor.From(tx.Statement.Context).Can(actor.BlocWrite, r)
}

// act is the record of something done in a term.
func (t *Term) act(entity string, row db.Versioned, before, after any) audit.Entry {
	return PartAct(entity, row, t.BlocID, t.ID, before, after)
}

// UpdateTerm changes a term's own facts. Its bloc stays, its state changes only
// by transitions, and its period stays once an original agreement is signed.
func (s *Service) UpdateTerm(ctx context.Context, id string, version int, in TermBody) (out *termRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := openTerm(tx, actor.TermWrite, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "term", t, version); err != nil {
			return err
		}
		before := *t
		rows, err := countRows(tx, id)
		if err != nil {
			return err
		}
		var bad fault.Fields
		if in.BlocID.Set {
			bad.Add("/bloc_id", "read_only_field")
		}
		if in.Status.Set {
			bad.Add("/status", "read_only_field")
		}
		if err := in.apply(tx, t, rows, bad); err != nil {
			return err
		}
		if t.Period != before.Period {
			if err := unsigned(tx, id); err != nil {
				return err
			}
		}
		if err := db.Update(tx, t); err != nil {
			return err
		}
		if err := s.audit.Append(tx, t.act("term", t, &before, t)); err != nil {
			return err
		}
		out, err = showTerm(tx, id)
		return err
	})
	return out, err
}

// DeleteTerm removes a term without members, leadership or anything else that
// refers to it; otherwise in_use.
func (s *Service) DeleteTerm(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := openTerm(tx, actor.BlocWrite, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "term", t, version); err != nil {
			return err
		}
		if err := db.Delete(tx, t); err != nil {
			return err
		}
		return s.audit.Append(tx, t.act("term", t, t, nil))
	})
}

// TransitionTerm takes a step of the term's lifecycle. Locking and unlocking
// are the council's and the administrator's.
func (s *Service) TransitionTerm(ctx context.Context, id string, version int, in TermTransitionBody) (out *termRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := holdTerm(tx, actor.BlocRead, id)
		if err != nil {
			return err
		}
		from, permission := t.state(), actor.TermWrite
		if from == Locked || in.To == Locked {
			permission = actor.TermUnlock
		}
		if err := CanTerm(tx, permission, t); err != nil {
			return err
		}
		if err := audit.Fresh(tx, "term", t, version); err != nil {
			return err
		}
		before, withoutRanking := *t, in.WithoutRanking.Or(false)
		ranked, err := s.ranked(tx, id)
		if err != nil {
			return err
		}
		if withoutRanking && ranked.Concluded && in.To == Concluded {
			return fault.Validation(fault.At("/without_ranking", "ranking_concluded"))
		}
		if err := lifecycle.Check(from, in.To, in.Reason.Or(""), t.unmet(withoutRanking, ranked), false); err != nil {
			return err
		}
		t.step(in.To, withoutRanking)
		if err := db.Update(tx, t); err != nil {
			return err
		}
		if err := record.Stepped(tx, "term", id, from, in.To, in.Reason.Value); err != nil {
			return err
		}
		entry := t.act("term", t, &before, t)
		entry.Reason = in.Reason.Value
		if err := s.audit.Append(tx, entry); err != nil {
			return err
		}
		out, err = showTerm(tx, id)
		return err
	})
	return out, err
}

func (in TermBody) apply(tx *gorm.DB, t *Term, rows rowCounts, bad fault.Fields) error {
	in.PeriodFields.apply(&t.Period, &t.ListingYear, &bad)
	in.Theme.Apply(&t.Theme)
	in.ThemeOfID.Apply(&t.ThemeOfID)
	in.ThemeOfAsWritten.Apply(&t.ThemeOfAsWritten)
	in.ArrangementID.Apply(&t.ArrangementID)
	in.LastYearInWords.Apply(&t.LastYearInWords)
	httpx.Require(&bad, "/deputies_state", in.DeputiesState, &t.DeputiesState)
	httpx.Require(&bad, "/members_state", in.MembersState, &t.MembersState)
	CheckState(&bad, "/deputies_state", t.DeputiesState, rows.Deputies)
	CheckState(&bad, "/members_state", t.MembersState, rows.Members)
	in.StatedMemberCount.Apply(&t.StatedMemberCount)
	in.CouncilMemberID.Apply(&t.CouncilMemberID)
	in.CouncilMemberAsWritten.Apply(&t.CouncilMemberAsWritten)
	in.ProvenanceInput.Apply(&t.Provenance, &bad)
	if err := record.Known(tx, &bad, "/theme_of_id", "authorities", t.ThemeOfID); err != nil {
		return err
	}
	if err := record.Known(tx, &bad, "/arrangement_id", "arrangements", t.ArrangementID); err != nil {
		return err
	}
	if err := record.Known(tx, &bad, "/council_member_id", "persons", t.CouncilMemberID); err != nil {
		return err
	}
	if err := bad.Err(); err != nil {
		return err
	}
	other, err := otherTerm(tx, t)
	return duplicate(other, err)
}

// duplicate is the fault of a record that is there already under an id.
func duplicate(existing string, err error) error {
	if err != nil || existing == "" {
		return err
	}
	return fault.New(fault.Conflict, "duplicate").With("existing_id", existing)
}

func (in PeriodFields) apply(p *period.Period, year **int, bad *fault.Fields) {
	label := p.Label
	if httpx.Require(bad, "/period", in.Period, &label); label == "" || !in.Period.Set && !in.PeriodKind.Set {
		return
	}
	*p = readPeriod(bad, label, period.Kind(in.PeriodKind.Or("")))
	*year = listed(*p)
}
