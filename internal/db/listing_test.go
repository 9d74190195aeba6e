package db

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/fault"
)

func testList() List {
	return List{
		Fields: []Field{
			{Name: "code", SQL: "t.code", Type: Text, Nullable: true, Sort: true},
			{Name: "kind", SQL: "t.kind", Type: Enum, Enum: []string{"party", "state"}},
			{Name: "unit_id", SQL: "t.unit_id", Type: ID, Nullable: true},
			{Name: "is_open", SQL: "t.is_open", Type: Bool},
			{Name: "year", SQL: "t.year", Type: Int, Nullable: true, Sort: true},
			{Name: "held_on", SQL: "t.held_on", Type: Date, Nullable: true, Sort: true},
			{Name: "at", SQL: "t.at", Type: Instant},
			{Name: "order", SQL: "t.place", Type: Int, Sort: true, SortOnly: true},
			{Name: "role", Type: Text, Match: func(vs []string) (string, []any) { return "t.role IN ?", []any{vs} }},
		},
		Search: "t.search_text", Default: "-year,code", ID: "t.id",
	}
}

const someID = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"

func TestParseAccepts(t *testing.T) {
	tests := []struct {
		query string
		where []string
		args  []any
	}{
		{"", nil, nil},
		{"lang=vi", nil, nil},
		{"code=A", []string{"t.code IN (?)"}, []any{"A"}},
		{"code=A,B", []string{"t.code IN (?,?)"}, []any{"A", "B"}},
		{`code=A%5C%2CB`, []string{"t.code IN (?)"}, []any{"A,B"}},
		{`code=A%5C%2CB,C`, []string{"t.code IN (?,?)"}, []any{"A,B", "C"}},
		{"code=%20A%C2%A0", []string{"t.code IN (?)"}, []any{"A"}},
		{"code_ne=A", []string{"(t.code IS NULL OR t.code NOT IN (?))"}, []any{"A"}},
		{"code_exists=true", []string{"t.code IS NOT NULL"}, nil},
		{"code_exists=false", []string{"t.code IS NULL"}, nil},
		{"kind=party", []string{"t.kind IN (?)"}, []any{"party"}},
		{"kind_ne=party,state", []string{"(t.kind IS NULL OR t.kind NOT IN (?,?))"}, []any{"party", "state"}},
		{"unit_id=" + strings.ToUpper(someID), []string{"t.unit_id IN (?)"}, []any{someID}},
		{"is_open=true", []string{"t.is_open IN (?)"}, []any{true}},
		{"year=2021", []string{"t.year IN (?)"}, []any{int64(2021)}},
		{"year_gt=2020", []string{"t.year > ?"}, []any{int64(2020)}},
		{"year_gte=2020&year_lte=2021", []string{"t.year >= ?", "t.year <= ?"}, []any{int64(2020), int64(2021)}},
		{"year_lt=2020", []string{"t.year < ?"}, []any{int64(2020)}},
		{"role=a,b", []string{"t.role IN ?"}, []any{[]string{"a", "b"}}},
		{"q=", nil, nil},
		{"q=%20%20", nil, nil},
		{"q=Đảng+ủy", []string{`t.search_text LIKE ? ESCAPE '\'`, `t.search_text LIKE ? ESCAPE '\'`}, []any{"%dang%", "%uy%"}},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			q, err := url.ParseQuery(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			r, err := testList().Parse(q, []byte("key"))
			if err != nil {
				t.Fatal(err)
			}
			where, args := r.Conditions(actor.Actor{})
			if diff := cmp.Diff(tt.where, where); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.args, args); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ query, code, field string }{
		{"limit=0", "invalid_parameter", "limit out_of_range"},
		{"limit=201", "invalid_parameter", "limit out_of_range"},
		{"limit=-1", "invalid_parameter", "limit out_of_range"},
		{"limit=x", "invalid_parameter", "limit out_of_range"},
		{"limit=", "invalid_parameter", "limit out_of_range"},
		{"limit=1e1", "invalid_parameter", "limit out_of_range"},
		{"include_total=yes", "invalid_parameter", "include_total not_allowed"},
		{"code=A&code=B", "invalid_parameter", "code invalid_parameter"},
		{"code=", "invalid_parameter", "code invalid_parameter"},
		{"code=A,,B", "invalid_parameter", "code invalid_parameter"},
		{"code=a%00b", "invalid_parameter", "code forbidden_character"},
		{"code=a%E2%80%8Bb", "invalid_parameter", "code forbidden_character"},
		{"code=%FF", "invalid_parameter", "code forbidden_character"},
		{"code_gt=A", "unknown_parameter", "code_gt unknown_parameter_suggest"},
		{"code_like=A", "unknown_parameter", "code_like unknown_parameter_suggest"},
		{"kode=A", "unknown_parameter", "kode unknown_parameter_suggest"},
		{"yaer=2021", "unknown_parameter", "yaer unknown_parameter_suggest"},
		{"nothing_like_it=2021", "unknown_parameter", "nothing_like_it unknown_parameter"},
		{"order=1", "unknown_parameter", "order unknown_parameter"},
		{"kind=union", "invalid_parameter", "kind not_allowed"},
		{"kind_exists=true", "unknown_parameter", "kind_exists unknown_parameter_suggest"},
		{"unit_id=7", "invalid_parameter", "unit_id invalid_id"},
		{"unit_id=urn:uuid:" + someID, "invalid_parameter", "unit_id invalid_id"},
		{"is_open=1", "invalid_parameter", "is_open not_allowed"},
		{"is_open_ne=true", "unknown_parameter", "is_open_ne unknown_parameter_suggest"},
		{"year=twenty", "invalid_parameter", "year invalid_parameter"},
		{"year=99999999999", "invalid_parameter", "year invalid_parameter"},
		{"year_gte=2020,2021", "invalid_parameter", "year_gte invalid_parameter"},
		{"held_on=2021-02-30", "invalid_parameter", "held_on invalid_date"},
		{"held_on=2021-13", "invalid_parameter", "held_on invalid_date"},
		{"held_on=0000", "invalid_parameter", "held_on invalid_date"},
		{"held_on_gte=2021-1", "invalid_parameter", "held_on_gte invalid_date"},
		{"at_gte=2021-01-01", "invalid_parameter", "at_gte invalid_parameter"},
		{"at=2021-01-01T00:00:00Z", "unknown_parameter", "at unknown_parameter"},
		{"role_ne=a", "unknown_parameter", "role_ne unknown_parameter_suggest"},
		{"sort=name", "invalid_parameter", "sort not_allowed"},
		{"sort=", "invalid_parameter", "sort not_allowed"},
		{"sort=code,-code", "invalid_parameter", "sort not_allowed"},
		{"sort=t.code%3Bdrop+table+t", "invalid_parameter", "sort not_allowed"},
		{"sort=code,year,held_on,order", "invalid_parameter", "sort max_items"},
		{"q=%00%00", "invalid_parameter", "q invalid_parameter"},
		{"q=" + strings.Repeat("a", 201), "invalid_parameter", "q max_length"},
		{"code=" + strings.Repeat("a,", 100) + "a", "invalid_parameter", "code max_items"},
		{"cursor=AAAA", "cursor_mismatch", "cursor cursor_mismatch"},
		{"cursor=%2B%2F", "cursor_mismatch", "cursor cursor_mismatch"},
	}
	for _, tt := range tests {
		t.Run(tt.query[:min(len(tt.query), 40)], func(t *testing.T) {
			q, err := url.ParseQuery(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			_, err = testList().Parse(q, []byte("key"))
			f := fault.From(err)
			if f == nil || f.Kind != fault.Malformed || f.Code != tt.code {
				t.Fatalf("%v, want %s", err, tt.code)
			}
			if got := f.Fields[0].Parameter + " " + f.Fields[0].Code; got != tt.field {
				t.Errorf("%s, want %s", got, tt.field)
			}
		})
	}
}

func TestParseSaysEverythingAtOnce(t *testing.T) {
	_, err := testList().Parse(url.Values{"limit": {"0"}, "yaer": {"1"}, "kind": {"x"}}, nil)
	f := fault.From(err)
	if f == nil || len(f.Fields) != 3 || f.Code != "unknown_parameter" {
		t.Fatalf("%v", err)
	}
	i := slices.IndexFunc(f.Fields, func(f fault.Field) bool { return f.Parameter == "yaer" })
	if f.Fields[i].Params["did_you_mean"] != "year" {
		t.Errorf("suggestion %v", f.Fields[i].Params)
	}
}

func TestParseUnknownSortNamesTheAllowed(t *testing.T) {
	_, err := testList().Parse(url.Values{"sort": {"name"}}, nil)
	want := []string{"code", "year", "held_on", "order"}
	if diff := cmp.Diff(want, fault.From(err).Fields[0].Params["allowed"]); diff != "" {
		t.Error(diff)
	}
}

// A list without an order is no list of pages.
func TestParseOfFiltersAlone(t *testing.T) {
	l := testList()
	l.Default = ""
	for _, name := range []string{"limit", "sort", "cursor", "include_total"} {
		if _, err := l.Parse(url.Values{name: {"1"}}, nil); fault.From(err) == nil || fault.From(err).Code != "unknown_parameter" {
			t.Errorf("%s: %v", name, err)
		}
	}
	r, err := l.Parse(url.Values{"year": {"2021"}}, nil)
	if conds, args := r.Conditions(actor.Actor{}); err != nil || len(conds) != 1 || len(args) != 1 {
		t.Errorf("%v %v %v", conds, args, err)
	}
}

func TestParametersAreWhatParseTakes(t *testing.T) {
	sample := map[FieldType]string{Text: "a", ID: someID, Enum: "party", Bool: "true", Int: "1", Date: "2021", Instant: "2021-01-01T00:00:00Z"}
	for _, p := range testList().Parameters() {
		v := sample[p.Field.Type]
		if p.Op == "_exists" {
			v = "true"
		}
		if _, err := testList().Parse(url.Values{p.Name: {v}}, nil); err != nil {
			t.Errorf("%s=%s: %v", p.Name, v, err)
		}
	}
}

func TestCursorIsSealed(t *testing.T) {
	key := []byte("0123456789abcdef0123456789abcdef")
	c := sealCursor([]string{"2021", "A", "1"}, "fp", key)
	if at, ok := openCursor(c, "fp", key); !ok || at[1] != "A" {
		t.Fatal("own cursor refused")
	}
	for name, ok := range map[string]bool{
		"other filters": second(openCursor(c, "other", key)), "other key": second(openCursor(c, "fp", key[1:])),
		"empty": second(openCursor("", "fp", key)), "cut": second(openCursor(c[:len(c)-4], "fp", key)),
	} {
		if ok {
			t.Errorf("%s: accepted", name)
		}
	}
	for i := range len(c) {
		b := []byte(c)
		b[i] ^= 1
		if _, ok := openCursor(string(b), "fp", key); ok && decoded(string(b)) != decoded(c) {
			t.Errorf("byte %d changed and accepted", i)
		}
	}
}

func second(_ []string, ok bool) bool { return ok }

func decoded(c string) string {
	at, _ := openCursor(c, "fp", []byte("0123456789abcdef0123456789abcdef"))
	return fmt.Sprint(at)
}

func TestSplitValues(t *testing.T) {
	for in, want := range map[string][]string{
		"a": {"a"}, "a,b": {"a", "b"}, `a\,b`: {"a,b"}, `\,`: {","}, ",": {"", ""}, "": {""}, `a\`: {`a\`}, `a\\,b`: {`a\,b`}, "a\x00b": {"a\x00b"},
	} {
		if diff := cmp.Diff(want, splitValues(in)); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}
