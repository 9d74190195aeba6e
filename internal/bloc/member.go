package bloc

import (
	"math"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Member is a unit's place in a term; Position is the protocol order, 1 to n
// without gaps.
type Member struct {
	record.Meta       `gorm:"embedded"`
	TermID            string
	BlocID            string
	UnitID            *string
	UnitAsWritten     *string
	Position          int
	record.Provenance `gorm:"embedded"`
}

// renamed tells whether a member would stand under another name in the text of
// an agreement: the words of the source go before the linked unit, so that a
// link added to them changes nothing.
func (m Member) renamed(before Member) bool {
	if !same(m.UnitAsWritten, before.UnitAsWritten) {
		return true
	}
	return !same(m.UnitID, before.UnitID) && before.UnitID != nil
}

// Leadership is a unit that leads a term or deputises in it. It need not be
// among the member rows: members may be unlisted.
type Leadership struct {
	record.Meta       `gorm:"embedded"`
	TermID            string
	BlocID            string
	Role              string // leader, deputy
	RoleAsWritten     *string
	UnitID            *string
	UnitAsWritten     *string
	Chosen            *string // elected, assigned
	ChosenEventID     *string
	ChosenByAsWritten *string
	DocumentAsWritten *string
	Persons           db.JSON[[]Representative]
	record.Provenance `gorm:"embedded"`
}

// Representative is a person who speaks for a leading unit; persons change
// inside a year.
type Representative struct {
	PersonID          *string        `json:"person_id"`
	Name              *string        `json:"name"` // as the source wrote it; else the linked person's when recorded
	PositionAsWritten *string        `json:"position_as_written"`
	From              *date.Partial  `json:"from"`
	To                *date.Partial  `json:"to"`
	SeenOn            []date.Partial `json:"seen_on"`
}

// The roles of a leadership.
const (
	LeaderRole = "leader"
	DeputyRole = "deputy"
)

// move is what a member's going from one place to another does to the others:
// those from lo to hi go by one place. A place of 0 is outside the list.
type move struct{ lo, hi, by int }

func moving(from, to int) move {
	switch {
	case from == to:
		return move{}
	case from == 0:
		return move{to, math.MaxInt32, 1}
	case to == 0:
		return move{from + 1, math.MaxInt32, -1}
	case to < from:
		return move{to, from - 1, 1}
	}
	return move{from + 1, to, -1}
}

// checkPlace notes an order outside the list of n places.
func checkPlace(bad *fault.Fields, position, n int) {
	if position < 1 || position > n {
		bad.Add("/order", "out_of_range", "min", 1, "max", n)
	}
}

// deputies is how many deputies a leadership is: one or none.
func (l Leadership) deputies() int {
	if l.Role == DeputyRole {
		return 1
	}
	return 0
}
