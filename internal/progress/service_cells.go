package progress

import (
	"context"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// SaveEntries reports on several commitments of one period at once, as a range of
// cells is pasted: all of them or none, in a number of statements that does not
// grow with theirs. A cell that has an entry comes with its version.
func (s *Service) SaveEntries(ctx context.Context, in SaveEntriesBody) (rows []entryRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		b, err := openBook(tx, in.TermID)
		if err != nil {
			return fault.Referenced(err, "/term_id")
		}
		cells, err := in.read(tx, b)
		if err != nil {
			return err
		}
		entries := make([]audit.Entry, len(cells))
		written, ids := make([]Entry, len(cells)), make([]string, len(cells))
		for i, c := range cells {
			if c.before != nil {
				c.entry.Bump(tx.NowFunc())
			}
			entries[i] = bloc.PartAct("progress_entry", c.entry, b.term.BlocID, b.term.ID, nil, c.entry)
			if c.before != nil {
				entries[i].Before = c.before
			}
			written[i], ids[i] = *c.entry, c.entry.ID
		}
		if err := db.Replace(tx, &written); err != nil {
			return err
		}
		if err := s.audit.Append(tx, entries...); err != nil {
			return err
		}
		rows, err = shownInOrder(tx, ids)
		return err
	})
	return rows, err
}

// cell is one entry of several, and as it was before; nil for a new one.
type cell struct{ entry, before *Entry }

// read is what the cells make of the period as it stands, or what is wrong with
// them, by line.
func (in SaveEntriesBody) read(tx *gorm.DB, b *book) ([]cell, error) {
	var bad fault.Fields
	p := b.period(in.Period, in.PeriodKind.Or(""), &bad)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	there, err := entriesOf(tx, b.term.ID, p)
	if err != nil {
		return nil, err
	}
	at := map[[2]string]*Entry{}
	for i, e := range there {
		if e.CommitmentID != nil && (e.UnitID != nil || e.Scope == OfBloc) {
			at[[2]string{*e.CommitmentID, deref(e.UnitID)}] = &there[i]
		}
	}
	cells, seen := make([]cell, len(in.Data)), map[[2]string]bool{}
	units, reporters := make([]*string, len(in.Data)), make([]*string, len(in.Data))
	for i, line := range in.Data {
		units[i], reporters[i] = line.UnitID.Value, line.ReportedByID.Value
	}
	if err := b.roll(units...); err != nil {
		return nil, err
	}
	for i, line := range in.Data {
		var wrong fault.Fields
		e := &Entry{
			Meta: record.NewMeta(tx), TermID: b.term.ID, BlocID: b.term.BlocID, CommitmentID: &line.CommitmentID, UnitID: line.UnitID.Value, Period: p, Scope: OfBloc,
		}
		if e.UnitID != nil {
			e.Scope = OfUnit
		}
		key := [2]string{line.CommitmentID, deref(e.UnitID)}
		if seen[key] {
			wrong.Add("/commitment_id", "duplicate_item")
		}
		seen[key] = true
		b.places(e, &wrong)
		cells[i].entry = e
		if old := at[key]; old != nil {
			was := *old
			cells[i] = cell{old, &was}
		}
		line.fresh(cells[i].before, &wrong)
		line.fill(cells[i].entry, date.Today(b.tx.NowFunc), &wrong)
		cells[i].entry.check(&wrong)
		if err := b.takes(cells[i].entry); err != nil {
			return nil, err
		}
		bad.Under("/data/"+strconv.Itoa(i), wrong)
	}
	if err := record.KnownAll(tx, &bad, "/data", "reported_by_id", "persons", reporters); err != nil {
		return nil, err
	}
	return cells, bad.Err()
}

// fresh notes a cell that somebody filled or changed since it was read.
func (line CellInput) fresh(before *Entry, wrong *fault.Fields) {
	version := line.Version.Value
	switch {
	case before == nil && version != nil:
		wrong.Add("/version", "cell_gone")
	case before != nil && version == nil:
		wrong.Add("/version", "cell_taken", "entry_id", before.ID, "version", before.Version)
	case before != nil && *version != before.Version:
		wrong.Add("/version", "cell_changed", "version", before.Version)
	}
}

// shownInOrder reads entries of a term the caller was found to read, in the order
// of their ids as given.
func shownInOrder(tx *gorm.DB, ids []string) ([]entryRow, error) {
	cond, arg := db.In(tx, "e.id", ids)
	there, err := db.All[entryRow](tx, "SELECT "+entryRows.Columns+" FROM "+entryRows.From+" WHERE "+cond, arg)
	if err != nil {
		return nil, err
	}
	by := make(map[string]entryRow, len(there))
	for _, e := range there {
		e.today = date.Today(tx.NowFunc)
		by[e.ID] = e
	}
	out := make([]entryRow, len(ids))
	for i, id := range ids {
		out[i] = by[id]
	}
	return out, nil
}
