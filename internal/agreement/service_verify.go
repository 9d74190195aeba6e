package agreement

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"
)

// Verified is what anybody may know of a signed text from its hash.
type Verified struct {
	Kind       string // agreement, annex
	Title      string
	Bloc       string // as it then was called
	Period     string
	FrozenAt   time.Time
	Signatures map[string]int // by status, all five
	Intact     bool
}

// Verify finds the signed text with a hash and checks it, and everything it
// builds on, against the rows. It needs no rights. An unknown hash is not_found.
func (s *Service) Verify(ctx context.Context, hash string) (v *Verified, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		a, number, err := hashed(tx, hash)
		if err != nil {
			return err
		}
		commitments, err := commitmentsOf(tx, a.ID)
		if err != nil {
			return err
		}
		annexes, err := annexesOf(tx, a.ID)
		if err != nil {
			return err
		}
		v = &Verified{Kind: "agreement", Title: a.Title, FrozenAt: *a.FrozenAt, Intact: chainIntact(*a, commitments, annexes, number)}
		var annexID *string
		for _, x := range annexes {
			if x.Number == number {
				v.Kind, v.Title, v.FrozenAt, annexID = "annex", x.Title, *x.FrozenAt, &x.ID
			}
		}
		var c Content
		if json.Unmarshal([]byte(deref(a.Canonical)), &c) == nil {
			v.Bloc, v.Period = c.Bloc, c.Period.Label
		}
		v.Signatures, err = countSignatures(tx, a.ID, annexID)
		return err
	})
	return v, err
}
