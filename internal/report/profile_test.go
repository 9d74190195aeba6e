package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/period"
)

func TestGaps(t *testing.T) {
	for what, c := range map[string]struct {
		labels []string
		want   []int
	}{
		"nothing":                     {nil, []int{}},
		"one year":                    {[]string{"2021"}, []int{}},
		"two years apart":             {[]string{"2024", "2021"}, []int{2022, 2023}},
		"a school year is one year":   {[]string{"2019-2020", "2017-2018"}, []int{2019}},
		"a range covers its years":    {[]string{"2011-2015", "2017"}, []int{2016}},
		"a range holds the gap":       {[]string{"2012", "2014", "2011-2015"}, []int{}},
		"two blocs in the same years": {[]string{"2021", "2021", "2019"}, []int{2020}},
	} {
		var ps []period.Period
		for _, l := range c.labels {
			kind := period.Kind("")
			if l == "2011-2015" {
				kind = period.Range
			}
			p, err := period.Parse(l, kind)
			if err != nil {
				t.Fatal(err)
			}
			ps = append(ps, p)
		}
		if diff := cmp.Diff(c.want, gaps(ps)); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
}
