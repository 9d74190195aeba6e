package rating

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/record"
)

func rule(id, kind, limit string, more ...func(*Rule)) Rule {
	r := Rule{Meta: record.Meta{ID: id}, Kind: kind, Cap: limit, Norm: "Quy định " + id}
	for _, m := range more {
		m(&r)
	}
	return r
}

func of(authority string) func(*Rule) { return func(r *Rule) { r.AuthorityID = &authority } }
func from(d date.Day) func(*Rule)     { return func(r *Rule) { r.ValidFrom = &d } }
func until(d date.Day) func(*Rule)    { return func(r *Rule) { r.ValidTo = &d } }

func TestCeiling(t *testing.T) {
	type circumstances = []string
	reprimand, warning := rule("1", "head_reprimanded", "good"), rule("2", "head_warned", "completed")
	for name, tt := range map[string]struct {
		rules   []Rule
		kinds   circumstances
		level   string
		because []string
	}{
		"nothing happened":              {[]Rule{reprimand}, nil, "", nil},
		"no rule on what happened":      {[]Rule{reprimand}, circumstances{"corruption"}, "", nil},
		"a reprimand":                   {[]Rule{reprimand, warning}, circumstances{"head_reprimanded"}, "good", []string{"1"}},
		"the lowest cap holds":          {[]Rule{reprimand, warning}, circumstances{"head_reprimanded", "head_warned"}, "completed", []string{"2"}},
		"in whatever order":             {[]Rule{reprimand, warning}, circumstances{"head_warned", "head_reprimanded"}, "completed", []string{"2"}},
		"two that leave the same":       {[]Rule{warning, rule("3", "disunity", "completed")}, circumstances{"head_warned", "disunity"}, "completed", []string{"2", "3"}},
		"own rule before that for all":  {[]Rule{reprimand, rule("4", "head_reprimanded", "completed", of("here"))}, circumstances{"head_reprimanded"}, "completed", []string{"4"}},
		"own rule, though milder":       {[]Rule{warning, rule("5", "head_warned", "good", of("here"))}, circumstances{"head_warned"}, "good", []string{"5"}},
		"another authority's":           {[]Rule{rule("6", "head_warned", "good", of("elsewhere"))}, circumstances{"head_warned"}, "", nil},
		"not yet in force":              {[]Rule{rule("7", "head_warned", "good", from("2027-01-01"))}, circumstances{"head_warned"}, "", nil},
		"no longer in force":            {[]Rule{rule("8", "head_warned", "good", until("2026-12-30"))}, circumstances{"head_warned"}, "", nil},
		"on its first and last day":     {[]Rule{rule("9", "head_warned", "good", from("2026-12-31"), until("2026-12-31"))}, circumstances{"head_warned"}, "good", []string{"9"}},
		"a generation of the norm each": {[]Rule{rule("a", "head_warned", "good", until("2025-12-31")), rule("b", "head_warned", "not_completed", from("2026-01-01"))}, circumstances{"head_warned"}, "not_completed", []string{"b"}},
	} {
		var cs []Circumstance
		for _, k := range tt.kinds {
			cs = append(cs, Circumstance{Kind: k})
		}
		var level string
		var because []string
		if c := ceiling(cs, tt.rules, "here", "2026-12-31"); c != nil {
			level = c.Level
			for _, r := range c.Because {
				because = append(because, r.Rule.ID)
			}
		}
		if level != tt.level || !cmp.Equal(because, tt.because) {
			t.Errorf("%s: %q because of %v, want %q because of %v", name, level, because, tt.level, tt.because)
		}
	}
}

func TestExceeded(t *testing.T) {
	for _, tt := range []struct {
		limit, level string
		want         bool
	}{{"good", "excellent", true}, {"good", "good", false}, {"good", "not_completed", false}, {"not_completed", "completed", true}, {"excellent", "excellent", false}} {
		if got := (&Cap{Level: tt.limit}).exceeded(tt.level); got != tt.want {
			t.Errorf("%s under %s: %v", tt.level, tt.limit, got)
		}
	}
	if (*Cap)(nil).exceeded("excellent") {
		t.Error("exceeded without a cap")
	}
}

func TestSeated(t *testing.T) {
	a, gone, name := "a", "gone", "Đã rời khối"
	count := 3
	row := func(id string, unit *string, standing string, kinds ...string) ratingRow {
		r := ratingRow{Rating: Rating{Meta: record.Meta{ID: id}, UnitID: unit, Standing: standing, Level: "good"}, UnitName: &name}
		for _, k := range kinds {
			r.Circumstances.V = append(r.Circumstances.V, Circumstance{Kind: k})
		}
		return r
	}
	counted := row("4", nil, Recognised)
	counted.Count = &count
	var asked [][]Circumstance
	rows, others := seated([]bloc.Seat{{UnitID: &a, UnitName: "A"}, {UnitName: "Chưa liên kết"}}, []ratingRow{row("1", &a, BySelf, "disunity"), row("2", &a, Proposed, "disunity", "corruption"), row("3", &gone, BySelf), counted}, func(cs []Circumstance) *Cap {
		asked = append(asked, cs)
		return nil
	})
	var got []string
	for _, r := range rows {
		got = append(got, r.UnitName+" "+r.Ratings[BySelf].ID+r.Ratings[Proposed].ID)
	}
	if diff := cmp.Diff([]string{"A 12", "Chưa liên kết ", name + " 3"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(others) != 1 || others[0].ID != "4" || len(asked[0]) != 2 {
		t.Errorf("others %v, asked %v", others, asked)
	}
}
