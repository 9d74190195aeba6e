package agreement

import (
	"gorm.io/gorm"

	"giaouoc/internal/fault"
)

// hashed finds the agreement with a hash, or the one that has an annex with it,
// and the annex's number; 0 is the agreement itself. Of two alike the one that
// is not cancelled counts.
func hashed(tx *gorm.DB, hash string) (*Agreement, int, error) {
	var found []struct {
		ID     string
		Number int
	}
	err := tx.Raw(`SELECT a.id, 0 AS number, CASE WHEN a.status = 'cancelled' THEN 1 ELSE 0 END AS rank FROM agreements a WHERE a.content_hash = ?
		UNION ALL SELECT a.id, x.number, CASE WHEN a.status = 'cancelled' THEN 1 ELSE 0 END FROM annexes x JOIN agreements a ON a.id = x.agreement_id WHERE x.content_hash = ?
		ORDER BY rank, id, number LIMIT 1`, hash, hash).Scan(&found).Error
	if err != nil {
		return nil, 0, err
	}
	if len(found) == 0 {
		return nil, 0, fault.Missing()
	}
	var a Agreement
	return &a, found[0].Number, tx.Where("id = ?", found[0].ID).Take(&a).Error
}

// countSignatures counts the signatures under a text by status, all five.
func countSignatures(tx *gorm.DB, agreementID string, annexID *string) (map[string]int, error) {
	var counted []struct {
		Status string
		N      int
	}
	err := tx.Raw("SELECT status, count(*) AS n FROM signatures WHERE agreement_id = ? AND COALESCE(annex_id, '') = ? GROUP BY status",
		agreementID, deref(annexID)).Scan(&counted).Error
	by := map[string]int{}
	for _, status := range signatureStatuses {
		by[status] = 0
	}
	for _, c := range counted {
		by[c.Status] = c.N
	}
	return by, err
}
