package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
)

// commendationDecisionRow is a decision with what is shown of it.
type commendationDecisionRow struct {
	award.Decision `gorm:"embedded"`
	BlocName       *string
	DocumentLayout *string
	AuthorityName  *string
	SignatoryName  *string
	AwardCount     int
}

// protocolRow is the place of a unit among the members of the term in which an
// award was earned.
type protocolRow struct {
	AwardID       string
	UnitID        *string
	UnitAsWritten *string
	Position      int
}

// commendationRows is everything a list is made of, as it is stored.
type commendationRows struct {
	decision commendationDecisionRow
	annulled []AnnulledBy
	awards   []award.Listing
	names    []award.Naming
	places   []protocolRow
}

func (c *Commendations) read(tx *gorm.DB, id string) error {
	rows, err := readCommendations(tx, id)
	if err != nil {
		return err
	}
	c.Data = rows.build()
	return c.final()
}

// readCommendations reads what the caller may see of a decision he may see, in a
// fixed number of statements whatever its size.
func readCommendations(tx *gorm.DB, id string) (*commendationRows, error) {
	r := &commendationRows{}
	readable, scope := award.ReadableDecisions(tx)
	d, err := db.One[commendationDecisionRow](tx, db.Select{
		Columns: `d.*, b.name AS bloc_name, b.document_layout, au.name AS authority_name, p.name AS signatory_name,
			(SELECT count(*) FROM awards n WHERE n.decision_id = d.id) AS award_count`,
		From: `decisions d LEFT JOIN blocs b ON b.id = d.bloc_id LEFT JOIN authorities au ON au.id = d.authority_id
			LEFT JOIN persons p ON p.id = d.signatory_id`,
		Where: []string{readable}, Args: scope,
	}, "d.id", id)
	if err != nil {
		return nil, err
	}
	r.decision = *d
	if err := tx.Raw(`SELECT d.id, d.number, d.issued_on FROM decisions d WHERE d.annuls_id = ? AND d.status = 'in_force' AND `+readable+`
		ORDER BY COALESCE(d.issued_on, ''), d.id`, append([]any{id}, scope...)...).Scan(&r.annulled).Error; err != nil {
		return nil, err
	}
	of, args := "a.decision_id = ?", []any{id}
	if r.awards, err = award.List(tx, of, args); err != nil {
		return nil, err
	}
	if r.names, err = award.Names(tx, of, args); err != nil {
		return nil, err
	}
	cond, more := actor.From(tx.Statement.Context).Extent(actor.BlocRead).TermRows("t.bloc_id", "t.id")
	return r, tx.Raw(`SELECT a.id AS award_id, m.unit_id, m.unit_as_written, m.position FROM awards a
		JOIN terms t ON t.bloc_id = a.bloc_id AND t.period_kind = a.period_kind AND t.period_label = a.period_label
		JOIN members m ON m.term_id = t.id WHERE a.decision_id = ? AND `+cond, append(args, more...)...).Scan(&r.places).Error
}
