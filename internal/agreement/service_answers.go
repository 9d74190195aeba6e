package agreement

import (
	"context"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/text"
)

// TransitionSignatures records one answer of several units, for all of them or for
// none, in a number of statements that does not grow with theirs. The first one
// signed fixes the text of an original.
func (s *Service) TransitionSignatures(ctx context.Context, in AnswersBody) (rows []signatureRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, t, err := open(tx, in.AgreementID)
		if err != nil {
			return fault.Referenced(err, "/agreement_id")
		}
		x, err := annexOf(tx, a, &Signature{AnnexID: in.AnnexID.Value})
		if err != nil {
			return err
		}
		given, err := in.read(tx, a, t, x)
		if err != nil {
			return err
		}
		if err := a.takesAnswers(in.To); err != nil {
			return err
		}
		if err := in.write(tx, given); err != nil {
			return err
		}
		entries := make([]audit.Entry, len(given))
		for i, w := range given {
			hash, err := fix(tx, w)
			if err != nil {
				return err
			}
			entries[i] = w.act(hash, nil)
		}
		if err := touch(tx, a.ID); err != nil {
			return err
		}
		if err := s.audit.Append(tx, entries...); err != nil {
			return err
		}
		board, err := boardOf(tx, a.ID, in.AnnexID.Value)
		rows = nil
		for _, w := range given {
			rows = append(rows, board[w.signature.ID])
		}
		return err
	})
	return rows, err
}

// read is what the answers make of the board as it stands, or what is wrong with
// them, by line.
func (in AnswersBody) read(tx *gorm.DB, a *Agreement, t *bloc.Term, x *Annex) ([]signing, error) {
	board, err := boardOf(tx, a.ID, in.AnnexID.Value)
	if err != nil {
		return nil, err
	}
	members, err := membersOf(tx, t.ID)
	if err != nil {
		return nil, err
	}
	r, err := bloc.TermResource(tx, t)
	if err != nil {
		return nil, err
	}
	var bad fault.Fields
	units, given := make([]*string, len(in.Data)), make([]signing, len(in.Data))
	today, seen := date.Today(tx.NowFunc), map[string]bool{}
	if in.SignedOn.Set {
		Signature{Status: in.To, SignedOn: in.SignedOn.Value}.checkDay(t.Period.StartsOn, today, &bad)
	}
	last := 0
	for _, o := range board {
		last = max(last, o.Position)
	}
	for i, line := range in.Data {
		var wrong fault.Fields
		g, before := line.row(board, &wrong)
		switch {
		case before != nil:
			in.checkStep(line, board[before.ID], &wrong)
		case line.SignatureID.Value == nil:
			units[i] = line.UnitID.Value
			g = &Signature{Meta: record.NewMeta(tx), AgreementID: a.ID, AnnexID: in.AnnexID.Value, TermID: a.TermID, BlocID: a.BlocID, UnitID: line.UnitID.Value, UnitAsWritten: line.UnitAsWritten.Value}
			g.seat(board, members, &last, &wrong)
		}
		if g != nil {
			r.Owner = deref(g.UnitID)
			if err := actor.From(tx.Statement.Context).Can(actor.SignatureWrite, r); err != nil {
				return nil, err
			}
			who, member := g.whose(), "/unit_id"
			if before != nil { // a unit has a row for each role
				who, member = g.ID, "/signature_id"
			}
			if seen[who] {
				wrong.Add(member, "duplicate_item")
			}
			seen[who] = true
			g.Status = in.To
			in.Method.Apply(&g.Method)
			if in.SignedOn.Set {
				g.SignedOn = in.SignedOn.Value
			} else {
				g.checkDay(t.Period.StartsOn, today, &wrong)
			}
		}
		given[i] = signing{a, t, x, g, before}
		bad.Under("/data/"+strconv.Itoa(i), wrong)
	}
	if err := record.KnownAll(tx, &bad, "/data", "unit_id", "units", units); err != nil {
		return nil, err
	}
	return given, bad.Err()
}

// row is the row a line answers, to be changed and as it was; none where the line
// names a unit.
func (line AnswerOf) row(board map[string]signatureRow, wrong *fault.Fields) (g, before *Signature) {
	id := line.SignatureID.Value
	if id == nil {
		if line.Version.Set {
			wrong.Add("/version", "conflicts_with", "other", "unit_id")
		}
		return nil, nil
	}
	if line.UnitID.Set || line.UnitAsWritten.Set {
		wrong.Add("/unit_id", "conflicts_with", "other", "signature_id")
	}
	there, found := board[*id]
	if !found {
		wrong.Add("/signature_id", "reference_not_found")
		return nil, nil
	}
	was := there.Signature
	return &there.Signature, &was
}

// checkStep notes a row that somebody changed since it was read, and one that
// cannot go where it is to go.
func (in AnswersBody) checkStep(line AnswerOf, g signatureRow, wrong *fault.Fields) {
	state := text.Value{Enum: signatureLifecycle.States, Of: g.Status}
	name := g.UnitName
	if name == nil {
		name = g.UnitAsWritten
	}
	switch {
	case line.Version.Value == nil:
		wrong.Add("/version", "required")
	case *line.Version.Value != g.Version:
		wrong.Add("/version", "stale_version", "name", deref(name), "state", state)
	case signatureLifecycle.Check(g.Status, in.To, "", nil, false) != nil:
		wrong.Add("/signature_id", "other_state", "state", state, "needed", text.Values(signatureLifecycle.States, signatureLifecycle.Before(in.To)))
	}
}

// seat gives a unit's first row its place, or notes that the unit has one.
func (g *Signature) seat(board map[string]signatureRow, members []signatory, last *int, wrong *fault.Fields) {
	if g.UnitID == nil && g.UnitAsWritten == nil {
		wrong.Add("/unit_id", "reference_required")
		return
	}
	for _, o := range board {
		if o.Status != Annulled && o.whose() == g.whose() {
			wrong.Add("/unit_id", "already_there")
			return
		}
	}
	for _, m := range members {
		if m.whose() == g.whose() {
			g.Position = m.Position
			return
		}
	}
	*last++
	g.Position = *last
}

// write writes the rows that are new, and to all others the same.
func (in AnswersBody) write(tx *gorm.DB, given []signing) error {
	var made []Signature
	var ids []string
	var taken []record.Taken
	for _, w := range given {
		if w.before == nil {
			made = append(made, *w.signature)
			continue
		}
		w.signature.Bump(tx.NowFunc())
		ids = append(ids, w.signature.ID)
		taken = append(taken, record.Taken{ID: w.before.ID, From: w.before.Status})
	}
	if len(made) > 0 {
		if err := db.Insert(tx, &made); err != nil {
			return err
		}
	}
	if len(ids) == 0 {
		return nil
	}
	to := map[string]any{"status": in.To, "version": gorm.Expr("version + 1"), "updated_at": tx.NowFunc()}
	if in.SignedOn.Set {
		to["signed_on"] = in.SignedOn.Value
	}
	if in.Method.Set {
		to["method"] = in.Method.Value
	}
	cond, arg := db.In(tx, "id", ids)
	if err := tx.Table("signatures").Where(cond, arg).Updates(to).Error; err != nil {
		return err
	}
	return record.SteppedAll(tx, "signature", taken, in.To, nil)
}
