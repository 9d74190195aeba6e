// Package award keeps what is given for merit: the catalogue of titles and
// commendation forms (danh hiệu thi đua, hình thức khen thưởng) by generation
// of the law, decisions, awards with their named recipients, and the tally. An
// award may be a count without names; naming its recipients later leaves its
// total as it was.
package award

import (
	_ "embed"
	"encoding/json"
	"reflect"
	"strings"

	"giaouoc/internal/amount"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

//go:embed catalogue.json
var catalogue []byte

// Standard is what a norm says of one title or form. The law of the merit's or
// the decision's date applies, not today's, so each generation is a row of its
// own (docs/catalogue.md lists the norms). Its members are those of the
// catalogue file.
type Standard struct {
	Family           string         `json:"family" doc:"the award itself, across generations of the law"`
	Class            string         `json:"class" enum:"title,form"`
	Vi               string         `json:"vi" doc:"official Vietnamese name"`
	En               *string        `json:"en"`
	ShortVi          *string        `json:"short_vi"`
	Level            *string        `json:"level" enum:"state,ministry_province,grassroots" doc:"null: varies, or outside the State's system"`
	AuthorityVi      *string        `json:"authority_vi" doc:"who awards it"`
	Article          *string        `json:"article" doc:"legal basis"`
	ValidFrom        *date.Day      `json:"valid_from" format:"date" doc:"first day; null: open"`
	ValidTo          *date.Day      `json:"valid_to" format:"date" doc:"last day; null: open"`
	PrerequisitesVi  *string        `json:"prerequisites_vi"`
	PrerequisitesEn  *string        `json:"prerequisites_en"`
	VoteThresholdPct *int           `json:"vote_threshold_pct" doc:"share of votes in favour it takes"`
	VoteBase         *string        `json:"vote_base" doc:"all_members counts absent members of the council too"`
	QuotaVi          *string        `json:"quota_vi" doc:"a ceiling in words; quotas warn, they never block"`
	MoneyFactor      *amount.Points `json:"money_factor" doc:"multiple of the base salary"`
	IsVerified       bool           `json:"is_verified" doc:"the norm's text was seen and nothing in the row is open"`
	CheckVi          *string        `json:"check_vi" doc:"what needs checking"`
	CheckEn          *string        `json:"check_en"`
}

// Type is a title or form that can be given (danh hiệu, hình thức): a row of
// the catalogue or one the office added. Local name and retirement are the
// office's own and outlive every new edition of the catalogue.
type Type struct {
	record.Meta `gorm:"embedded"`
	Code        string
	Standard    `gorm:"embedded"`
	Subjects    db.JSON[[]string]
	IsOfficial  bool
	LocalName   *string
	IsRetired   bool
	NameSort    string
	SearchText  string
}

// TableName is gorm's name for the table.
func (Type) TableName() string { return "award_types" }

// entry is one object of the catalogue file.
type entry struct {
	Code     string   `json:"code"`
	Subjects []string `json:"subjects"`
	Standard
}

func readCatalogue() (entries []entry, err error) {
	return entries, json.Unmarshal(catalogue, &entries)
}

// take puts the catalogue's present text into the row and reports whether that
// changed anything.
func (t *Type) take(e entry) bool {
	if reflect.DeepEqual(t.Standard, e.Standard) && reflect.DeepEqual(t.Subjects.V, e.Subjects) {
		return false
	}
	t.Code, t.Standard, t.Subjects.V = e.Code, e.Standard, e.Subjects
	t.fold()
	return true
}

// Name is what the office calls it: its own name first.
func (t Type) Name() string {
	if t.LocalName != nil {
		return *t.LocalName
	}
	return t.Vi
}

func (t *Type) fold() {
	if t.Subjects.V == nil {
		t.Subjects.V = []string{}
	}
	t.NameSort = viet.SortKey(t.Name())
	t.SearchText = folded(&t.Code, &t.Vi, t.En, t.ShortVi, t.LocalName)
}

// folded is the text searched for any of some words; unknown ones are left out.
func folded(words ...*string) string {
	var keys []string
	for _, w := range words {
		if w != nil {
			keys = append(keys, viet.Key(*w))
		}
	}
	return strings.Join(keys, " | ")
}

// covers reports whether a span of days, open where an end is nil, may hold d.
func covers(from, to *date.Day, d date.Partial) bool {
	return (from == nil || *from <= d.Last()) && (to == nil || *to >= d.First())
}
