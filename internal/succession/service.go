package succession

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Service holds the use cases of successions.
type Service struct {
	db           *db.DB
	audit        *audit.Log
	seesDecision func(tx *gorm.DB, id string) (bool, error)
}

// New makes the service. Decisions belong to a feature further right, so
// whether the context's actor may see one is asked through a function.
func New(store *db.DB, log *audit.Log, seesDecision func(tx *gorm.DB, id string) (bool, error)) *Service {
	return &Service{store, log, seesDecision}
}

// Successions lists the acts the caller may see.
func (s *Service) Successions(ctx context.Context, r db.Request) (db.Page[Row], error) {
	tx := s.db.Read(ctx)
	p, err := db.Fetch[Row](tx, successions(tx), r)
	return p, s.db.Translate(ctx, err)
}

// Succession reads one act.
func (s *Service) Succession(ctx context.Context, id string) (*Row, error) {
	row, err := show(s.db.Read(ctx), id)
	return row, s.db.Translate(ctx, err)
}

// CreateSuccession records an act.
func (s *Service) CreateSuccession(ctx context.Context, in CreateSuccessionBody) (out *Row, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		w := &whole{Succession: Succession{Meta: record.NewMeta(tx), Subject: in.Subject, MeritInherited: Unknown}}
		if err := s.apply(tx, w, in.SuccessionFields, true); err != nil {
			return err
		}
		if err := db.Insert(tx, &w.Succession); err != nil {
			return err
		}
		return s.wrote(tx, w, nil, &out)
	})
	return out, err
}

// UpdateSuccession corrects an act; the parties of a side are replaced as a
// whole when given.
func (s *Service) UpdateSuccession(ctx context.Context, id string, version int, in SuccessionFields) (out *Row, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		w, err := changeable(tx, id, version)
		if err != nil {
			return err
		}
		before := *w
		if err := s.apply(tx, w, in, in.bears()); err != nil {
			return err
		}
		if err := db.Update(tx, &w.Succession); err != nil {
			return err
		}
		return s.wrote(tx, w, &before, &out)
	})
	return out, err
}

// DeleteSuccession removes an act recorded by mistake.
func (s *Service) DeleteSuccession(ctx context.Context, id string, version int) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		w, err := changeable(tx, id, version)
		if err != nil {
			return err
		}
		if err := replaceParties(tx, &whole{Succession: w.Succession}); err != nil {
			return err
		}
		if err := db.Delete(tx, &w.Succession); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "succession", EntityID: id, Version: w.Version, BlocID: w.bloc(), Before: w})
	})
}

// write runs fn in a transaction for who may write successions at all; each
// linked bloc asks for a right of its own.
func (s *Service) write(ctx context.Context, fn func(tx *gorm.DB) error) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := actor.From(ctx).Can(actor.SuccessionWrite, actor.Resource{}); err != nil {
			return err
		}
		return fn(tx)
	})
}

// changeable holds an act for a change by somebody who last read a version.
func changeable(tx *gorm.DB, id string, version int) (*whole, error) {
	w, err := hold(tx, id)
	if err != nil {
		return nil, err
	}
	if err := w.mayWrite(tx); err != nil {
		return nil, err
	}
	return w, audit.Fresh(tx, "succession", w, version)
}

func (w *whole) mayWrite(tx *gorm.DB) error {
	if w.Subject != OfBlocs {
		return nil
	}
	return mayWriteBlocs(tx, links(w.parties()))
}

// wrote ends an act: its parties, the record of it, and what is shown.
func (s *Service) wrote(tx *gorm.DB, w, before *whole, out **Row) (err error) {
	if err := replaceParties(tx, w); err != nil {
		return err
	}
	entry := audit.Entry{Entity: "succession", EntityID: w.ID, Version: w.Version, BlocID: w.bloc(), After: w}
	if before != nil {
		entry.Before = before
	}
	if err := s.audit.Append(tx, entry); err != nil {
		return err
	}
	*out, err = show(tx, w.ID)
	return err
}

