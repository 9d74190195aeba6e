package registration

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/fault"
)

type said1 = map[string]json.RawMessage

func part(id string, members ...string) contentPart {
	p := contentPart{ID: id, Members: said1{}}
	for i := 0; i < len(members); i += 2 {
		p.Members[members[i]] = json.RawMessage(members[i+1])
	}
	return p
}

// shortly writes changes as "list id what member before→after".
func shortly(cs []RegistrationChange) (out []string) {
	word := func(s *string) string {
		if s == nil {
			return "-"
		}
		return *s
	}
	for _, c := range cs {
		out = append(out, word(c.List)+" "+word(c.ID)+" "+c.Change+" "+word(c.Member)+" "+string(c.Before)+"→"+string(c.After))
	}
	return out
}

func TestChanges(t *testing.T) {
	a, b, c := part("a", "text", `"một"`, "target", "5"), part("b", "text", `"hai"`), part("c", "text", `"ba"`)
	list := func(ps ...contentPart) content { return content{Commitments: ps} }
	for _, x := range []struct {
		name          string
		before, after content
		want          []string
	}{
		{"nothing", list(a, b), list(a, b), nil},
		{"a member", list(a), list(part("a", "text", `"một"`, "target", "6")), []string{"commitments a changed target 5→6"}},
		{"known to unknown", list(a), list(part("a", "text", `"một"`)), []string{"commitments a changed target 5→null"}},
		{"null and absent are alike", list(part("a", "note", "null")), list(part("a")), nil},
		{"one more", list(a), list(a, b), []string{`commitments b added - null→{"text":"hai"}`}},
		{"one less", list(a, b), list(b), []string{`commitments a removed - {"target":5,"text":"một"}→null`}},
		{"another order", list(a, b), list(b, a), []string{"commitments b moved - 2→1", "commitments a moved - 1→2"}},
		{"a place freed moves nobody", list(a, b, c), list(b, c), []string{`commitments a removed - {"target":5,"text":"một"}→null`}},
		{
			"of the registration",
			content{Members: said1{"registered_on": json.RawMessage(`"2026-02"`)}},
			content{Members: said1{"registered_on": json.RawMessage(`"2026-02-20"`)}},
			[]string{`- - changed registered_on "2026-02"→"2026-02-20"`},
		},
		{
			"a present name is not said", list(part("a", "movement", `{"id":"m","as_written":null,"name":"Cũ"}`)), list(part("a", "movement", `{"id":"m","as_written":null,"name":"Mới"}`)), nil,
		},
		{
			"a link is", list(part("a", "movement", `{"id":"m","as_written":null,"name":"Cũ"}`)), list(part("a", "movement", `{"id":"n","as_written":null,"name":"Cũ"}`)),
			[]string{`commitments a changed movement {"id":"m","as_written":null,"name":"Cũ"}→{"id":"n","as_written":null,"name":"Cũ"}`},
		},
	} {
		if diff := cmp.Diff(x.want, shortly(changes(x.before, x.after))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", x.name, diff)
		}
	}
}

