// Package bloc keeps emulation blocs and clusters (khối, cụm thi đua), how an
// organizer arranged them, and their terms (năm thi đua): members in protocol
// order, leading and deputy units with the persons who represent them, and
// deadlines. One bloc has one term a period; years without one show as gaps.
package bloc

import (
	"strings"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

// Arrangement is how an organizer divided its blocs for a period (phương án
// chia cụm, khối). Stated counts stand beside the rows and are never computed.
type Arrangement struct {
	record.Meta        `gorm:"embedded"`
	OrganizerID        *string
	OrganizerAsWritten *string
	Period             period.Period `gorm:"embedded;embeddedPrefix:period_"`
	ListingYear        *int
	DocumentAsWritten  *string
	StatedBlocCount    *int
	StatedUnitCount    *int
	record.Provenance  `gorm:"embedded"`
}

// Bloc is the identity; neither its number nor its name is: "Khối thi đua số
// 10" was two blocs. Name is the current one of Names.
type Bloc struct {
	record.Meta        `gorm:"embedded"`
	Code               *string
	Kind               string
	Name               string
	Names              db.JSON[[]Name]
	NameSort           string
	SearchText         string
	OrganizerID        *string
	OrganizerAsWritten *string
	Provinces          db.JSON[[]string]
	Sector             *string
	DocumentLayout     *string
	ValidFrom          *date.Partial
	ValidTo            *date.Partial
	record.Provenance  `gorm:"embedded"`
}

// Name is one thing a bloc is or was called.
type Name struct {
	Name      string        `json:"name"`
	Kind      string        `json:"kind" enum:"current,former,variant"`
	ValidFrom *date.Partial `json:"valid_from"`
	ValidTo   *date.Partial `json:"valid_to"`
}

// Current is the kind of the one name a bloc is shown under.
const Current = "current"

// eitherWord stands in every bloc's search text: one bloc is called khối and
// cụm inside one article, so either word of a question finds both kinds.
const eitherWord = "khoi cum"

// checkNames notes what is wrong with a bloc's names: none, not exactly one
// current, or a time that ends before it starts.
func checkNames(bad *fault.Fields, names []Name) {
	current := 0
	for i, n := range names {
		if n.Kind == Current {
			current++
		}
		checkTime(bad, at("/names", i, "valid_to"), n.ValidFrom, n.ValidTo)
	}
	switch {
	case len(names) == 0:
		bad.Add("/names", "required")
	case current != 1:
		bad.Add("/names", "one_current", "count", current)
	}
}

// fold keeps the columns that follow from names and code in step: the name
// shown, its place in the alphabet, and what search looks at.
func (b *Bloc) fold() {
	words := []string{eitherWord}
	for _, n := range b.Names.V {
		if n.Kind == Current {
			b.Name, b.NameSort = n.Name, viet.SortKey(n.Name)
		}
		words = append(words, viet.Key(n.Name))
	}
	if b.Code != nil {
		words = append(words, viet.Key(*b.Code))
	}
	b.SearchText = strings.Join(words, " | ")
	if b.Provinces.V == nil {
		b.Provinces.V = []string{}
	}
}

// checkTime notes an end that comes before the start whatever imprecise dates mean.
func checkTime(bad *fault.Fields, pointer string, from, to *date.Partial) {
	if from != nil && to != nil && to.Ceil() < from.Floor() {
		bad.Add(pointer, "end_before_start")
	}
}
