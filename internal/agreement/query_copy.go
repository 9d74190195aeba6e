package agreement

import (
	"gorm.io/gorm"

	"giaouoc/internal/db"
)

// originsOf are the origins of an agreement's commitments: id → id.
func originsOf(tx *gorm.DB, agreementID string) (map[string]string, error) {
	found, err := db.All[struct{ CommitmentID, FromID string }](tx,
		"SELECT o.commitment_id, o.from_id FROM commitment_origins o JOIN commitments c ON c.id = o.commitment_id WHERE c.agreement_id = ?", agreementID)
	out := make(map[string]string, len(found))
	for _, o := range found {
		out[o.CommitmentID] = o.FromID
	}
	return out, err
}

// earlier is the agreement that most commitments of another come from, or else
// that of the bloc's last term before; "" for none the caller may read.
func earlier(tx *gorm.DB, a *agreementRow) (id string, err error) {
	cond, args := scope(tx, "g")
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{`SELECT g.id FROM commitment_origins o JOIN commitments c ON c.id = o.commitment_id JOIN commitments b ON b.id = o.from_id JOIN agreements g ON g.id = b.agreement_id
			WHERE c.agreement_id = ? AND ` + cond + " GROUP BY g.id ORDER BY count(*) DESC, g.id LIMIT 1", append([]any{a.ID}, args...)},
		{`SELECT g.id FROM agreements g JOIN terms t ON t.id = g.term_id WHERE g.bloc_id = ? AND (g.status IS NULL OR g.status <> 'cancelled') AND ` + cond +
			" AND t.period_starts_on < (SELECT n.period_starts_on FROM terms n WHERE n.id = ?) ORDER BY t.period_starts_on DESC, g.id LIMIT 1", append(append([]any{a.BlocID}, args...), a.TermID)},
	} {
		if err := tx.Raw(q.sql, q.args...).Scan(&id).Error; err != nil || id != "" {
			return id, err
		}
	}
	return "", nil
}

// forget takes the origin of a commitment off the record, which goes with it.
func forget(tx *gorm.DB, commitmentID string) error {
	return tx.Exec("DELETE FROM commitment_origins WHERE commitment_id = ?", commitmentID).Error
}
