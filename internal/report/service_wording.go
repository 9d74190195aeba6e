package report

import (
	"context"
	"regexp"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/text"
)

// Wordings lists revisions of what offices wrote, of reports the caller may read.
func (s *Service) Wordings(ctx context.Context, r db.Request) (db.Page[revisionRow], error) {
	tx := s.db.Read(ctx)
	p, err := db.Fetch[revisionRow](tx, wordings(tx), r)
	return p, s.db.Translate(ctx, err)
}

// Wording reads one revision.
func (s *Service) Wording(ctx context.Context, id string) (*revisionRow, error) {
	r, err := findWording(s.db.Read(ctx), id)
	return r, s.db.Translate(ctx, err)
}

// MayWord tells whether the caller may word and issue a report.
func (s *Service) MayWord(ctx context.Context, r Report) (may bool, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		err := r.subject().mayWrite(tx)
		if may = err == nil; may {
			return nil
		}
		if k := fault.From(err).Kind; k == fault.Internal || k == fault.Unavailable {
			return err
		}
		return nil
	})
	return may, err
}

// documentNumber is a number without its symbols, which the layout adds.
var documentNumber = regexp.MustCompile(`^[0-9]{1,6}[a-zA-ZđĐ]?$`)

// Write adds a revision to what an office writes into a report. It must say which
// one it was written over, so that two who write at once do not lose each other's
// words: otherwise report.wording_overtaken.
func (s *Service) Write(ctx context.Context, in CreateWordingBody) (out *revisionRow, err error) {
	if n := in.Number.Value; n != nil && !documentNumber.MatchString(*n) {
		return nil, fault.Validation(fault.At("/number", "document_number"))
	}
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		k := kindOf(in.Kind)
		r, err := s.take(tx, k, in.SubjectID, Options{Draft: true, brief: true})
		if err != nil {
			return asReference(err)
		}
		about := r.subject()
		if err := about.mayWrite(tx); err != nil {
			return err
		}
		if about.Early {
			return errEarly
		}
		before, err := standingWording(tx, in.Kind, in.SubjectID)
		if err != nil {
			return err
		}
		row := Written{Meta: record.NewMeta(tx), Kept: keptOf(k, in.SubjectID, about), Anchor: anchorOf(k, in.SubjectID)}
		stands := 0
		if before != nil {
			stands = before.Revision
		}
		if in.Replaces.Or(0) != stands {
			return fault.New(fault.Conflict, "report.wording_overtaken").Param("revision", stands).With("current_revision", stands)
		}
		row.Revision = stands + 1
		row.Wording.V = in.wording()
		if err := checkSections(r, row.Wording.V); err != nil {
			return err
		}
		if err := db.Insert(tx, &row); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{
			Entity: "report_wording", EntityID: row.ID, Version: row.Version, BlocID: row.BlocID, TermID: row.TermID, Before: before, After: &row,
		}); err != nil {
			return err
		}
		out, err = findWording(tx, row.ID)
		return err
	})
	return out, err
}

// asReference says of a subject that is not there that it is named in a body.
func asReference(err error) error {
	if fault.From(err).Kind == fault.NotFound {
		return fault.Validation(fault.At("/subject_id", "reference_not_found"))
	}
	return err
}

// checkSections notes sections the document does not have, and any named twice.
func checkSections(r Report, w Wording) error {
	var names []string
	has := map[string]bool{}
	for _, s := range Describe(r, text.Vi).Paper().Sections {
		names, has[s.Section] = append(names, s.Section), true
	}
	var bad fault.Fields
	seen := map[string]bool{}
	for i, s := range w.Sections {
		at := "/sections/" + strconv.Itoa(i) + "/section"
		switch {
		case !has[s.Section]:
			bad.Add(at, "not_allowed", "allowed", names)
		case seen[s.Section]:
			bad.Add(at, "duplicate_item")
		}
		seen[s.Section] = true
	}
	return bad.Err()
}
