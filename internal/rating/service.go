package rating

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Service holds the use cases of ratings.
type Service struct {
	db    *db.DB
	audit *audit.Log
}

// New makes the service.
func New(store *db.DB, log *audit.Log) *Service { return &Service{store, log} }

// shown is a rating beside what caps its unit.
type shown struct {
	ratingRow
	Cap *Cap
}

// Rating reads one rating and what caps it.
func (s *Service) Rating(ctx context.Context, id string) (r *shown, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		r, err = show(tx, id)
		return err
	})
	return r, err
}

func show(tx *gorm.DB, id string) (*shown, error) {
	row, err := bloc.ShowPart[ratingRow](tx, ratingRows, id)
	if err != nil {
		return nil, err
	}
	if row.UnitID == nil {
		return &shown{ratingRow: *row}, nil
	}
	t, err := bloc.FindTerm(tx, actor.ProgressRead, row.TermID)
	if err != nil {
		return nil, err
	}
	limit, err := limiter(tx, t)
	if err != nil {
		return nil, err
	}
	all, err := ofUnit(tx, row.TermID, *row.UnitID)
	return &shown{*row, limit(known(all))}, err
}

// Ratings lists ratings.
func (s *Service) Ratings(ctx context.Context, q db.Request) (db.Page[ratingRow], error) {
	p, err := bloc.ListParts[ratingRow](s.db.Read(ctx), ratingRows, q, "")
	return p, s.db.Translate(ctx, err)
}

// Board tells how every unit of a term is rated, and what caps it.
func (s *Service) Board(ctx context.Context, termID string) (b *Board, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		t, err := bloc.FindTerm(tx, actor.ProgressRead, termID)
		if err != nil {
			return err
		}
		limit, err := limiter(tx, t)
		if err != nil {
			return err
		}
		seats, err := bloc.Seats(tx, t.ID)
		if err != nil {
			return err
		}
		rs, err := ofTerm(tx, t.ID)
		b = &Board{TermID: t.ID}
		b.Rows, b.Others = seated(seats, rs, limit)
		return err
	})
	return b, err
}

// CreateRating notes how well a unit did, or how many did so; a unit has one rating
// of each standing in a term (duplicate). A proposal above what the rules allow is
// refused and tells which rule.
func (s *Service) CreateRating(ctx context.Context, in CreateRatingBody) (row *shown, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := bloc.LockTerm(tx, actor.ProgressRead, in.TermID)
		if err != nil {
			return fault.Referenced(err, "/term_id")
		}
		r := &Rating{
			Meta: record.NewMeta(tx), TermID: t.ID, BlocID: t.BlocID, Standing: in.Standing,
			UnitID: in.UnitID.Value, UnitAsWritten: in.UnitAsWritten.Value, Count: in.Count.Value,
		}
		if err := may(tx, t, r); err != nil {
			return err
		}
		if err := belongs(tx, r, t); err != nil {
			return err
		}
		if err := in.apply(tx, r, t); err != nil {
			return err
		}
		if err := db.Insert(tx, r); err != nil {
			return err
		}
		return s.written(tx, r, nil, &row)
	})
	return row, err
}

// UpdateRating changes a rating.
func (s *Service) UpdateRating(ctx context.Context, id string, version int, in RatingBody) (row *shown, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		r, t, err := hold(tx, id, version)
		if err != nil {
			return err
		}
		before := *r
		if err := in.apply(tx, r, t); err != nil {
			return err
		}
		if err := db.Update(tx, r); err != nil {
			return err
		}
		return s.written(tx, r, &before, &row)
	})
	return row, err
}

// DeleteRating takes a rating back.
func (s *Service) DeleteRating(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		r, _, err := hold(tx, id, version)
		if err != nil {
			return err
		}
		if err := db.Delete(tx, r); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("rating", r, r.BlocID, r.TermID, r, nil))
	})
}

