package agreement

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/amount"
	"giaouoc/internal/date"
	"giaouoc/internal/record"
)

func TestCompare(t *testing.T) {
	row := func(id, text string, more func(*Commitment)) commitmentRow {
		c := Commitment{Meta: record.Meta{ID: id}, Text: text, Scope: Common}
		if more != nil {
			more(&c)
		}
		return commitmentRow{Commitment: c}
	}
	due := func(day string) func(*Commitment) {
		return func(c *Commitment) { c.DueOn = ptr(date.Partial(day)) }
	}
	of := func(unit string) func(*Commitment) { return func(c *Commitment) { c.Scope, c.UnitID = OfUnit, &unit } }
	target := func(n int64) func(*Commitment) {
		return func(c *Commitment) { c.Target = ptr(amount.Amount(n)) }
	}
	type seen struct {
		State, Now, Before string
		Changes            []string
	}
	for name, c := range map[string]struct {
		now, before []commitmentRow
		origins     map[string]string
		want        []seen
	}{
		"nothing before": {now: []commitmentRow{row("1", "a", nil)}, want: []seen{{Added, "1", "", nil}}},
		"nothing now":    {before: []commitmentRow{row("1", "a", nil)}, want: []seen{{Dropped, "", "1", nil}}},
		"the same words without an origin, tones or capitals apart": {
			now: []commitmentRow{row("1", "Trồng cây", nil)}, before: []commitmentRow{row("2", "TRỒNG CÂY", nil)}, want: []seen{{Changed, "1", "2", []string{"text"}}},
		},
		"the same words for another unit are another promise": {
			now: []commitmentRow{row("1", "a", of("x"))}, before: []commitmentRow{row("2", "a", of("y"))}, want: []seen{{Added, "1", "", nil}, {Dropped, "", "2", nil}},
		},
		"an origin holds through other words": {
			now: []commitmentRow{row("1", "b", nil)}, before: []commitmentRow{row("2", "a", nil)}, origins: map[string]string{"1": "2"}, want: []seen{{Changed, "1", "2", []string{"text"}}},
		},
		"an origin goes before the same words": {
			now: []commitmentRow{row("1", "a", nil), row("2", "b", nil)}, before: []commitmentRow{row("3", "a", nil)}, origins: map[string]string{"2": "3"},
			want: []seen{{Added, "1", "", nil}, {Changed, "2", "3", []string{"text"}}},
		},
		"one with an origin elsewhere is not matched by its words": {
			now: []commitmentRow{row("1", "a", nil)}, before: []commitmentRow{row("3", "a", nil)}, origins: map[string]string{"1": "9"},
			want: []seen{{Added, "1", "", nil}, {Dropped, "", "3", nil}},
		},
		"the same words twice are matched in order": {
			now: []commitmentRow{row("1", "a", nil), row("2", "a", nil)}, before: []commitmentRow{row("3", "a", nil), row("4", "a", nil)},
			want: []seen{{Kept, "1", "3", nil}, {Kept, "2", "4", nil}},
		},
		"a day that moved with the year is the same": {
			now: []commitmentRow{row("1", "a", due("2025-02-28"))}, before: []commitmentRow{row("2", "a", due("2024-02-29"))}, want: []seen{{Kept, "1", "2", nil}},
		},
		"a day that stayed is another": {
			now: []commitmentRow{row("1", "a", due("2024-02"))}, before: []commitmentRow{row("2", "a", due("2024-02"))}, want: []seen{{Changed, "1", "2", []string{"due_on"}}},
		},
		"an unknown target is not zero": {
			now: []commitmentRow{row("1", "a", target(0))}, before: []commitmentRow{row("2", "a", nil)}, want: []seen{{Changed, "1", "2", []string{"target"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []seen
			for _, r := range compare(c.now, c.before, c.origins, 1) {
				s := seen{State: r.State}
				if r.Now != nil {
					s.Now = r.Now.ID
				}
				if r.Before != nil {
					s.Before = r.Before.ID
				}
				if len(r.Changes) > 0 {
					s.Changes = r.Changes
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