// apply writes what was given and notes what is wrong with the result. The rules
// over other acts are asked when what they rest on changes; until the end of the
// transaction nobody else records an act on the same kind of subject, since a
// ring can close through acts that share no party.
func (s *Service) apply(tx *gorm.DB, w *whole, in SuccessionFields, bears bool) error {
	var bad fault.Fields
	in.fields(w, &bad)
	w.fold()
	w.check(&bad)
	if in.DecisionID.Value != nil {
		sees, err := s.seesDecision(tx, *in.DecisionID.Value)
		if err != nil {
			return err
		}
		if !sees {
			bad.Add("/decision_id", "reference_not_found")
		}
	}
	if bears {
		if err := db.Serialize(tx, "successions of "+w.Subject+"s"); err != nil {
			return err
		}
		if err := w.lockParties(tx, &bad); err != nil {
			return err
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	if err := w.mayWrite(tx); err != nil || !bears {
		return err
	}
	return w.against(tx)
}

// against compares an act with the lives of its parties and with other acts.
func (w *whole) against(tx *gorm.DB) error {
	var bad fault.Fields
	lives, err := livesOf(tx, w.Subject, links(w.parties()))
	if err != nil {
		return err
	}
	others, err := touching(tx, w)
	if err != nil {
		return err
	}
	deeds, err := ahead(tx, w)
	if err != nil {
		return err
	}
	w.checkCycle(&bad, deeds)
	w.checkEnds(&bad, others)
	w.checkLives(&bad, lives)
	if err := nameReadable(tx, bad); err != nil {
		return err
	}
	return bad.Err()
}

// nameReadable leaves out of what was noted the acts the caller may not see: the
// rules hold against them all the same.
func nameReadable(tx *gorm.DB, bad fault.Fields) error {
	var named []string
	for _, f := range bad {
		named = append(named, actsOf(f)...)
	}
	if len(named) == 0 {
		return nil
	}
	seen, err := readable(tx, named)
	hidden := func(id string) bool { return !slices.Contains(seen, id) }
	for _, f := range bad {
		acts := slices.DeleteFunc(actsOf(f), hidden)
		_, one := f.Params["act"]
		_, several := f.Params["acts"]
		switch {
		case len(acts) == 0:
			delete(f.Params, "act")
			delete(f.Params, "acts")
		case one:
			f.Params["act"] = acts[0]
		case several:
			f.Params["acts"] = acts
		}
	}
	return err
}

// actsOf are the acts a field to mend names.
func actsOf(f fault.Field) []string {
	if act, ok := f.Params["act"].(string); ok {
		return []string{act}
	}
	acts, _ := f.Params["acts"].([]string)
	return slices.Clone(acts)
}

// bears reports whether a change touches what the rules over other acts rest on.
func (in SuccessionFields) bears() bool {
	return in.Kind.Set || in.From.Set || in.To.Set || in.HappenedOn.Set || in.EarliestOn.Set || in.LatestOn.Set
}

func (in SuccessionFields) fields(w *whole, bad *fault.Fields) {
	in.Kind.Put(&w.Kind)
	if in.From.Set {
		w.From = partiesOf(w.ID, From, in.From.Or(nil))
	}
	if in.To.Set {
		w.To = partiesOf(w.ID, To, in.To.Or(nil))
	}
	in.HappenedOn.Apply(&w.HappenedOn)
	in.EarliestOn.Apply(&w.EarliestOn)
	in.LatestOn.Apply(&w.LatestOn)
	in.DecisionID.Apply(&w.DecisionID)
	in.DecisionAsWritten.Apply(&w.DecisionAsWritten)
	in.MeritInherited.Put(&w.MeritInherited)
	in.ProvenanceInput.Apply(&w.Provenance, bad)
}

func partiesOf(id, side string, in []PartyInput) (out []Party) {
	for i, p := range in {
		out = append(out, Party{id, side, i + 1, p.UnitID.Value, p.BlocID.Value, p.AsWritten.Value})
	}
	return out
}