// hold makes others wait to change a rating until the transaction ends.
func hold(tx *gorm.DB, id string, version int) (*Rating, *bloc.Term, error) {
	t, err := bloc.LockTermOf(tx, actor.ProgressRead, "ratings", id)
	if err != nil {
		return nil, nil, err
	}
	r, err := bloc.FindPart[Rating](tx, actor.ProgressRead, "ratings", id)
	if err != nil {
		return nil, nil, err
	}
	if err := may(tx, t, r); err != nil {
		return nil, nil, err
	}
	return r, t, audit.Fresh(tx, "rating", r, version)
}

// may decides whether the caller may say it: the unit of itself, who leads the term
// what is proposed, who records awards what the authority recognised.
func may(tx *gorm.DB, t *bloc.Term, r *Rating) error {
	of, err := bloc.TermResource(tx, t)
	if err != nil {
		return err
	}
	p := map[string]actor.Permission{BySelf: actor.ProgressWrite, Proposed: actor.ProgressReview, Recognised: actor.AwardWrite}[r.Standing]
	if r.Standing == BySelf && r.UnitID != nil {
		of.Owner = *r.UnitID
	}
	return actor.From(tx.Statement.Context).Can(p, of)
}

// written ends an act on a rating.
func (s *Service) written(tx *gorm.DB, r, before *Rating, row **shown) error {
	act := bloc.PartAct("rating", r, r.BlocID, r.TermID, nil, r)
	if before != nil {
		act.Before = before
	}
	if err := s.audit.Append(tx, act); err != nil {
		return err
	}
	var err error
	*row, err = show(tx, r.ID)
	return err
}

// apply writes what was given and notes what is wrong with the result: with the unit,
// with the rating, and with a level the rules do not allow.
func (in RatingBody) apply(tx *gorm.DB, r *Rating, t *bloc.Term) error {
	var bad fault.Fields
	if in.Level.Set {
		r.Level = in.Level.Or("")
	} else if r.Level == "" {
		bad.Add("/level", "required")
	}
	in.RatedOn.Apply(&r.RatedOn)
	in.RatedByID.Apply(&r.RatedByID)
	in.RatedByAsWritten.Apply(&r.RatedByAsWritten)
	in.DocumentAsWritten.Apply(&r.DocumentAsWritten)
	in.ProvenanceInput.Apply(&r.Provenance, &bad)
	if in.Circumstances.Set {
		r.Circumstances.V = []Circumstance{}
		for _, c := range in.Circumstances.Or(nil) {
			r.Circumstances.V = append(r.Circumstances.V, Circumstance{c.Kind, c.On.Value, c.Note.Value})
		}
	}
	r.check(&bad)
	if err := record.Known(tx, &bad, "/rated_by_id", "authorities", r.RatedByID); err != nil {
		return err
	}
	if err := fits(tx, r, t, &bad); err != nil {
		return err
	}
	return bad.Err()
}

// belongs refuses a first rating of a unit that does not belong to the term. One that
// left it later keeps what was said of it, and it can be mended.
func belongs(tx *gorm.DB, r *Rating, t *bloc.Term) error {
	if r.UnitID == nil {
		return nil
	}
	var bad fault.Fields
	if err := record.Known(tx, &bad, "/unit_id", "units", r.UnitID); err != nil {
		return err
	}
	there, err := bloc.Belongs(tx, t.ID, *r.UnitID)
	if err != nil {
		return err
	}
	if len(bad) == 0 && !there {
		bad.Add("/unit_id", "unit_outside_term", "term", t.Period.Label)
	}
	return bad.Err()
}

// fits refuses a second rating of a unit in one standing, and notes a level above
// what caps the unit.
func fits(tx *gorm.DB, r *Rating, t *bloc.Term, bad *fault.Fields) error {
	if r.UnitID == nil {
		return nil
	}
	all, err := ofUnit(tx, t.ID, *r.UnitID)
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(all, func(o Rating) bool { return o.ID == r.ID })
	if i := slices.IndexFunc(others, func(o Rating) bool { return o.Standing == r.Standing }); i >= 0 {
		return fault.Duplicate(others[i].ID)
	}
	limit, err := limiter(tx, t)
	if err != nil {
		return err
	}
	limit(known(append(others, *r))).hold(r, bad)
	return nil
}
