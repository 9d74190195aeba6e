// Package attachment keeps files (tệp đính kèm) that hang on other records: the
// signed scan of an agreement, the text of a decision. Who may read the record
// reads its files, who may change it adds and removes them; a file has no other
// address than the one that asks for these rights anew each time.
package attachment

import (
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

// Attachment is a file of one record: exactly one of the first eight columns is
// set. The bytes are in the store, under a key nobody is shown.
type Attachment struct {
	record.Meta   `gorm:"embedded"`
	OfUnitID      *string
	OfBlocID      *string
	OfTermID      *string
	OfEventID     *string
	OfAgreementID *string
	OfAnnexID     *string
	OfDecisionID  *string
	OfAwardID     *string
	Name          string
	NameSort      string
	SearchText    string
	MediaType     string // told by the bytes
	Size          int64  // in bytes
	SHA256        string `gorm:"column:sha256"`
	StorageKey    string
	Remark        *string
}

// The refusals of this feature.
var (
	ErrFrozen  = fault.New(fault.Conflict, "attachment.frozen")
	ErrStorage = fault.New(fault.Unavailable, "attachment.storage")
)

// recorded is what the record of acts says of a file. It never has the key.
type recorded struct {
	OwnerKind string
	OwnerID   string
	Name      string
	MediaType string
	Size      int64
	SHA256    string `gorm:"column:sha256"`
	Remark    *string
}

func (a Attachment) recorded(kind, id string) *recorded {
	return &recorded{kind, id, a.Name, a.MediaType, a.Size, a.SHA256, a.Remark}
}

// fold keeps the columns that follow from others in step.
func (a *Attachment) fold() {
	a.NameSort, a.SearchText = viet.SortKey(a.Name), viet.Key(a.Name)
	if a.Remark != nil {
		a.SearchText += " | " + viet.Key(*a.Remark)
	}
}

// checkMarking refuses a file one of whose names is marked as a state secret:
// such a document does not belong into any system like this one. What is inside
// files is not looked at.
func checkMarking(names map[string]string) error {
	for _, pointer := range []string{"/name", "/file"} {
		if m := marking(names[pointer]); m != "" {
			f := fault.New(fault.Invalid, "classified_document").Param("marking", m)
			f.Fields = []fault.Field{fault.At(pointer, "classified_marking", "marking", m)}
			return f
		}
	}
	return nil
}

// Draft is a file that was taken in and about which the books have not decided.
type Draft struct {
	Blob
	store   Store
	decided bool // kept, or for the sweep to find out
}

// Digest stands for the bytes.
func (d *Draft) Digest() string { return d.SHA256 }

// Discard drops a file the books do not have. What cannot be dropped now stays
// in doubt and is swept.
func (d *Draft) Discard() {
	if !d.decided {
		_ = d.store.Remove(d.Key)
	}
}
