// Package unit keeps units (đơn vị) and authorities (cơ quan có thẩm quyền khen
// thưởng). A unit is one identity through renames, new parents and new
// provinces: each is a version with its time, and an old document keeps the old
// name.
package unit

import (
	"strings"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

// Unit is the identity. Name, short name and province are those of the latest
// version, kept beside it so that lists need no join.
type Unit struct {
	record.Meta       `gorm:"embedded"`
	Code              *string
	Kind              *string
	IsEnterprise      *bool
	Name              string
	ShortName         *string
	NameSort          string
	SearchText        string
	Province          *string
	Aliases           db.JSON[[]string]
	record.Provenance `gorm:"embedded"`
}

// Version is what a unit was called, and whom it belonged to, from a day to a
// day. Either end may be unknown.
type Version struct {
	record.Meta       `gorm:"embedded"`
	UnitID            string
	Name              string
	NameKey           string
	ShortName         *string
	ParentID          *string
	ParentAsWritten   *string
	Province          *string
	LegalForm         *string
	ValidFrom         *date.Partial
	ValidTo           *date.Partial
	record.Provenance `gorm:"embedded"`
}

// TableName is gorm's name for the table.
func (Version) TableName() string { return "unit_versions" }

// Authority is who organises blocs or commends: not an enumeration, since Party
// committees, the Fatherland Front, unions and heads of units commend too.
type Authority struct {
	record.Meta       `gorm:"embedded"`
	Name              string
	NameSort          string
	SearchText        string
	System            *string
	Level             *string
	Province          *string
	UnitID            *string
	record.Provenance `gorm:"embedded"`
}

// latest is the version a unit is shown under today: the one that began last;
// versions come in order of their beginning, an unknown one first.
func latest(versions []Version) Version { return versions[len(versions)-1] }

// NameOn is what the unit was called on a day: the last version that had begun
// and not ended. Before the first, the first: better the oldest name known than
// today's.
func NameOn(versions []Version, day date.Day) string {
	found := versions[0]
	for _, v := range versions {
		if v.ValidFrom == nil || v.ValidFrom.Floor() <= string(day) {
			found = v
		}
	}
	return found.Name
}

// show copies the latest version's name to the unit and folds all names it has
// and had into what search looks at.
func (u *Unit) show(versions []Version) {
	v := latest(versions)
	u.Name, u.ShortName, u.Province, u.NameSort = v.Name, v.ShortName, v.Province, viet.SortKey(v.Name)
	if u.Aliases.V == nil {
		u.Aliases.V = []string{}
	}
	names := append([]string{}, u.Aliases.V...)
	for _, v := range versions {
		names = append(names, v.Name)
		if v.ShortName != nil {
			names = append(names, *v.ShortName)
		}
	}
	if u.Code != nil {
		names = append(names, *u.Code)
	}
	u.SearchText = folded(names)
}

func folded(names []string) string {
	seen, out := map[string]bool{}, []string{}
	for _, n := range names {
		if k := viet.Key(n); !seen[k] {
			seen[k] = true
			out = append(out, k)
		}
	}
	return strings.Join(out, " | ")
}

func (a *Authority) fold() {
	a.NameSort, a.SearchText = viet.SortKey(a.Name), viet.Key(a.Name)
}

// checkTimes notes what is wrong with the time of v among the unit's other
// versions: an end before the start, or a time certainly shared with another.
func checkTimes(bad *fault.Fields, v Version, others []Version) {
	if ends(v.ValidFrom, v.ValidTo) {
		bad.Add("/valid_to", "end_before_start")
		return
	}
	for _, o := range others {
		if o.ID != v.ID && overlap(v, o) {
			bad.Add("/valid_from", "overlap")
			return
		}
	}
}

func ends(from, to *date.Partial) bool { return from != nil && to != nil && to.Ceil() < from.Floor() }

// overlap holds when two versions share a day whatever their imprecise dates
// mean. An unknown end is open; two unknown starts are not compared.
func overlap(a, b Version) bool {
	if a.ValidFrom == nil || b.ValidFrom == nil {
		return a.ValidFrom == nil && b.ValidFrom == nil && a.ValidTo == nil && b.ValidTo == nil
	}
	return (b.ValidTo == nil || a.ValidFrom.Ceil() <= b.ValidTo.Floor()) && (a.ValidTo == nil || b.ValidFrom.Ceil() <= a.ValidTo.Floor())
}

// continues takes over what a change of name leaves alone. A short name belongs
// to its name.
func (v *Version) continues(last Version) {
	v.ParentID, v.ParentAsWritten, v.Province, v.LegalForm = last.ParentID, last.ParentAsWritten, last.Province, last.LegalForm
	v.Name, v.ShortName = last.Name, last.ShortName
}

// closeBefore ends an open version on the day before a new one begins. A
// beginning known only to the month or year leaves it open: no day is invented.
func (v *Version) closeBefore(from *date.Partial) bool {
	if v.ValidTo != nil || from == nil || len(*from) != len("2006-01-02") {
		return false
	}
	to := date.Partial(date.Day(*from).AddDays(-1))
	if ends(v.ValidFrom, &to) {
		return false
	}
	v.ValidTo = &to
	return true
}
