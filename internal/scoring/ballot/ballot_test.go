package ballot_test

import (
	"encoding/json"
	"math/big"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/scoring/ballot"
)

func share(t testing.TB, s string) *ballot.Share {
	t.Helper()
	v, err := ballot.ParseShare(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return &v
}

func n(v int) *int { return &v }

// 13 members at 90 % need 12; 15 at 80 % need 12; 15 at 90 % need 14.
func TestHowManyMustAgree(t *testing.T) {
	for _, tt := range []struct {
		share string
		over  bool
		base  int
		want  int
	}{
		{"90%", false, 13, 12},
		{"80%", false, 15, 12},
		{"90%", false, 15, 14},
		{"90%", false, 10, 9},
		{"50%", true, 10, 6},
		{"50%", true, 11, 6},
		{"50%", false, 10, 5},
		{"2/3", false, 15, 10},
		{"2/3", false, 16, 11},
		{"66.67%", false, 15, 11}, // which is why two thirds are not written so
		{"100%", false, 7, 7},
		{"0.01%", false, 7, 1},
		{"90%", false, 0, 0},
	} {
		if got := share(t, tt.share).Of(tt.base, tt.over); got != tt.want {
			t.Errorf("%s of %d (over: %v) is %d, want %d", tt.share, tt.base, tt.over, got, tt.want)
		}
	}
}

func TestSharesThatAreNone(t *testing.T) {
	for _, s := range []string{"", "0%", "0.00%", "101%", "100.5%", "90", "3/2", "0/3", "1/0", "-5%", "90 %", "9,5%", "1/100", "90.123%"} {
		if v, err := ballot.ParseShare(s); err == nil {
			t.Errorf("%q is read as %s", s, v)
		}
	}
}

func TestFiguresThatCannotBe(t *testing.T) {
	type c = ballot.Count
	for _, tt := range []struct {
		name  string
		count c
		want  []ballot.Flaw
	}{
		{"nothing known", c{Items: []ballot.Item{{}}}, nil},
		{"all in order", c{n(15), n(13), n(2), n(13), n(13), n(12), n(1), n(0), nil, []ballot.Item{{n(14), n(0), n(0)}}}, nil},
		{"more present than members", c{Eligible: n(10), Present: n(11)}, []ballot.Flaw{{-1, "present", "over", "eligible", 10}}},
		{"unknown between", c{Eligible: n(10), Returned: n(11)}, []ballot.Flaw{{-1, "returned", "over", "eligible", 10}}},
		{"more came back than went out", c{Issued: n(9), Returned: n(10)}, []ballot.Flaw{{-1, "returned", "over", "issued", 9}}},
		{"who is present writes no opinion", c{Eligible: n(10), Present: n(9), Written: n(2)}, []ballot.Flaw{{-1, "written_opinions", "over", "eligible", 1}}},
		{"ballots do not add up", c{Returned: n(10), Valid: n(8), Blank: n(0), Invalid: n(1)}, []ballot.Flaw{{-1, "returned", "sum_differs", "valid", 9}}},
		{"ballots are too many", c{Returned: n(10), Valid: n(8), Invalid: n(3)}, []ballot.Flaw{{-1, "valid", "sum_over", "returned", 10}}},
		{"ballots beyond those present", c{Present: n(5), Invalid: n(6)}, []ballot.Flaw{{-1, "invalid", "sum_over", "present", 5}}},
		{"blank may be unknown", c{Returned: n(10), Valid: n(8), Invalid: n(1)}, nil},
		{"more votes than ballots", c{Written: n(0), Valid: n(10), Items: []ballot.Item{{n(10), nil, nil}, {n(9), n(2), nil}}}, []ballot.Flaw{{1, "yes", "sum_over", "valid", 10}}},
		{"written ones count beside", c{Written: n(1), Valid: n(10), Items: []ballot.Item{{n(9), n(2), nil}}}, nil},
		{"written ones unknown", c{Eligible: n(11), Valid: n(10), Items: []ballot.Item{{n(9), n(2), nil}, {n(9), n(3), nil}}}, []ballot.Flaw{{1, "yes", "sum_over", "valid", 11}}},
		{"all were there, so nobody wrote", c{Eligible: n(13), Present: n(13), Returned: n(13), Valid: n(10), Blank: n(3), Invalid: n(0), Items: []ballot.Item{{Yes: n(12)}}}, []ballot.Flaw{{0, "yes", "sum_over", "valid", 10}}},
		{"ballots show who was there", c{Eligible: n(10), Issued: n(10), Written: n(5)}, []ballot.Flaw{{-1, "written_opinions", "over", "eligible", 0}}},
		{"never more than members", c{Eligible: n(10), Valid: n(6), Written: n(4), Items: []ballot.Item{{Yes: n(11)}}}, []ballot.Flaw{{0, "yes", "sum_over", "valid", 10}}},
		{"one choice each", c{Written: n(0), Valid: n(10), Choices: n(1), Items: []ballot.Item{{Yes: n(6)}, {Yes: n(5)}}}, []ballot.Flaw{{-1, "choices", "sum_over", "valid", 10}}},
		{"two choices each", c{Written: n(0), Valid: n(10), Choices: n(2), Items: []ballot.Item{{Yes: n(10)}, {Yes: n(10)}}}, nil},
	} {
		if got := tt.count.Check(); !cmp.Equal(got, tt.want) {
			t.Errorf("%s: %s", tt.name, cmp.Diff(tt.want, got))
		}
	}
}

func TestWhatFollows(t *testing.T) {
	ninety := ballot.Rule{Threshold: share(t, "90%"), Base: ballot.OfEligible}
	half := ballot.Rule{Threshold: share(t, "50%"), Over: true, Base: ballot.OfValid}
	quorum := ballot.Rule{Threshold: share(t, "90%"), Base: ballot.OfEligible, Quorum: share(t, "2/3")}
	for _, tt := range []struct {
		name  string
		rule  ballot.Rule
		count ballot.Count
		yes   *int
		want  ballot.Result
	}{
		{"12 of 13", ninety, ballot.Count{Eligible: n(13)}, n(12), ballot.Result{Outcome: ballot.Approved, Needed: n(12), Of: n(13)}},
		{"11 of 13", ninety, ballot.Count{Eligible: n(13)}, n(11), ballot.Result{Outcome: ballot.Rejected, Needed: n(12), Of: n(13)}},
		{"nobody counted the members", ninety, ballot.Count{}, n(11), ballot.Result{Missing: []string{"eligible"}}},
		{"nobody counted the votes", ninety, ballot.Count{Eligible: n(13)}, nil, ballot.Result{Needed: n(12), Of: n(13), Missing: []string{"yes"}}},
		{"half is not more than half", half, ballot.Count{Valid: n(8), Written: n(2)}, n(5), ballot.Result{Outcome: ballot.Rejected, Needed: n(6), Of: n(10)}},
		{"more than half", half, ballot.Count{Valid: n(8), Written: n(2)}, n(6), ballot.Result{Outcome: ballot.Approved, Needed: n(6), Of: n(10)}},
		{"opinions in writing unknown", half, ballot.Count{Valid: n(8)}, n(6), ballot.Result{Missing: []string{"written_opinions"}}},
		{"too few there", quorum, ballot.Count{Eligible: n(15), Present: n(9)}, n(15), ballot.Result{Outcome: ballot.NoQuorum, Needed: n(14), Of: n(15)}},
		{"enough there", quorum, ballot.Count{Eligible: n(15), Present: n(10)}, n(14), ballot.Result{Outcome: ballot.Approved, Needed: n(14), Of: n(15)}},
		{"who knows who was there", quorum, ballot.Count{Eligible: n(15)}, n(14), ballot.Result{Needed: n(14), Of: n(15), Missing: []string{"present"}}},
		{"all ballots blank", ballot.Rule{Threshold: share(t, "50%"), Base: ballot.OfValid}, ballot.Count{Valid: n(0), Written: n(0)}, n(0), ballot.Result{Outcome: ballot.Rejected, Needed: n(1), Of: n(0)}},
		{"no threshold", ballot.Rule{}, ballot.Count{Eligible: n(15)}, n(14), ballot.Result{Missing: []string{"threshold"}}},
	} {
		if got := tt.rule.Result(tt.count, ballot.Item{Yes: tt.yes}); !cmp.Equal(got, tt.want) {
			t.Errorf("%s: %s", tt.name, cmp.Diff(tt.want, got))
		}
	}
}

// The figures that the dashboard tells of while they are typed: its own tests hold its
// rules against the same cases.
func TestFiguresAsTheyAreTyped(t *testing.T) {
	raw, err := os.ReadFile("testdata/figures.json")
	if err != nil {
		t.Fatal(err)
	}
	type told struct {
		Overs   [][]any `json:"overs"`
		Right   bool    `json:"right"` // the ballots add up
		Most    *int    `json:"most"`
		Needed  *int    `json:"needed"`
		Quorate *bool   `json:"quorate"`
	}
	var cases []struct {
		Name  string
		Count struct {
			ballot.Count
			WrittenOpinions *int `json:"written_opinions"`
		}
		Rule struct {
			Threshold string
			Quorum    *string
			Over      bool
			Base      ballot.Base
		}
		Want told
	}
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no cases")
	}
	for _, tt := range cases {
		count, rule := tt.Count.Count, ballot.Rule{Threshold: share(t, tt.Rule.Threshold), Over: tt.Rule.Over, Base: tt.Rule.Base}
		count.Written = tt.Count.WrittenOpinions
		if tt.Rule.Quorum != nil {
			rule.Quorum = share(t, *tt.Rule.Quorum)
		}
		got := told{Overs: [][]any{}, Right: true}
		got.Needed, _, _ = rule.Needed(count)
		if enough, missing := rule.Quorate(count); len(missing) == 0 {
			got.Quorate = &enough
		}
		count.Items = []ballot.Item{{Yes: n(1_000_000)}} // more than anybody can be given
		for _, f := range count.Check() {
			switch {
			case f.Item == 0:
				got.Most = n(f.Most)
			case f.Code == "over":
				got.Overs = append(got.Overs, []any{f.Field, f.Other, float64(f.Most)})
			default:
				got.Right = false
			}
		}
		if diff := cmp.Diff(tt.Want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.Name, diff)
		}
	}
}

