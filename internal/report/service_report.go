package report

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/text"
)

// Report is one report of some kind about one subject, read in one snapshot. A
// new kind is a type of this shape, with Head inside it, and a line of kinds:
// its read model is read, its template is document. Its JSON is whole: a report
// that was stored as JSON and opened again makes the same files.
type Report interface {
	// read fills the report with what the caller may see of the subject.
	read(tx *gorm.DB, id string) error
	// subject says what it is about.
	subject() subject
	// sealed is what the checksum is over.
	sealed() any
	// document describes it for the encoders, in one language.
	document(lang text.Lang) *encode.Document
	head() *Head
}

// Report reads a report of some kind about a subject the caller may see, in one
// snapshot.
func (s *Service) Report(ctx context.Context, kindName, id string, o Options) (r Report, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		r, err = s.take(tx, kindOf(kindName), id, o)
		return err
	})
	return r, err
}

// stamp says of a report that was read when and for whom, and how it looks.
func (s *Service) stamp(tx *gorm.DB, r Report, o Options) {
	h, now, about := r.head(), s.db.Now(), r.subject()
	h.GeneratedAt, h.DataAsOf = now, now
	h.DocumentStatus, h.Locked, h.Layout = about.State, about.State == locked, layoutOf(o.Layout, about)
	h.ExportedBy, h.Program, h.program = actor.From(tx.Statement.Context).Name, s.program.String(), &s.program
}

// take reads a report in a snapshot and seals it.
func (s *Service) take(tx *gorm.DB, k kind, id string, o Options) (Report, error) {
	r := k.new(o)
	if err := r.read(tx, id); err != nil {
		return nil, err
	}
	s.stamp(tx, r, o)
	h := r.head()
	written, err := standingWording(tx, k.name, id)
	if err != nil {
		return nil, err
	}
	if written != nil {
		h.revision, h.Wording = &written.Revision, &written.Wording.V
	}
	return r, seal(r)
}
