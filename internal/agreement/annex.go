package agreement

import (
	"time"

	"giaouoc/internal/record"
)

// Annex is a numbered later change of an agreement (phụ lục) with signatures of
// its own. Of an original it is fixed at the first of them, and its hash holds
// that of the text before it.
type Annex struct {
	record.Meta       `gorm:"embedded"`
	AgreementID       string
	TermID            string
	BlocID            string
	Number            int
	Title             string
	Text              string
	FrozenAt          *time.Time
	Canonical         *string
	PreviousHash      *string
	ContentHash       *string
	record.Provenance `gorm:"embedded"`
}

// editable refuses changes to a signed annex.
func (x Annex) editable() error {
	if x.FrozenAt != nil {
		return ErrFrozen
	}
	return nil
}

// freeze fixes the annex after the text before it, whose hash is nil while that
// is not signed itself.
func (x *Annex) freeze(previous *string, now time.Time) error {
	if previous == nil {
		return ErrPreviousUnsigned
	}
	b, hash := Canonical(x.content(*previous))
	text := string(b)
	x.FrozenAt, x.Canonical, x.PreviousHash, x.ContentHash = &now, &text, previous, &hash
	return nil
}
