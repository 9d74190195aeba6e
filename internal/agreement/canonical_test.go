package agreement

import (
	"strings"
	"testing"

	"giaouoc/internal/amount"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/period"
)

func ptr[T any](v T) *T { return &v }

func sample() (Agreement, []Commitment) {
	a := Agreement{Title: "Giao ước thi đua năm 2021", BasisOfText: Original, LegalBases: db.NewJSON([]string{"Luật <Thi đua> & khen thưởng"})}
	c := Commitment{
		Position: 1, Text: "Giải quyết hồ sơ\nđúng hạn", Scope: Common, Measure: ptr("percent"), Target: ptr(amount.Amount(9_007_199_254_740_993)), UnitOfMeasure: ptr("%"),
		DueOn: ptr(date.Partial("2021-12")), Weight: ptr(amount.Points(250)), LegalBasis: db.NewJSON([]string{}), Targets: db.NewJSON([]Target{{"u1", ptr(amount.Amount(1_500_000))}, {"u2", nil}}),
	}
	return a, []Commitment{c}
}

func sampleContent() Content {
	content := Content{Period: ContentPeriod{period.CalendarYear, "2021"}, Bloc: "Khối các cơ quan Đảng", Members: []string{"Văn phòng Tỉnh ủy", "Báo Ninh Bình"}}
	content.write(sample())
	return content
}

// The bytes that are hashed never change: signed texts are verified against
// them for as long as the books are kept.
func TestCanonicalForm(t *testing.T) {
	const want = `{"bloc":"Khối các cơ quan Đảng","commitments":[{"baseline":null,"due_on":"2021-12","legal_basis":[],"measure":"percent","order":1,"scope":"common","target":"9007199254.740993","targets":[{"target":"1.5","unit_id":"u1"},{"target":null,"unit_id":"u2"}],"text":"Giải quyết hồ sơ\nđúng hạn","theme":null,"unit_as_written":null,"unit_id":null,"unit_of_measure":"%","weight":"2.5"}],"legal_bases":["Luật <Thi đua> & khen thưởng"],"members":["Văn phòng Tỉnh ủy","Báo Ninh Bình"],"period":{"kind":"calendar_year","label":"2021"},"preamble":null,"title":"Giao ước thi đua năm 2021"}`
	const hash = "33e81e48e19b272eb9e6d7e1988dde17bbd5dbc4994c34270566a2212253fa8e"
	b, got := Canonical(sampleContent())
	if string(b) != want {
		t.Errorf("canonical form\n got %s\nwant %s", b, want)
	}
	if got != hash {
		t.Errorf("hash %s, want %s", got, hash)
	}
	if again, _ := Canonical(sampleContent()); string(again) != string(b) || hashOf(again) != got {
		t.Error("the same content has two forms")
	}
	if b, _ := Canonical(AnnexContent{2, "Phụ lục", "Sửa", hash}); string(b) != `{"number":2,"previous":"`+hash+`","text":"Sửa","title":"Phụ lục"}` {
		t.Errorf("annex %s", b)
	}
}

func TestEveryChangeOfContentChangesTheHash(t *testing.T) {
	_, before := Canonical(sampleContent())
	for name, change := range map[string]func(*Content){
		"period": func(c *Content) { c.Period.Label = "2022" }, "kind": func(c *Content) { c.Period.Kind = period.Range },
		"bloc": func(c *Content) { c.Bloc += " " }, "order of members": func(c *Content) { c.Members[0], c.Members[1] = c.Members[1], c.Members[0] },
		"title": func(c *Content) { c.Title = "x" }, "preamble": func(c *Content) { c.Preamble = ptr("x") }, "legal bases": func(c *Content) { c.LegalBases = nil },
		"text": func(c *Content) { c.Commitments[0].Text += "." }, "target": func(c *Content) { c.Commitments[0].Target = ptr("9007199254.740992") },
		"own target": func(c *Content) { c.Commitments[0].Targets[1].Target = ptr("0") }, "no commitments": func(c *Content) { c.Commitments = nil },
	} {
		c := sampleContent()
		change(&c)
		if _, after := Canonical(c); after == before {
			t.Errorf("%s: the hash stayed", name)
		}
	}
}

