package bloc

import (
	"context"
	"errors"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// Member reads one member.
func (s *Service) Member(ctx context.Context, id string) (*memberRow, error) {
	m, err := showMember(s.db.Read(ctx), id)
	return m, s.db.Translate(ctx, err)
}

func showMember(tx *gorm.DB, id string) (*memberRow, error) {
	return db.One[memberRow](tx, members(tx), "m.id", id)
}

// Members lists members of every term the caller may read.
func (s *Service) Members(ctx context.Context, r db.Request) (db.Page[memberRow], error) {
	tx := s.db.Read(ctx)
	p, err := db.Fetch[memberRow](tx, members(tx), r)
	return p, s.db.Translate(ctx, err)
}

// TermMembers lists the members of one term.
func (s *Service) TermMembers(ctx context.Context, termID string, r db.Request) (db.Page[memberRow], error) {
	tx := s.db.Read(ctx)
	p, err := partsOf[memberRow](tx, members(tx), "m.term_id", termID, r)
	return p, s.db.Translate(ctx, err)
}

// seated is a member with the state its term's list came to by it, where that
// changed, for the record of the act.
type seated struct {
	Member       `gorm:"embedded"`
	MembersState *string
}

// CreateMember adds a unit to a term, at its place or at the end. The first
// member of an unknown list makes it partial; a list said to be none refuses.
func (s *Service) CreateMember(ctx context.Context, termID string, in MemberBody) (out *memberRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := openTerm(tx, actor.TermWrite, termID)
		if err != nil {
			return err
		}
		rows, err := countRows(tx, termID)
		if err != nil {
			return err
		}
		was := t.MembersState
		t.MembersState = grown(was)
		m := &Member{Meta: record.NewMeta(tx), TermID: termID, BlocID: t.BlocID, Position: rows.Members + 1}
		var bad fault.Fields
		CheckState(&bad, "/members_state", t.MembersState, rows.Members+1)
		if err := in.apply(tx, m, rows.Members+1, bad); err != nil {
			return err
		}
		if err := moveOthers(tx, m, moving(0, m.Position)); err != nil {
			return err
		}
		if err := db.Insert(tx, m); err != nil {
			return err
		}
		if err := db.Update(tx, t); err != nil {
			return err
		}
		after := seated{Member: *m}
		if t.MembersState != was {
			after.MembersState = &t.MembersState
		}
		if err := s.audit.Append(tx, t.act("member", m, nil, after)); err != nil {
			return err
		}
		out, err = showMember(tx, m.ID)
		return err
	})
	return out, err
}

// CreateMembers adds several units at the end of a term's list, all of them or
// none, in a number of statements that does not grow with theirs.
func (s *Service) CreateMembers(ctx context.Context, in MembersBody) (out []memberRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := openTerm(tx, actor.TermWrite, in.TermID)
		if errors.Is(err, fault.Missing()) {
			return fault.Validation(fault.At("/term_id", "reference_not_found"))
		}
		if err != nil {
			return err
		}
		rows, err := countRows(tx, t.ID)
		if err != nil {
			return err
		}
		was := t.MembersState
		t.MembersState = grown(was)
		var bad fault.Fields
		CheckState(&bad, "/members_state", t.MembersState, rows.Members+len(in.Data))
		ms := make([]Member, len(in.Data))
		for i, line := range in.Data {
			var wrong fault.Fields
			ms[i] = Member{Meta: record.NewMeta(tx), TermID: t.ID, BlocID: t.BlocID, Position: rows.Members + i + 1}
			line.fill(&ms[i], &wrong)
			bad.Under("/data/"+strconv.Itoa(i), wrong)
		}
		if err := checkUnits(tx, &bad, ms); err != nil {
			return err
		}
		if err := bad.Err(); err != nil {
			return err
		}
		if err := db.Insert(tx, &ms); err != nil {
			return err
		}
		if err := db.Update(tx, t); err != nil {
			return err
		}
		entries := make([]audit.Entry, len(ms))
		for i := range ms {
			after := seated{Member: ms[i]}
			if i == 0 && t.MembersState != was {
				after.MembersState = &t.MembersState
			}
			entries[i] = t.act("member", &ms[i], nil, after)
		}
		if err := s.audit.Append(tx, entries...); err != nil {
			return err
		}
		out, err = membersFrom(tx, t.ID, rows.Members+1)
		return err
	})
	return out, err
}

