package report

import (
	"crypto/rand"
	"encoding/json"
	"strings"
	"time"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
)

// Issued is a report as it was given out: its snapshot, from which every form is
// made anew with the same bytes, and a code that anybody may verify it by.
type Issued struct {
	record.Meta    `gorm:"embedded"`
	Kept           `gorm:"embedded"`
	Code           string
	Name           string // of the subject, then
	Period         string // "" for none
	Language       string
	Options        db.JSON[Options]
	Reader         db.JSON[[]actor.Grant] // of who issued it, then: what the report may tell of
	Status         string
	Link           string // to the page that verifies it
	Checksum       string
	DataAsOf       time.Time
	DocumentStatus string
	Snapshot       string
}

// TableName is gorm's name for the table.
func (Issued) TableName() string { return "issued_reports" }

// The states of an issued report.
const (
	issuedState = "issued"
	withdrawn   = "withdrawn"
)

var issuedSteps = record.Lifecycle{States: "issued_report_status", Steps: map[string][]record.Step{
	issuedState: {{To: withdrawn, Reason: true}},
}}

// maxSnapshot is how large a report may be that is kept, in bytes of its JSON.
const maxSnapshot = 16 << 20

// codeLetters are read aloud and typed: no letter is taken for a digit.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// newCode is a code of twelve letters in three groups, 60 bits that nobody can
// guess.
func newCode() string {
	b := make([]byte, 12)
	_, _ = rand.Read(b) // never fails
	var out strings.Builder
	for i, x := range b {
		if i > 0 && i%4 == 0 {
			out.WriteByte('-')
		}
		out.WriteByte(codeLetters[x%32])
	}
	return out.String()
}

// asCode is a code as people type it, as it is kept.
func asCode(typed string) string {
	s := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(s) != 12 {
		return ""
	}
	return s[:4] + "-" + s[4:8] + "-" + s[8:]
}

// open is the report as it was issued.
func (i *Issued) open() (Report, error) {
	r := kindOf(i.Kind).new(i.Options.V)
	if err := json.Unmarshal([]byte(i.Snapshot), r); err != nil {
		return nil, err
	}
	r.head().link = i.Link
	return r, nil
}
