package award

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
)

func ptr[T any](v T) *T { return &v }

func codes(bad fault.Fields) []string {
	var out []string
	for _, f := range bad {
		out = append(out, f.Pointer+" "+f.Code)
	}
	return out
}

func TestListingYear(t *testing.T) {
	for label, want := range map[string]*int{"2020": ptr(2020), "2017-2018": ptr(2018), "2011-2015": nil, "2021-Q2": ptr(2021), "2021-9M": ptr(2021)} {
		var bad fault.Fields
		var a Award
		a.setPeriod(parsePeriod(&label, "", &bad))
		if diff := cmp.Diff(want, a.ListingYear); diff != "" || bad != nil || *a.PeriodLabel != label {
			t.Errorf("%s: %s %v", label, diff, bad)
		}
		a.setPeriod(nil)
		if diff := cmp.Diff(Award{}, a); diff != "" {
			t.Errorf("%s: made unknown again, %s", label, diff)
		}
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		label *string
		kind  period.Kind
		want  []string
	}{
		"none at all":     {nil, "", nil},
		"kind alone":      {nil, period.Range, []string{"/period required"}},
		"no label":        {ptr("năm 2020"), "", []string{"/period invalid_period"}},
		"of another kind": {ptr("2020"), period.SchoolYear, []string{"/period_kind conflicts_with"}},
	} {
		var bad fault.Fields
		parsePeriod(c.label, c.kind, &bad)
		if diff := cmp.Diff(c.want, codes(bad)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestUnnamed(t *testing.T) {
	for name, c := range map[string]struct {
		award Award
		want  *int
		full  bool
	}{
		"unknown count": {Award{Named: 2}, nil, false},
		"none named":    {Award{Count: ptr(4)}, ptr(4), false},
		"all named":     {Award{Count: ptr(4), Named: 4}, ptr(0), true},
		"more named":    {Award{Count: ptr(4), Named: 5}, ptr(0), true},
	} {
		if diff := cmp.Diff(c.want, c.award.unnamed()); diff != "" || c.award.full() != c.full {
			t.Errorf("%s: full %v %s", name, c.award.full(), diff)
		}
	}
}

func TestWarnings(t *testing.T) {
	old := awardRow{TypeValidFrom: ptr(date.Day("2014-08-20")), TypeValidTo: ptr(date.Day("2017-09-30"))}
	old.AwardTypeID = ptr("t")
	with := func(issued *date.Partial, ends *date.Day) awardRow {
		a := old
		a.DecisionIssuedOn, a.PeriodEndsOn = issued, ends
		return a
	}
	draft := awardRow{Award: Award{Status: Draft, DecisionID: ptr("d"), Count: ptr(4), Named: 5}}
	for name, c := range map[string]struct {
		row  awardRow
		want []string
	}{
		"no date known":          {old, nil},
		"day of the decision":    {with(ptr(date.Partial("2016-05-01")), nil), nil},
		"after":                  {with(ptr(date.Partial("2020-05-01")), nil), []string{"type_not_in_force"}},
		"a year that may fit":    {with(ptr(date.Partial("2017")), nil), nil},
		"merit in, decision out": {with(ptr(date.Partial("2018-01")), ptr(date.Day("2016-12-31"))), nil},
		"both out":               {with(ptr(date.Partial("2019")), ptr(date.Day("2018-12-31"))), []string{"type_not_in_force"}},
		"draft, too many named":  {draft, []string{"named_exceeds_count", "decision_draft"}},
	} {
		var got []string
		for _, w := range c.row.warnings() {
			got = append(got, w.Code)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestRecipientFitsItsKind(t *testing.T) {
	for name, c := range map[string]struct {
		kind      *string
		recipient Recipient
		want      []string
	}{
		"unit":                        {ptr(Collective), Recipient{UnitID: ptr("u")}, nil},
		"collective in words":         {ptr(Collective), Recipient{SubUnit: ptr("Nhân dân và cán bộ huyện")}, nil},
		"collective without a name":   {ptr(Collective), Recipient{}, []string{"/unit_id reference_required"}},
		"collective with a person":    {ptr(Collective), Recipient{UnitID: ptr("u"), PersonID: ptr("p")}, []string{"/person_id conflicts_with"}},
		"person of a unit":            {ptr(Individual), Recipient{PersonAsWritten: ptr("A"), UnitID: ptr("u")}, nil},
		"individual without a person": {ptr(Individual), Recipient{UnitID: ptr("u")}, []string{"/person_id reference_required"}},
		"household":                   {ptr(Household), Recipient{Household: ptr("Hộ ông A")}, nil},
		"household with a unit":       {ptr(Household), Recipient{Household: ptr("Hộ ông A"), UnitID: ptr("u")}, []string{"/unit_id conflicts_with"}},
		"bloc":                        {ptr(WholeBloc), Recipient{HonouredBlocID: ptr("b")}, nil},
		"bloc by a unit":              {ptr(WholeBloc), Recipient{UnitID: ptr("u")}, []string{"/honoured_bloc_id reference_required", "/unit_id conflicts_with"}},
		"unknown kind, a person":      {nil, Recipient{PersonID: ptr("p"), UnitID: ptr("u")}, nil},
		"unknown kind, nobody":        {nil, Recipient{}, []string{"/unit_id reference_required"}},
		"unknown kind, two":           {nil, Recipient{PersonID: ptr("p"), Household: ptr("h")}, []string{"/household conflicts_with"}},
	} {
		var bad fault.Fields
		c.recipient.check(c.kind, "", &bad)
		if diff := cmp.Diff(c.want, codes(bad)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestSameRecipient(t *testing.T) {
	office := Recipient{UnitID: ptr("u")}
	for name, c := range map[string]struct {
		a, b Recipient
		want bool
	}{
		"same unit":         {office, office, true},
		"part of the unit":  {office, Recipient{UnitID: ptr("u"), SubUnit: ptr("Phòng A")}, false},
		"same part":         {Recipient{UnitID: ptr("u"), SubUnit: ptr("Phòng A")}, Recipient{UnitID: ptr("u"), SubUnit: ptr("Phòng A")}, true},
		"same words":        {Recipient{UnitAsWritten: ptr("Sở A")}, Recipient{UnitAsWritten: ptr("Sở A")}, false},
		"same person":       {Recipient{PersonID: ptr("p"), UnitID: ptr("u")}, Recipient{PersonID: ptr("p")}, true},
		"people of a unit":  {Recipient{PersonID: ptr("p"), UnitID: ptr("u")}, Recipient{PersonID: ptr("q"), UnitID: ptr("u")}, false},
		"person, unit":      {Recipient{PersonID: ptr("p"), UnitID: ptr("u")}, office, false},
		"same bloc":         {Recipient{HonouredBlocID: ptr("b")}, Recipient{HonouredBlocID: ptr("b")}, true},
		"household by name": {Recipient{Household: ptr("h")}, Recipient{Household: ptr("h")}, false},
	} {
		if got := c.a.same(&c.b); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestDecisionLacks(t *testing.T) {
	known := Decision{AuthorityAsWritten: ptr("Chủ tịch UBND tỉnh")}
	annulling := known
	annulling.AnnulsID = ptr("x")
	restoring := known
	restoring.RestoresID = ptr("x")
	for name, c := range map[string]struct {
		decision Decision
		target   *Decision
		want     []string
	}{
		"nobody's":          {Decision{}, nil, []string{"/authority_id reference_required"}},
		"somebody's":        {known, nil, nil},
		"annuls":            {annulling, &Decision{Status: InForce}, nil},
		"annuls a draft":    {annulling, &Decision{Status: Draft}, []string{"/annuls_id other_state"}},
		"annuls once more":  {annulling, &Decision{Status: Annulled}, []string{"/annuls_id other_state"}},
		"restores":          {restoring, &Decision{Status: Annulled}, nil},
		"restores in force": {restoring, &Decision{Status: InForce}, []string{"/restores_id other_state"}},
	} {
		if diff := cmp.Diff(c.want, codes(c.decision.lacking(c.target))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Every generation of a family follows the one before for each subject, and
// every row that needs checking says what.
func TestCatalogue(t *testing.T) {
	entries, err := readCatalogue()
	if err != nil || len(entries) != 107 {
		t.Fatalf("%d rows, %v", len(entries), err)
	}
	last, seen := map[string]date.Day{}, map[string]bool{}
	for _, e := range entries {
		if seen[e.Code] || e.IsVerified != (e.CheckVi == nil) || (e.CheckVi == nil) != (e.CheckEn == nil) {
			t.Errorf("%s: twice, or verified without a word of what is open", e.Code)
		}
		seen[e.Code] = true
		for _, subject := range e.Subjects {
			key := e.Family + " " + subject
			if before, ok := last[key]; ok && (e.ValidFrom == nil || before.AddDays(1) != *e.ValidFrom) {
				t.Errorf("%s: %s leaves a gap or overlaps", e.Code, subject)
			}
			if e.ValidTo != nil {
				last[key] = *e.ValidTo
			}
		}
	}
}

func TestTake(t *testing.T) {
	entries, err := readCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	ty := Type{LocalName: ptr("Cờ của tỉnh"), IsRetired: true}
	if !ty.take(entries[0]) || ty.take(entries[0]) {
		t.Error("an unchanged row counts as changed, or a new one does not")
	}
	changed := entries[0]
	changed.Article = ptr("Luật mới, Điều 1")
	if !ty.take(changed) || *ty.Article != "Luật mới, Điều 1" || ty.Name() != "Cờ của tỉnh" || !ty.IsRetired {
		t.Errorf("the office's own words are lost: %+v", ty)
	}
}
