// Package record holds what every feature's records have in common and point
// to: identity and version, sources and remarks, references kept as written,
// lifecycles, and persons.
package record

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
)

// Meta is the identity, version and history of a row.
type Meta struct {
	ID        string `gorm:"primaryKey"`
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time `gorm:"autoUpdateTime:false"` // by Bump
	CreatedBy string
}

// NewMeta is the Meta of a row being made in tx by the context's actor.
func NewMeta(tx *gorm.DB) Meta {
	now := tx.NowFunc()
	return Meta{ID: db.NewID(), Version: 1, CreatedAt: now, UpdatedAt: now, CreatedBy: actor.From(tx.Statement.Context).ID}
}

// RowID is the row's id.
func (m *Meta) RowID() string { return m.ID }

// RowVersion is the row's version.
func (m *Meta) RowVersion() int { return m.Version }

// Bump raises the version and returns the one before. A clock that was set back
// dates no change before the one it follows.
func (m *Meta) Bump(now time.Time) int {
	m.Version++
	if now.After(m.UpdatedAt) {
		m.UpdatedAt = now
	}
	return m.Version - 1
}

// MetaView is Meta on the wire.
type MetaView struct {
	ID        string    `json:"id" format:"uuid"`
	Version   int       `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	CreatedBy string    `json:"created_by" doc:"id of the user, or \"system\""`
}

// View is the wire form.
func (m Meta) View() MetaView { return MetaView(m) }

// ETagVersion gives the transport the version for the ETag header.
func (v MetaView) ETagVersion() int { return v.Version }

// RecordID gives the transport the id for the Location header.
func (v MetaView) RecordID() string { return v.ID }

// Source names where a fact comes from.
type Source struct {
	Title     *string       `json:"title" maxLength:"500"`
	Publisher *string       `json:"publisher" maxLength:"300"`
	Author    *string       `json:"author" maxLength:"300"`
	Address   *string       `json:"address" maxLength:"1000" doc:"where it can be read"`
	Published *date.Partial `json:"published" pattern:"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" doc:"YYYY, YYYY-MM or YYYY-MM-DD"`
}

// Provenance says where a record's values come from. Basis names fields that
// are not stated by the source itself: inferred or expanded. A remark corrects
// or adds to what is written, without rewriting it.
type Provenance struct {
	Sources db.JSON[[]Source]
	Basis   db.JSON[map[string]string]
	Remark  *string
}

// NoProvenance is that of a row of which no source tells anything.
func NoProvenance() Provenance {
	var p Provenance
	p.fill()
	return p
}

// ProvenanceInput is Provenance as a caller gives it.
type ProvenanceInput struct {
	Sources httpx.Opt[[]SourceInput]     `json:"sources,omitzero" maxItems:"50"`
	Basis   httpx.Opt[map[string]string] `json:"basis,omitzero" doc:"field → inferred or expanded"`
	Remark  httpx.Opt[string]            `json:"remark,omitzero" maxLength:"5000" multiline:"true"`
}

// SourceInput is Source as a caller gives it.
type SourceInput struct {
	Title     httpx.Opt[string]       `json:"title,omitzero" maxLength:"500"`
	Publisher httpx.Opt[string]       `json:"publisher,omitzero" maxLength:"300"`
	Author    httpx.Opt[string]       `json:"author,omitzero" maxLength:"300"`
	Address   httpx.Opt[string]       `json:"address,omitzero" maxLength:"1000"`
	Published httpx.Opt[date.Partial] `json:"published,omitzero"`
}

// fieldName is the form of a field's name, with the place in a list or the
// member of a part where one is meant: persons.0.name.
var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$`)

const (
	maxBasis     = 100 // entries
	maxFieldName = 200 // bytes
)

// Apply writes what was given; it notes a basis of something that is no field,
// or that is neither inferred nor expanded.
func (in ProvenanceInput) Apply(p *Provenance, bad *fault.Fields) {
	if in.Sources.Set {
		list := in.Sources.Or(nil)
		p.Sources.V = make([]Source, len(list))
		for i, s := range list {
			p.Sources.V[i] = Source{s.Title.Value, s.Publisher.Value, s.Author.Value, s.Address.Value, s.Published.Value}
		}
	}
	if in.Basis.Set {
		p.Basis.V = in.Basis.Or(nil)
		for field, b := range p.Basis.V {
			switch {
			case len(field) > maxFieldName || !fieldName.MatchString(field):
				bad.Add("/basis", "pattern", "pattern", fieldName.String())
			case b != "inferred" && b != "expanded":
				bad.Add("/basis/"+field, "not_allowed", "allowed", []string{"inferred", "expanded"})
			}
		}
		if len(p.Basis.V) > maxBasis {
			bad.Add("/basis", "max_items", "max", maxBasis)
		}
	}
	in.Remark.Apply(&p.Remark)
	p.fill()
}

func (p *Provenance) fill() {
	if p.Sources.V == nil {
		p.Sources.V = []Source{}
	}
	if p.Basis.V == nil {
		p.Basis.V = map[string]string{}
	}
}

// ProvenanceView is Provenance on the wire.
type ProvenanceView struct {
	Sources []Source          `json:"sources"`
	Basis   map[string]string `json:"basis" doc:"field → inferred or expanded; a field that is absent is stated"`
	Remark  *string           `json:"remark"`
}

// View is the wire form.
func (p Provenance) View() ProvenanceView {
	p.fill()
	return ProvenanceView{p.Sources.V, p.Basis.V, p.Remark}
}

// Ref points to another record: by a link, in the words of the source, or both.
type Ref struct {
	ID        *string `json:"id" format:"uuid"`
	AsWritten *string `json:"as_written"`
	Name      *string `json:"name" doc:"present name of the linked record"`
}

// NewRef makes a reference for a view; nil when neither link nor words are known.
func NewRef(id, asWritten, name *string) *Ref {
	if id == nil && asWritten == nil {
		return nil
	}
	return &Ref{id, asWritten, name}
}

// Known notes at pointer that a linked record does not exist. table is one of
// ours; id may be nil.
func Known(tx *gorm.DB, bad *fault.Fields, pointer, table string, id *string) error {
	if id == nil {
		return nil
	}
	there, err := db.All[struct{ ID string }](tx, "SELECT id FROM "+table+" WHERE id = ?", *id)
	if err == nil && len(there) == 0 {
		bad.Add(pointer, "reference_not_found")
	}
	return err
}

// KnownAll notes which items of a list name a record that does not exist, in one
// statement however long the list; an item's id may be nil.
func KnownAll(tx *gorm.DB, bad *fault.Fields, list, field, table string, ids []*string) error {
	var named []Named
	for i, id := range ids {
		if id != nil {
			named = append(named, Named{list + "/" + strconv.Itoa(i) + "/" + field, *id})
		}
	}
	return KnownAt(tx, bad, table, named)
}

// Named is a place in a body that names a record.
type Named struct{ Pointer, ID string }

// KnownAt notes which places name a record that does not exist, in one statement
// however many there are.
func KnownAt(tx *gorm.DB, bad *fault.Fields, table string, named []Named) error {
	if len(named) == 0 {
		return nil
	}
	ids := make([]string, len(named))
	for i, n := range named {
		ids[i] = n.ID
	}
	slices.Sort(ids)
	cond, arg := db.In(tx, "id", slices.Compact(ids))
	var there []string
	if err := tx.Table(table).Where(cond, arg).Pluck("id", &there).Error; err != nil {
		return err
	}
	for _, n := range named {
		if !slices.Contains(there, n.ID) {
			bad.Add(n.Pointer, "reference_not_found")
		}
	}
	return nil
}
