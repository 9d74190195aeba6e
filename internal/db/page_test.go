package db_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/fault"
)

type walked struct {
	ID     string
	Name   *string
	N      *int
	HeldOn *string
}

func (walked) TableName() string { return "kept" }

var (
	walkList = db.List{
		Fields: []db.Field{
			{Name: "name", SQL: "k.name", Type: db.Text, Nullable: true, Sort: true},
			{Name: "n", SQL: "k.n", Type: db.Int, Nullable: true, Sort: true},
			{Name: "held_on", SQL: "k.held_on", Type: db.Date, Nullable: true, Sort: true},
		},
		Default: "name", ID: "k.id",
	}
	cursorKey = []byte("0123456789abcdef0123456789abcdef")
)

func walkTable(t *testing.T, d *db.DB) {
	table(t, d, "id TEXT PRIMARY KEY, name TEXT, n INTEGER, held_on TEXT")
}

func insertWalked(t *testing.T, d *db.DB, w ...walked) {
	t.Helper()
	if err := d.InTx(context.Background(), func(tx *gorm.DB) error { return db.Insert(tx, &w) }); err != nil {
		t.Fatal(err)
	}
}

func fetch(t *testing.T, d *db.DB, q url.Values) db.Page[walked] {
	t.Helper()
	r, err := walkList.Parse(q, cursorKey)
	if err != nil {
		t.Fatal(err)
	}
	p, err := db.Fetch[walked](d.Read(context.Background()), db.Select{Columns: "k.*", From: "kept k"}, r)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Whatever the order, a walk shows each row that was there throughout exactly
// once and in order, NULLs among them, while others come and go.
func TestWalkShowsEachRowOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		d := open(t, o)
		walkTable(t, d)
		random := rand.New(rand.NewPCG(1, 2))
		names := []*string{nil, new("a"), new("b"), new("B"), new("đ"), new("")}
		numbers := []*int{nil, new(0), new(2), new(10)}
		days := []*string{nil, new("2021"), new("2021-02"), new("2021-02-26")}
		make := func(prefix string) walked {
			return walked{prefix + db.NewID(), names[random.IntN(len(names))], numbers[random.IntN(len(numbers))], days[random.IntN(len(days))]}
		}
		var all []walked
		for range 120 {
			all = append(all, make("keep-"))
		}
		insertWalked(t, d, all...)
		for _, sort := range []string{"name", "-name", "n,name", "-n,-name", "-n,name", "name,-n", "held_on,-name,n", "-held_on,name,-n"} {
			var seen []string
			pages := 0
			q := url.Values{"sort": {sort}, "limit": {"7"}}
			for {
				p := fetch(t, d, q)
				for _, r := range p.Rows {
					if strings.HasPrefix(r.ID, "keep-") {
						seen = append(seen, r.ID)
					}
				}
				if !p.HasMore {
					break
				}
				q.Set("cursor", p.Cursor)
				if pages++; pages > 400 {
					t.Fatalf("sort=%s: the walk does not end: %+v", sort, p.Rows[0])
				}
				write(t, d, "DELETE FROM kept WHERE id IN (SELECT id FROM kept WHERE id LIKE 'come-%' LIMIT 2)")
				insertWalked(t, d, make("come-"), make("come-"), make("come-"))
			}
			if diff := gocmp.Diff(inOrder(all, sort), seen); diff != "" {
				t.Errorf("sort=%s: %s", sort, diff)
			}
		}
	})
}