func TestOnlyWhatIsReopenedChanges(t *testing.T) {
	p := func(s string) *string { return &s }
	before := content{
		Members:     said1{"registered_on": json.RawMessage(`"2026"`)},
		Commitments: []contentPart{part("a", "text", `"một"`, "target", "5"), part("b", "text", `"hai"`)},
		Titles:      []contentPart{part("t", "count", "3")},
	}
	with := func(change func(*content)) content {
		c := before
		change(&c)
		return c
	}
	target := with(func(c *content) {
		c.Commitments = []contentPart{part("a", "text", `"một"`, "target", "6"), before.Commitments[1]}
	})
	fewer := with(func(c *content) { c.Commitments = before.Commitments[1:] })
	swapped := with(func(c *content) { c.Commitments = []contentPart{before.Commitments[1], before.Commitments[0]} })
	more := with(func(c *content) { c.Titles = []contentPart{before.Titles[0], part("u", "count", "1")} })
	day := with(func(c *content) { c.Members = said1{"registered_on": json.RawMessage(`"2026-02"`)} })
	member := Reopened{List: p("commitments"), ID: p("a"), Member: p("target")}
	item, list, other := Reopened{List: p("commitments"), ID: p("a")}, Reopened{List: p("commitments")}, Reopened{List: p("titles"), ID: p("t"), Member: p("count")}
	own := Reopened{Member: p("registered_on")}
	for _, x := range []struct {
		name  string
		open  []Reopened
		after content
		want  []string
	}{
		{"nothing was returned", nil, target, nil},
		{"the member", []Reopened{member}, target, nil},
		{"its item", []Reopened{item}, target, nil},
		{"its list", []Reopened{list}, target, nil},
		{"another", []Reopened{other, own}, target, []string{"/commitments/0/target"}},
		{"an item may go", []Reopened{item}, fewer, nil},
		{"not for one member of it", []Reopened{member}, fewer, []string{"/commitments"}},
		{"the order is of the list", []Reopened{item}, swapped, []string{"/commitments/0", "/commitments/1"}},
		{"and open with it", []Reopened{list}, swapped, nil},
		{"a new item is of the list", []Reopened{other}, more, []string{"/titles/1"}},
		{"a member of the registration", []Reopened{own}, day, nil},
		{"which no list opens", []Reopened{list}, day, []string{"/registered_on"}},
	} {
		var got []string
		if err := closed(x.open, before, x.after); err != nil {
			if !errors.Is(err, ErrNotReopened) {
				t.Errorf("%s: %v", x.name, err)
			}
			for _, f := range fault.From(err).Fields {
				got = append(got, f.Pointer)
			}
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", x.name, diff)
		}
	}
	if len(ErrNotReopened.Fields) != 0 {
		t.Error("the declared fault was changed")
	}
}

func TestNearestDeadline(t *testing.T) {
	ds := []boardDeadline{{ID: "a", DueOn: "2026-02-28"}, {ID: "b", DueOn: "2026-03-31"}}
	for day, want := range map[date.Day]string{"2026-02-01": "a", "2026-02-28": "a", "2026-03-01": "b", "2026-06-01": "b"} {
		if got := nearest(ds, day); got.ID != want {
			t.Errorf("on %s: %s, want %s", day, got.ID, want)
		}
	}
	if nearest(nil, "2026-01-01") != nil {
		t.Error("a deadline of none")
	}
}

func TestDaysLate(t *testing.T) {
	day := func(d date.Day) *date.Day { return &d }
	due := &boardDeadline{DueOn: "2026-02-28"}
	sent := func(status string, on *date.Day) BoardRow {
		return BoardRow{Sent: &boardRegistration{Status: status, FirstSentOn: on}}
	}
	for _, x := range []struct {
		row  BoardRow
		due  *boardDeadline
		want any
	}{
		{BoardRow{}, nil, nil},
		{BoardRow{}, due, 2},
		{sent(Draft, nil), due, 2},
		{sent(Submitted, day("2026-02-28")), due, 0},
		{sent(Accepted, day("2026-01-01")), due, 0},
		{sent(Submitted, day("2026-03-01")), due, 1},
		{sent(Returned, day("2026-02-01")), due, 2},
		{sent(Accepted, nil), due, nil}, // came on paper, nobody noted when
	} {
		var got any
		if n := x.row.daysLate(x.due, "2026-03-02"); n != nil {
			got = *n
		}
		if got != x.want {
			t.Errorf("%s of %v: %v days late, want %v", x.row.state(), x.row.Sent, got, x.want)
		}
	}
}

func TestSeated(t *testing.T) {
	a, b, gone := "a", "b", "gone"
	rows := seated([]bloc.Seat{{UnitID: &a, UnitName: "A"}, {UnitName: "Chưa liên kết"}, {UnitID: &b, UnitName: "B"}}, []boardRegistration{{ID: "2", UnitID: b, Status: Draft}, {ID: "3", UnitID: gone, UnitName: "Đã rời khối", Status: Accepted}})
	var got []string
	for _, r := range rows {
		got = append(got, r.UnitName+" "+r.state())
	}
	if diff := cmp.Diff([]string{"A not_begun", "Chưa liên kết not_begun", "B draft", "Đã rời khối accepted"}, got); diff != "" {
		t.Error(diff)
	}
}
