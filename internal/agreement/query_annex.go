package agreement

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
)

// annexRow is an annex as it is shown.
type annexRow struct {
	Annex `gorm:"embedded"`
}

var annexRows = bloc.Part{
	Read: actor.AgreementRead, Alias: "x",
	Columns: `x.id, x.version, x.created_at, x.updated_at, x.created_by, x.agreement_id, x.term_id, x.bloc_id, x.number, x.title, x.text,
		x.frozen_at, x.previous_hash, x.content_hash, x.sources, x.basis, x.remark`,
	From: "annexes x",
}

var annexList = db.List{
	Fields: []db.Field{
		{Name: "number", SQL: "x.number", Type: db.Int, Sort: true},
		{Name: "content_hash", SQL: "x.content_hash", Type: db.Text, Nullable: true},
	},
	Default: "number", ID: "x.id",
}

// annexesOf reads an agreement's annexes in order of their number.
func annexesOf(tx *gorm.DB, agreementID string) ([]Annex, error) {
	var xs []Annex
	return xs, tx.Raw("SELECT * FROM annexes WHERE agreement_id = ? ORDER BY number", agreementID).Scan(&xs).Error
}

// hashBefore is the hash of the text before an annex: the agreement's, or that of
// the annex before; nil while that is not signed.
func hashBefore(tx *gorm.DB, a *Agreement, x *Annex) (*string, error) {
	annexes, err := annexesOf(tx, a.ID)
	hash := a.ContentHash
	for _, o := range annexes {
		if o.Number < x.Number {
			hash = o.ContentHash
		}
	}
	return hash, err
}