// UpdateMember changes a member. A new order moves those in between by one. Who
// it is stays once an original agreement is signed.
func (s *Service) UpdateMember(ctx context.Context, id string, version int, in MemberBody) (out *memberRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, m, err := changeableMember(tx, id, version)
		if err != nil {
			return err
		}
		rows, err := countRows(tx, t.ID)
		if err != nil {
			return err
		}
		before := *m
		if err := in.apply(tx, m, rows.Members, nil); err != nil {
			return err
		}
		if m.renamed(before) {
			if err := unsigned(tx, t.ID); err != nil {
				return err
			}
		}
		if err := moveOthers(tx, m, moving(before.Position, m.Position)); err != nil {
			return err
		}
		if err := db.Update(tx, m); err != nil {
			return err
		}
		if err := s.stays(tx, t.ID, before.UnitID); err != nil {
			return err
		}
		if err := s.audit.Append(tx, t.act("member", m, &before, m)); err != nil {
			return err
		}
		out, err = showMember(tx, id)
		return err
	})
	return out, err
}

// DeleteMember takes a unit out of a term; those after it move up. The last
// member of a list said to be complete stays until the state is changed, and
// everybody once an original agreement is signed.
func (s *Service) DeleteMember(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, m, err := changeableMember(tx, id, version)
		if err != nil {
			return err
		}
		if err := unsigned(tx, t.ID); err != nil {
			return err
		}
		rows, err := countRows(tx, t.ID)
		if err != nil {
			return err
		}
		var bad fault.Fields
		CheckState(&bad, "/members_state", t.MembersState, rows.Members-1)
		if err := bad.Err(); err != nil {
			return err
		}
		if err := db.Delete(tx, m); err != nil {
			return err
		}
		if err := s.stays(tx, t.ID, m.UnitID); err != nil {
			return err
		}
		if err := moveOthers(tx, m, moving(m.Position, 0)); err != nil {
			return err
		}
		if err := db.Update(tx, t); err != nil {
			return err
		}
		return s.audit.Append(tx, t.act("member", m, m, nil))
	})
}

// stays refuses what has just left a unit outside its term once a ranking rests on the
// scores of the units: without one of them others may score otherwise.
func (s *Service) stays(tx *gorm.DB, termID string, unitID *string) error {
	if unitID == nil {
		return nil
	}
	if there, err := Belongs(tx, termID, *unitID); err != nil || there {
		return err
	}
	ranked, err := s.ranked(tx, termID)
	if err == nil && ranked.Settled {
		err = ErrMemberRanked
	}
	return err
}

// changeableMember reads a member and holds its term for a change by somebody
// who last read a version.
func changeableMember(tx *gorm.DB, id string, version int) (*Term, *Member, error) {
	t, err := openTermOf(tx, actor.TermWrite, "members", id)
	if err != nil {
		return nil, nil, err
	}
	row, err := showMember(tx, id)
	if err != nil {
		return nil, nil, err
	}
	return t, &row.Member, audit.Fresh(tx, "member", &row.Member, version)
}

// apply writes what was given; places is how many the list then has.
func (in MemberBody) apply(tx *gorm.DB, m *Member, places int, bad fault.Fields) error {
	in.fill(m, &bad)
	httpx.Require(&bad, "/order", in.Order, &m.Position)
	checkPlace(&bad, m.Position, places)
	if err := record.Known(tx, &bad, "/unit_id", "units", m.UnitID); err != nil {
		return err
	}
	if err := bad.Err(); err != nil {
		return err
	}
	other, err := otherMember(tx, m)
	return duplicate(other, err)
}

func (in MemberFields) fill(m *Member, bad *fault.Fields) {
	in.UnitID.Apply(&m.UnitID)
	in.UnitAsWritten.Apply(&m.UnitAsWritten)
	if m.UnitID == nil && m.UnitAsWritten == nil {
		bad.Add("/unit_id", "reference_required")
	}
	in.ProvenanceInput.Apply(&m.Provenance, bad)
}
