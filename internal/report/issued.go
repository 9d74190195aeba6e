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
	Anchor         `gorm:"embedded"`
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
	Seal           string // over everything here that may not change unseen, by a key outside the database
}

// Sealed is what the seal of an issued report is over: what is said of it, to whom
// it was told, its state and its snapshot, as they are stored.
type Sealed struct {
	ID, CreatedBy, Kind, SubjectID         string
	BlocID, TermID, UnitID                 *string
	Code, Name, Period, Language           string
	Options, Reader                        string
	Status, Link, Checksum, DocumentStatus string
	CreatedAt, DataAsOf                    time.Time
	Snapshot                               string
}

// sealOf reads nothing of what is stored, which anybody may have written.
func (s *Service) sealOf(x Sealed) string {
	x.CreatedAt, x.DataAsOf = x.CreatedAt.UTC(), x.DataAsOf.UTC()
	b, err := json.Marshal(x)
	if err != nil {
		panic(err) // strings and times always encode
	}
	return s.audit.Seal("issued report", b)
}

// text is an issued report as it is stored.
func (i *Issued) text() (Sealed, error) {
	options, err := i.Options.Value()
	if err != nil {
		return Sealed{}, err
	}
	reader, err := i.Reader.Value()
	if err != nil {
		return Sealed{}, err
	}
	return Sealed{
		i.ID, i.CreatedBy, i.Kind, i.SubjectID, i.BlocID, i.TermID, i.UnitID, i.Code, i.Name, i.Period, i.Language, options.(string), reader.(string),
		i.Status, i.Link, i.Checksum, i.DocumentStatus, i.CreatedAt, i.DataAsOf, i.Snapshot,
	}, nil
}

// seal puts the seal under an issued report as it is now.
func (s *Service) seal(i *Issued) error {
	x, err := i.text()
	if err == nil {
		i.Seal = s.sealOf(x)
	}
	return err
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

// asCode is a code as people type it, as it is kept; "" for what is none.
func asCode(typed string) string {
	s := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(s) != 12 || strings.Trim(s, codeLetters) != "" {
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
