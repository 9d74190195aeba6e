package report

import (
	"cmp"
	"slices"
	"strconv"

	"giaouoc/internal/award"
	"giaouoc/internal/date"
	"giaouoc/internal/record"
	"giaouoc/internal/succession"
	"giaouoc/internal/unit"
)

// ProfileSchema names the shape of the JSON form.
const ProfileSchema = "giaouoc.report.unit_profile/2"

// ProfileReport is the profile of a unit as a document (phiếu hồ sơ đơn vị).
type ProfileReport struct {
	Head
	Data ProfileData `json:"data"`
}

// ProfileData is the profile with what its parties and places were called then.
type ProfileData struct {
	ProfileView
	ActNames []ActNames    `json:"act_names" doc:"what the parties of each act were called then"`
	ByYear   []ProfileYear `json:"awards_by_year" doc:"awards in force that count for the unit, the earliest year first; longer periods and the unknown one last"`
}

// ActNames are the parties of an act under their names of then.
type ActNames struct {
	From []string `json:"from"`
	To   []string `json:"to"`
}

// ProfileYear counts the places of one year that name the unit, or a predecessor
// whose merit it inherits.
type ProfileYear struct {
	Period    *string `json:"period" doc:"listing year, or the label of a longer period; null: unknown"`
	Own       *int    `json:"own" doc:"null: nothing is on record, which does not mean that nothing was given"`
	Inherited *int    `json:"inherited"`
}

func (r *ProfileReport) subject() subject {
	u := r.Data.Unit
	return subject{UnitID: u.ID, Name: u.Name, Code: words(u.Code), State: current}
}

func (r *ProfileReport) sealed() any { return r.Data }

// daysOf are the day before an act and its last one; "" for unknown.
func daysOf(a succession.SuccessionView) (before, after date.Day) {
	first, last := cmp.Or(a.HappenedOn, a.EarliestOn), cmp.Or(a.HappenedOn, a.LatestOn)
	if first != nil && first.First() != "" {
		before = first.First().AddDays(-1)
	}
	if last != nil {
		after = last.Last()
	}
	return before, after
}

func namesOn(parties []record.Ref, versions map[string][]VersionRow, day date.Day) []string {
	out := []string{}
	for _, p := range parties {
		name := written(&p)
		if rows := versions[words(p.ID)]; p.AsWritten == nil && day != "" && len(rows) > 0 {
			name = unit.NameOn(bare(rows), day)
		}
		out = append(out, name)
	}
	return out
}

// bare are versions without what is shown beside them.
func bare(rows []VersionRow) (out []unit.Version) {
	for _, r := range rows {
		out = append(out, r.Version)
	}
	return out
}

// byYear counts the awards of a profile by the year of their merit.
func (v ProfileView) byYear() []ProfileYear {
	var years []int
	var longer []string
	own, inherited := map[string]int{}, map[string]int{}
	for _, a := range v.Awards {
		if !a.counts() {
			continue
		}
		label := ""
		switch p := a.Period; {
		case p == nil:
		case p.ListingYear != nil:
			label = strconv.Itoa(*p.ListingYear)
			years = append(years, *p.ListingYear)
		default:
			label = p.Label
			longer = append(longer, label)
		}
		if a.Merit == succession.Own {
			own[label]++
		} else {
			inherited[label]++
		}
	}
	labels := labelsOf(years, longer)
	if own[""]+inherited[""] > 0 {
		labels = append(labels, "")
	}
	out := []ProfileYear{}
	for _, l := range labels {
		y := ProfileYear{}
		if l != "" {
			y.Period = &l
		}
		if n, m := own[l], inherited[l]; n+m > 0 {
			y.Own, y.Inherited = &n, &m
		}
		out = append(out, y)
	}
	return out
}

// counts holds for an award in force that counts for the unit.
func (a ProfileAwardView) counts() bool {
	return a.Status == award.InForce && (a.Merit == succession.Own || a.Merit == succession.Inherited)
}

// manyYears is how many years one table shows side by side.
const manyYears = 50

// labelsOf are the labels of some years and longer periods in order, with the
// years between that nothing is known of, unless they are too many.
func labelsOf(years []int, longer []string) []string {
	slices.Sort(years)
	years = slices.Compact(years)
	if n := len(years); n > 0 && years[n-1]-years[0] < manyYears {
		for y := years[0]; y < years[n-1]; y++ {
			if !slices.Contains(years, y) {
				years = append(years, y)
			}
		}
		slices.Sort(years)
	}
	out := []string{}
	for _, y := range years {
		out = append(out, strconv.Itoa(y))
	}
	slices.Sort(longer)
	return append(out, slices.Compact(longer)...)
}
