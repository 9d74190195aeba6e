package bloc

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
	"giaouoc/internal/viet"
)

func codes(bad fault.Fields) []string {
	out := []string{}
	for _, f := range bad {
		out = append(out, f.Pointer+" "+f.Code)
	}
	return out
}

func TestNames(t *testing.T) {
	early, late := date.Partial("2019"), date.Partial("2021-05")
	for _, c := range []struct {
		what  string
		names []Name
		want  []string
	}{
		{"none", nil, []string{"/names required"}},
		{"one current", []Name{{Name: "a", Kind: Current}}, []string{}},
		{"current and former", []Name{{Name: "a", Kind: Current}, {Name: "b", Kind: "former", ValidFrom: &early, ValidTo: &late}}, []string{}},
		{"no current", []Name{{Name: "a", Kind: "former"}}, []string{"/names one_current"}},
		{"two current", []Name{{Name: "a", Kind: Current}, {Name: "b", Kind: Current}}, []string{"/names one_current"}},
		{"ends first", []Name{{Name: "a", Kind: Current}, {Name: "b", Kind: "former", ValidFrom: &late, ValidTo: &early}}, []string{"/names/1/valid_to end_before_start"}},
	} {
		var bad fault.Fields
		checkNames(&bad, c.names)
		if diff := cmp.Diff(c.want, codes(bad)); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
}

func TestFoldFindsEitherWord(t *testing.T) {
	code := "5"
	b := Bloc{Code: &code, Names: db.NewJSON([]Name{{Name: "Khối cũ", Kind: "former"}, {Name: "Cụm thi đua Hòa Bình", Kind: Current}})}
	b.fold()
	for _, word := range []string{"khối", "cụm", "5", "hoà", "hòa", "cũ"} {
		if !strings.Contains(b.SearchText, viet.Key(word)) {
			t.Errorf("%q is not in %q", word, b.SearchText)
		}
	}
	if b.Name != "Cụm thi đua Hòa Bình" || b.Provinces.V == nil {
		t.Errorf("name %q, provinces %v", b.Name, b.Provinces.V)
	}
}

func TestStatesFitRows(t *testing.T) {
	for _, c := range []struct {
		state string
		rows  int
		want  bool
	}{
		{Unknown, 0, true},
		{Unknown, 1, false},
		{None, 0, true},
		{None, 1, false},
		{Partial, 0, true},
		{Partial, 1, true},
		{Listed, 0, false},
		{Listed, 1, true},
	} {
		if got := fits(c.state, c.rows); got != c.want {
			t.Errorf("%s with %d rows: %t", c.state, c.rows, got)
		}
	}
	for state, want := range map[string]string{Unknown: Partial, None: None, Partial: Partial, Listed: Listed} {
		if got := grown(state); got != want {
			t.Errorf("%s grows to %s", state, got)
		}
	}
}

func TestMovingKeepsPlacesGapless(t *testing.T) {
	const n = 5
	for from := 0; from <= n; from++ {
		for to := 0; to <= n+1; to++ {
			if from > 0 && to > n || from == 0 && to == 0 {
				continue
			}
			m, taken := moving(from, to), map[int]bool{}
			if to > 0 {
				taken[to] = true
			}
			for p := 1; p <= n; p++ {
				if p == from {
					continue
				}
				q := p
				if m.by != 0 && m.lo <= p && p <= m.hi {
					q += m.by
				}
				taken[q] = true
			}
			want := n
			if from == 0 {
				want++
			}
			if to == 0 {
				want--
			}
			for p := 1; p <= want; p++ {
				if !taken[p] || len(taken) != want {
					t.Fatalf("from %d to %d leaves %v", from, to, taken)
				}
			}
		}
	}
}

func TestPeriodsOfTerms(t *testing.T) {
	for _, c := range []struct {
		label string
		kind  period.Kind
		want  []string
		year  int // listing year; 0: none
	}{
		{"2021", "", []string{}, 2021},
		{"2017-2018", "", []string{}, 2018},
		{"2017-2018", period.Range, []string{}, 0},
		{"2011-2015", "", []string{}, 0},
		{"2021-Q2", "", []string{"/period not_allowed"}, 2021},
		{"năm 2021", "", []string{"/period invalid_period"}, 0},
		{"2021", period.SchoolYear, []string{"/period_kind conflicts_with"}, 0},
	} {
		var bad fault.Fields
		p := readPeriod(&bad, c.label, c.kind)
		if diff := cmp.Diff(c.want, codes(bad)); diff != "" {
			t.Errorf("%s: %s", c.label, diff)
		}
		year := 0
		if y := listed(p); y != nil {
			year = *y
		}
		if year != c.year {
			t.Errorf("%s is listed under %d", c.label, year)
		}
	}
}

func TestLifecycle(t *testing.T) {
	states := append([]string{""}, termStatuses...)
	order := map[string]int{Planning: 0, Signing: 1, InForce: 2, Reviewing: 3, Concluded: 4, Locked: 5}
	for _, from := range states {
		for _, to := range termStatuses {
			forward := from != "" && order[to] == order[from]+1
			back := from != "" && order[to] == order[from]-1
			for reason, want := range map[string]bool{"": forward, "vì sao": forward || back || from == ""} {
				err := lifecycle.Check(from, to, reason, nil, false)
				if (err == nil) != want {
					t.Errorf("%q → %s with reason %q: %v", from, to, reason, err)
				}
			}
		}
	}
}

func TestConclusionNeedsRankingOrSayingSo(t *testing.T) {
	reviewing := Reviewing
	live := Term{Status: &reviewing}
	if err := lifecycle.Check(Reviewing, Concluded, "", live.unmet(false, Ranked{}), false); err == nil {
		t.Error("a live term was concluded without a word about its ranking")
	}
	if err := lifecycle.Check(Reviewing, Concluded, "", live.unmet(true, Ranked{}), false); err != nil {
		t.Error(err)
	}
	if err := lifecycle.Check(Reviewing, Concluded, "", live.unmet(false, Ranked{Concluded: true}), false); err != nil {
		t.Error(err)
	}
	if err := lifecycle.Check(Concluded, Locked, "", live.unmet(false, Ranked{Concluded: true, Open: true}), false); err == nil {
		t.Error("a term was locked over a ranking that is still worked on")
	}
	live.step(Concluded, true)
	live.step(Locked, false)
	live.step(Concluded, false)
	if !live.WithoutRanking {
		t.Error("unlocking forgot that there was no ranking")
	}
	live.step(Reviewing, false)
	if live.WithoutRanking {
		t.Error("a term under review counts as concluded without ranking")
	}
	history := Term{}
	if err := lifecycle.Check("", Concluded, "theo báo cáo", history.unmet(false, Ranked{}), false); err != nil {
		t.Error("history is held to live gates:", err)
	}
}

func TestOpen(t *testing.T) {
	locked, concluded := Locked, Concluded
	if err := (Term{Status: &locked}).Open(); !errors.Is(err, ErrLocked) {
		t.Error(err)
	}
	for _, s := range []*string{nil, &concluded} {
		if err := (Term{Status: s}).Open(); err != nil {
			t.Error(err)
		}
	}
}

func TestWarnings(t *testing.T) {
	seven := 7
	for _, c := range []struct {
		stated *int
		rows   int
		want   int
	}{{nil, 3, 0}, {&seven, 7, 0}, {&seven, 6, 1}, {&seven, 0, 1}} {
		got := Term{StatedMemberCount: c.stated}.warnings(c.rows)
		if got == nil || len(got) != c.want {
			t.Errorf("%v stated, %d rows: %v", c.stated, c.rows, got)
		}
	}
}
