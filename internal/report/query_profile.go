package report

import (
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/award"
	"giaouoc/internal/scoring"
	"giaouoc/internal/succession"
	"giaouoc/internal/unit"
)

// readProfile answers in a fixed number of statements, however long the line of
// predecessors and the years are. Each part is what the caller may see of it.
func readProfile(tx *gorm.DB, id string) (*Profile, error) {
	u, err := unit.Find(tx, id)
	if err != nil {
		return nil, err
	}
	p := &Profile{Unit: *u}
	if p.Acts, p.Lineage, err = succession.LineageOf(tx, succession.OfUnits, id); err != nil {
		return nil, err
	}
	ids := []string{id}
	for _, k := range p.Lineage.Predecessors {
		ids = append(ids, k.ID)
	}
	if p.Versions, err = versionsOf(tx, ids); err != nil {
		return nil, err
	}
	if err := readBelongings(tx, p); err != nil {
		return nil, err
	}
	places, err := award.NamedUnits(tx, ids)
	p.judge(places)
	return p, err
}

// versionsOf reads the versions of some units, each in order of its beginning.
func versionsOf(tx *gorm.DB, ids []string) (map[string][]VersionRow, error) {
	var rows []VersionRow
	err := tx.Raw(`SELECT v.*, p.name AS parent_name FROM unit_versions v LEFT JOIN units p ON p.id = v.parent_id
		WHERE v.unit_id IN ? ORDER BY COALESCE(v.valid_from, ''), v.id`, ids).Scan(&rows).Error
	out := map[string][]VersionRow{}
	for _, r := range rows {
		out[r.UnitID] = append(out[r.UnitID], r)
	}
	return out, err
}

const standing = "(a.status IS NULL OR a.status <> 'cancelled')"

// readBelongings reads the terms a unit belongs to, in whatever way, what became
// of its signatures, how many commitments are its own, and how it ranked.
func readBelongings(tx *gorm.DB, p *Profile) error {
	who, id := actor.From(tx.Statement.Context), p.Unit.ID
	inTerm, args := who.Extent(actor.BlocRead).TermRows("t.bloc_id", "t.id")
	agreed, agreedArgs := who.Extent(actor.AgreementRead).TermRows("a.bloc_id", "a.term_id")
	var rows []BelongingRow
	err := tx.Raw(`SELECT DISTINCT t.id AS term_id, t.bloc_id, b.name AS bloc_name, t.period_kind, t.period_label, t.period_starts_on, t.period_ends_on, t.status,
			m.position, a.id AS agreement_id, a.status AS agreement_status, g.belongs_as
		FROM belongings g JOIN terms t ON t.id = g.term_id JOIN blocs b ON b.id = t.bloc_id
			LEFT JOIN members m ON m.term_id = t.id AND m.unit_id = g.unit_id
			LEFT JOIN agreements a ON a.term_id = t.id AND `+standing+" AND "+agreed+`
		WHERE g.unit_id = ? AND `+inTerm+` ORDER BY t.period_starts_on DESC, t.id, g.belongs_as`,
		append(append(agreedArgs, id), args...)...).Scan(&rows).Error
	if err != nil {
		return err
	}
	p.Terms = gather(rows)
	var signed []SignatureRow
	if err := tx.Raw(`SELECT s.term_id, s.role, s.status, s.signed_on FROM signatures s JOIN agreements a ON a.id = s.agreement_id
		WHERE s.unit_id = ? AND s.annex_id IS NULL AND s.status <> 'annulled' AND `+standing+" AND "+agreed+" ORDER BY s.position, s.id",
		append([]any{id}, agreedArgs...)...).Scan(&signed).Error; err != nil {
		return err
	}
	var owned []struct {
		TermID string
		N      int
	}
	if err := tx.Raw(`SELECT c.term_id, count(*) AS n FROM commitments c JOIN agreements a ON a.id = c.agreement_id
		WHERE c.unit_id = ? AND `+standing+" AND "+agreed+" GROUP BY c.term_id", append([]any{id}, agreedArgs...)...).Scan(&owned).Error; err != nil {
		return err
	}
	placed, err := scoring.PlacesOf(tx, id)
	if err != nil {
		return err
	}
	for i := range p.Terms {
		t := &p.Terms[i]
		for j := range placed {
			if placed[j].TermID == t.TermID {
				t.Placed = &placed[j]
			}
		}
		for _, s := range signed {
			if s.TermID == t.TermID {
				t.Signatures = append(t.Signatures, s)
			}
		}
		for _, o := range owned {
			if o.TermID == t.TermID {
				t.Commitments = o.N
			}
		}
	}
	return nil
}

func (r *ProfileReport) read(tx *gorm.DB, id string) error {
	p, err := readProfile(tx, id)
	if err != nil {
		return err
	}
	for i, t := range p.Terms { // a document goes to more than may read what is not published
		if t.Placed != nil && !t.Placed.Open {
			p.Terms[i].Placed = nil
		}
	}
	v := profileView(*p)
	names, err := actNames(tx, v.Acts)
	r.Data = ProfileData{v, names, v.byYear()}
	return err
}

// actNames reads what the parties of acts were called: before the act those it
// takes from, after it those it leads to. Of a day that nobody knows it is the
// words of the source, else the name of today.
func actNames(tx *gorm.DB, acts []succession.SuccessionView) ([]ActNames, error) {
	ids := []string{""}
	for _, a := range acts {
		for _, p := range slices.Concat(a.From, a.To) {
			if p.ID != nil {
				ids = append(ids, *p.ID)
			}
		}
	}
	versions, err := versionsOf(tx, ids)
	out := []ActNames{}
	for _, a := range acts {
		before, after := daysOf(a)
		out = append(out, ActNames{namesOn(a.From, versions, before), namesOn(a.To, versions, after)})
	}
	return out, err
}
