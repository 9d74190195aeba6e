package award

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTallyPutsGroupsTogether(t *testing.T) {
	flag := Group{Year: ptr(2020), TypeAsWritten: ptr("cờ"), Status: InForce, Sums: Sums{Collectives: 1, Awards: 1, Unnamed: 1}}
	paper := Group{Year: ptr(2020), TypeAsWritten: ptr("bằng khen"), HasAuthority: true, Status: InForce, Sums: Sums{Collectives: 4, Awards: 1, Named: 3, Unnamed: 1}}
	annulled := paper
	annulled.Status, annulled.Sums = Annulled, Sums{Individuals: 2, Awards: 1, Unnamed: 2}
	draft := paper
	draft.Status, draft.Sums = Draft, Sums{Households: 1, Awards: 1, Unnamed: 1}
	both := paper
	both.Sums.add(annulled.Sums)
	unclear := Sums{CountUnknown: 1, Awards: 1}
	for name, c := range map[string]struct {
		groups   []Group
		anyState bool
		want     Tally
	}{
		"nothing": {nil, false, Tally{Rows: []Group{}, Unclear: unclear}},
		"in force only": {[]Group{flag, paper, annulled, draft}, false, Tally{
			Rows: []Group{paper, flag}, Totals: Sums{Collectives: 5, Awards: 2, Named: 3, Unnamed: 2},
			Annulled: annulled.Sums, Draft: draft.Sums, Unclear: unclear,
		}},
		"states asked for": {[]Group{paper, annulled}, true, Tally{
			Rows: []Group{both}, Totals: both.Sums, Annulled: annulled.Sums, Unclear: unclear,
		}},
	} {
		if diff := cmp.Diff(c.want, newTally(c.groups, c.anyState, unclear)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestTallyOrder(t *testing.T) {
	want := []Group{
		{Year: ptr(2021), TypeName: ptr("Giấy khen")},
		{Year: ptr(2020), TypeName: ptr("Bằng khen"), Level: ptr("state"), HasAuthority: true},
		{Year: ptr(2020), TypeName: ptr("Bằng khen"), Level: ptr("state")},
		{Year: ptr(2020), TypeName: ptr("Bằng khen"), Level: ptr("grassroots")},
		{Year: ptr(2020), TypeName: ptr("Bằng khen")},
		{Year: ptr(2020), TypeAsWritten: ptr("Đề cử")},
		{Period: ptr("2016-2020"), TypeName: ptr("Bằng khen")},
		{Period: ptr("2011-2015"), TypeName: ptr("Bằng khen")},
		{TypeName: ptr("Bằng khen")},
	}
	var shuffled []Group
	for i := range want {
		want[i].Status = InForce
		shuffled = append(shuffled, want[(i*4+2)%len(want)])
	}
	for i := range shuffled {
		shuffled[i].Status = InForce
	}
	if diff := cmp.Diff(want, newTally(shuffled, false, Sums{}).Rows); diff != "" {
		t.Error(diff)
	}
}