// As many votes as are needed make the share, and one less does not, for any share and
// base; more members never need fewer.
func FuzzShare(f *testing.F) {
	f.Add("90%", 13, false)
	f.Add("2/3", 15, true)
	f.Fuzz(func(t *testing.T, written string, base int, over bool) {
		s, err := ballot.ParseShare(written)
		if err != nil || base < 0 || base > 1_000_000 {
			return
		}
		need := s.Of(base, over)
		exact := new(big.Rat).Mul(rat(t, written), big.NewRat(int64(base), 1))
		makes := func(votes int) bool {
			cmp := big.NewRat(int64(votes), 1).Cmp(exact)
			return cmp > 0 || cmp == 0 && !over
		}
		if !makes(need) || need > 0 && makes(need-1) {
			t.Errorf("%s of %d needs %d", written, base, need)
		}
		if more := s.Of(base+1, over); more < need {
			t.Errorf("%s of %d needs %d, of one more %d", written, base, need, more)
		}
	})
}

// rat reads a share in another way than the package does.
func rat(t *testing.T, written string) *big.Rat {
	t.Helper()
	text, percent := written, false
	if written[len(written)-1] == '%' {
		text, percent = written[:len(written)-1], true
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatal(written)
	}
	if percent {
		r.Quo(r, big.NewRat(100, 1))
	}
	return r
}