// inOrder sorts as a list does: unknown before any value, ties by id the way
// of the last field.
func inOrder(rows []walked, sort string) []string {
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b walked) int {
		way := 1
		for _, f := range strings.Split(sort, ",") {
			name, desc := strings.CutPrefix(f, "-")
			if way = 1; desc {
				way = -1
			}
			var c int
			switch name {
			case "name":
				c = cmp.Compare(text(a.Name), text(b.Name))
			case "held_on":
				c = cmp.Compare(text(a.HeldOn), text(b.HeldOn))
			case "n":
				c = cmp.Compare(number(a.N), number(b.N))
			}
			if c != 0 {
				return way * c
			}
		}
		return way * cmp.Compare(a.ID, b.ID)
	})
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func number(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

func TestPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		d := open(t, o)
		walkTable(t, d)
		for i := range 3 {
			insertWalked(t, d, walked{ID: fmt.Sprint(i), Name: new(fmt.Sprint(i))})
		}
		p := fetch(t, d, url.Values{"limit": {"2"}, "include_total": {"true"}})
		if len(p.Rows) != 2 || !p.HasMore || p.Cursor == "" || p.Total == nil || *p.Total != 3 {
			t.Errorf("%+v", p)
		}
		next := fetch(t, d, url.Values{"limit": {"2"}, "cursor": {p.Cursor}})
		if len(next.Rows) != 1 || next.HasMore || next.Cursor != "" || next.Total != nil {
			t.Errorf("%+v", next)
		}
		if p := fetch(t, d, url.Values{"limit": {"3"}}); p.HasMore || p.Cursor != "" {
			t.Error("a full last page promises more")
		}
		if p := fetch(t, d, url.Values{"name": {"none"}}); p.Rows == nil || len(p.Rows) != 0 {
			t.Errorf("no rows are %v", p.Rows)
		}
		for what, q := range map[string]url.Values{
			"filter added":  {"cursor": {p.Cursor}, "n": {"1"}},
			"order changed": {"cursor": {p.Cursor}, "sort": {"-name"}},
			"order named":   {"cursor": {p.Cursor}, "sort": {"name"}},
			"more sorts":    {"cursor": {p.Cursor}, "sort": {"name,n"}},
		} {
			_, err := walkList.Parse(q, cursorKey)
			if f := fault.From(err); f == nil || f.Code != "cursor_mismatch" {
				t.Errorf("%s: %v", what, err)
			}
		}
		// What does not change the rows may change on the way.
		fetch(t, d, url.Values{"limit": {"1"}, "cursor": {p.Cursor}, "include_total": {"true"}, "lang": {"en"}})
	})
}

// A date known to the month or year is an interval, as is one asked for.
func TestDateFilters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		d := open(t, o)
		walkTable(t, d)
		for _, day := range []string{"2020-12-31", "2021", "2021-02", "2021-02-26", "2021-03-01", "2022"} {
			insertWalked(t, d, walked{ID: day, HeldOn: &day})
		}
		insertWalked(t, d, walked{ID: "unknown"})
		for q, want := range map[string]string{
			"held_on=2021":                                 "2021 2021-02 2021-02-26 2021-03-01",
			"held_on=2021-02":                              "2021 2021-02 2021-02-26",
			"held_on=2021-02-26":                           "2021 2021-02 2021-02-26",
			"held_on=2021-02-27":                           "2021 2021-02",
			"held_on=2020,2022":                            "2020-12-31 2022",
			"held_on_ne=2021":                              "2020-12-31 2022 unknown",
			"held_on_ne=2021-02":                           "2020-12-31 2021-03-01 2022 unknown",
			"held_on_gt=2021":                              "2022",
			"held_on_gt=2021-02-26":                        "2021 2021-02 2021-03-01 2022",
			"held_on_gte=2021":                             "2021 2021-02 2021-02-26 2021-03-01 2022",
			"held_on_gte=2021-03-01":                       "2021 2021-03-01 2022",
			"held_on_lt=2021":                              "2020-12-31",
			"held_on_lt=2021-02-26":                        "2020-12-31 2021 2021-02",
			"held_on_lte=2021-02":                          "2020-12-31 2021 2021-02 2021-02-26",
			"held_on_gte=2021-01-01&held_on_lt=2021-02-01": "2021",
			"held_on_lt=2021-01-01":                        "2020-12-31",
			"held_on_lt=2021-03":                           "2020-12-31 2021 2021-02 2021-02-26",
			"held_on_gt=2021-12-31":                        "2022",
			"held_on_gt=2021-12":                           "2022",
			"held_on_gt=2021-02-28":                        "2021 2021-03-01 2022",
			"held_on_exists=false":                         "unknown",
			"held_on_exists=true&held_on_lt=2021":          "2020-12-31",
		} {
			v, err := url.ParseQuery(q)
			if err != nil {
				t.Fatal(err)
			}
			v.Set("sort", "held_on")
			var got []string
			for _, r := range fetch(t, d, v).Rows {
				got = append(got, r.ID)
			}
			slices.Sort(got)
			if s := strings.Join(got, " "); s != want {
				t.Errorf("%s: %s, want %s", q, s, want)
			}
		}
	})
}

// A page is one statement whatever its size; the total is a second.
func TestPageIsOneStatement(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		var seen []string
		o.Trace = func(sql string) { seen = append(seen, sql) }
		d := open(t, o)
		walkTable(t, d)
		for i := range 50 {
			insertWalked(t, d, walked{ID: fmt.Sprint(i)})
		}
		for q, want := range map[string]int{"limit=1": 1, "limit=50": 1, "limit=50&include_total=true": 2} {
			v, _ := url.ParseQuery(q)
			seen = nil
			fetch(t, d, v)
			if len(seen) != want {
				t.Errorf("%s: %d statements", q, len(seen))
			}
		}
	})
}