func TestIntact(t *testing.T) {
	signed := func() (Agreement, []Commitment, []Annex) {
		a, cs := sample()
		a.freeze(sampleContent(), date.System()())
		one := Annex{Number: 1, Title: "Phụ lục 1", Text: "Sửa"}
		if err := one.freeze(a.ContentHash, date.System()()); err != nil {
			t.Fatal(err)
		}
		two := Annex{Number: 3, Title: "Phụ lục 3", Text: "Thêm"}
		if err := two.freeze(one.ContentHash, date.System()()); err != nil {
			t.Fatal(err)
		}
		return a, cs, []Annex{one, two}
	}
	for _, c := range []struct {
		name   string
		change func(*Agreement, []Commitment, []Annex)
		want   [3]bool // the agreement, its first and its second annex
	}{
		{"nothing", func(*Agreement, []Commitment, []Annex) {}, [3]bool{true, true, true}},
		{"a row", func(_ *Agreement, cs []Commitment, _ []Annex) { cs[0].Text = "Khác" }, [3]bool{}},
		{"the title", func(a *Agreement, _ []Commitment, _ []Annex) { a.Title = "Khác" }, [3]bool{}},
		{"a member's name in the stored form", func(a *Agreement, _ []Commitment, _ []Annex) {
			*a.Canonical = strings.Replace(*a.Canonical, "Báo", "Đài", 1)
		}, [3]bool{}},
		{"the stored form is no JSON", func(a *Agreement, _ []Commitment, _ []Annex) {
			*a.Canonical = "{"
			*a.ContentHash = hashOf([]byte("{"))
		}, [3]bool{}},
		{"the stored form is gone", func(a *Agreement, _ []Commitment, _ []Annex) { a.Canonical = nil }, [3]bool{}},
		{"the first annex", func(_ *Agreement, _ []Commitment, xs []Annex) { xs[0].Text = "Khác" }, [3]bool{true, false, false}},
		{"the second annex", func(_ *Agreement, _ []Commitment, xs []Annex) { xs[1].PreviousHash = ptr("00") }, [3]bool{true, true, false}},
		{"an annex made anew, hash and all", func(a *Agreement, _ []Commitment, xs []Annex) {
			xs[0].Text = "Khác"
			_ = xs[0].freeze(a.ContentHash, date.System()())
		}, [3]bool{true, true, false}},
	} {
		a, cs, xs := signed()
		c.change(&a, cs, xs)
		for i, number := range []int{0, 1, 3} {
			if got := chainIntact(a, cs, xs, number); got != c.want[i] {
				t.Errorf("%s changed: text %d intact is %v", c.name, number, got)
			}
		}
	}
}

func TestAnnexFollowsASignedText(t *testing.T) {
	if err := (&Annex{}).freeze(nil, date.System()()); err != ErrPreviousUnsigned {
		t.Errorf("%v", err)
	}
}

func TestNameOfABlocOnADay(t *testing.T) {
	p := func(s string) *date.Partial { return ptr(date.Partial(s)) }
	b := bloc.Bloc{Name: "Khối mới", Names: db.NewJSON([]bloc.Name{
		{Name: "Khối mới", Kind: "current", ValidFrom: p("2021-07")},
		{Name: "Khối giữa", Kind: "former", ValidFrom: p("2015"), ValidTo: p("2021-06")},
		{Name: "Khối đầu", Kind: "former", ValidTo: p("2014")},
		{Name: "Khối gọi tắt", Kind: "variant", ValidFrom: p("2000")},
		{Name: "Khối không rõ lúc nào", Kind: "former"},
	})}
	for day, want := range map[date.Day]string{
		"2010-01-01": "Khối đầu", "2014-12-31": "Khối đầu", "2015-01-01": "Khối giữa", "2021-06-30": "Khối giữa", "2021-07-01": "Khối mới", "2030-01-01": "Khối mới",
	} {
		if got := nameOn(b, day); got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
	if got := nameOn(bloc.Bloc{Name: "Khối", Names: db.NewJSON([]bloc.Name{{Name: "Khối", Kind: "current", ValidFrom: p("2024")}})}, "2020-01-01"); got != "Khối" {
		t.Errorf("before every known name: %q", got)
	}
}
