package agreement

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/gowebpki/jcs"

	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/period"
)

// Content is what the hash of an agreement is taken over: the text, and between
// whom and for which period it was made, in the words of that time. Numbers of
// commitments are decimal texts, since a JSON number holds no more than a
// double does.
type Content struct {
	Period      ContentPeriod       `json:"period"`
	Bloc        string              `json:"bloc"`    // its name at the start of the period
	Members     []string            `json:"members"` // their names then, in protocol order
	Title       string              `json:"title"`
	Preamble    *string             `json:"preamble"`
	LegalBases  []string            `json:"legal_bases"`
	Commitments []ContentCommitment `json:"commitments"` // in order
}

// ContentPeriod names the period.
type ContentPeriod struct {
	Kind  period.Kind `json:"kind"`
	Label string      `json:"label"`
}

// ContentCommitment is a commitment in the hashed content.
type ContentCommitment struct {
	Order         int             `json:"order"`
	Theme         *string         `json:"theme"`
	Text          string          `json:"text"`
	Scope         string          `json:"scope"`
	UnitID        *string         `json:"unit_id"`
	UnitAsWritten *string         `json:"unit_as_written"`
	Measure       *string         `json:"measure"`
	Target        *string         `json:"target"`
	UnitOfMeasure *string         `json:"unit_of_measure"`
	Baseline      *string         `json:"baseline"`
	DueOn         *date.Partial   `json:"due_on"`
	LegalBasis    []string        `json:"legal_basis"`
	Weight        *string         `json:"weight"`
	Targets       []ContentTarget `json:"targets"`
}

// ContentTarget is one unit's own target in the hashed content.
type ContentTarget struct {
	UnitID string  `json:"unit_id"`
	Target *string `json:"target"`
}

// AnnexContent is what the hash of an annex is taken over. Previous is the hash
// of the text before it: the agreement's, or that of the annex before.
type AnnexContent struct {
	Number   int    `json:"number"`
	Title    string `json:"title"`
	Text     string `json:"text"`
	Previous string `json:"previous"`
}

// Canonical writes content as canonical JSON (RFC 8785) and returns it with its
// SHA-256 in hexadecimal.
func Canonical[T Content | AnnexContent](content T) ([]byte, string) {
	b, err := json.Marshal(content)
	if err == nil {
		b, err = jcs.Transform(b)
	}
	if err != nil {
		panic(err) // texts and small whole numbers always encode
	}
	return b, hashOf(b)
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// write puts the text of an agreement into its content.
func (c *Content) write(a Agreement, commitments []Commitment) {
	c.Title, c.Preamble, c.LegalBases, c.Commitments = a.Title, a.Preamble, a.LegalBases.V, []ContentCommitment{}
	for _, m := range commitments {
		c.Commitments = append(c.Commitments, m.content())
	}
}

func (c Commitment) content() ContentCommitment {
	targets := make([]ContentTarget, len(c.Targets.V))
	for i, t := range c.Targets.V {
		targets[i] = ContentTarget{t.UnitID, decimal(t.Target)}
	}
	return ContentCommitment{
		c.Position, c.Theme, c.Text, c.Scope, c.UnitID, c.UnitAsWritten, c.Measure, decimal(c.Target), c.UnitOfMeasure,
		decimal(c.Baseline), c.DueOn, c.LegalBasis.V, decimal(c.Weight), targets,
	}
}

func (x Annex) content(previous string) AnnexContent {
	return AnnexContent{x.Number, x.Title, x.Text, previous}
}

func decimal[N interface{ String() string }](n *N) *string {
	if n == nil {
		return nil
	}
	s := (*n).String()
	return &s
}

// intact holds when the stored canonical form still has its hash, and the rows
// still make that very form. Who the members were is part of what was signed
// and is taken from there: the registry goes on with new names.
func (a Agreement) intact(commitments []Commitment) bool {
	var c Content
	if a.Canonical == nil || a.ContentHash == nil || hashOf([]byte(*a.Canonical)) != *a.ContentHash || json.Unmarshal([]byte(*a.Canonical), &c) != nil {
		return false
	}
	c.write(a, commitments)
	b, _ := Canonical(c)
	return string(b) == *a.Canonical
}

// intact holds for an annex as for an agreement; previous is the hash of the
// text before it.
func (x Annex) intact(previous string) bool {
	if x.Canonical == nil || x.ContentHash == nil || x.PreviousHash == nil || *x.PreviousHash != previous {
		return false
	}
	b, hash := Canonical(x.content(previous))
	return string(b) == *x.Canonical && hash == *x.ContentHash
}

// chainIntact holds when a text and everything it builds on is intact: the
// agreement, and the annexes up to a number, which come in order.
func chainIntact(a Agreement, commitments []Commitment, annexes []Annex, number int) bool {
	if !a.intact(commitments) {
		return false
	}
	previous := *a.ContentHash
	for _, x := range annexes {
		if x.Number > number {
			break
		}
		if !x.intact(previous) {
			return false
		}
		previous = *x.ContentHash
	}
	return true
}

// BlocNameOn is what a bloc was called on a day, as it stands in a signed text.
func BlocNameOn(b bloc.Bloc, day date.Day) string { return nameOn(b, day) }

// nameOn is what a bloc was called on a day: the name that had begun last and
// not ended, as far as dates are known; otherwise the current one.
func nameOn(b bloc.Bloc, day date.Day) string {
	name, since := b.Name, ""
	for _, n := range b.Names.V {
		from := ""
		if n.ValidFrom != nil {
			from = n.ValidFrom.Floor()
		}
		dated := n.ValidFrom != nil || n.ValidTo != nil
		over := n.ValidTo != nil && n.ValidTo.Ceil() < string(day)
		if n.Kind != "variant" && dated && !over && from <= string(day) && from >= since {
			name, since = n.Name, from
		}
	}
	return name
}
