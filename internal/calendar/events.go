package calendar

import (
	"net/url"
	"slices"
	"strings"

	"giaouoc/internal/agreement"
	"giaouoc/internal/bloc"
	"giaouoc/internal/text"
)

// beforeDue is how long before a deadline its alarm sounds: at eight in the morning
// three days before. A day begins at midnight, when nobody wants to be told.
const beforeDue = "P2DT16H"

// page is the dashboard's page of a bloc's year; "" where nobody told the address
// of the service.
func page(base, blocID, period, tab string) string {
	if base == "" {
		return ""
	}
	return strings.TrimSuffix(base, "/") + "/khoi/" + url.PathEscape(blocID) + "/nam/" + url.PathEscape(period) + "/thanh-vien?tab=" + tab
}

// due is a deadline as an entry.
func due(d bloc.DeadlineRow, lang text.Lang, base string) event {
	kind := text.Of(lang, "calendar.kind", map[string]any{"kind": text.Value{Enum: "deadline_kind", Of: d.Kind}})
	what := kind
	if d.Title != nil {
		what = *d.Title
		if d.Kind != "other" {
			what = kind + ": " + *d.Title
		}
	}
	return event{
		uid: d.ID, revision: d.Version - 1, changed: d.UpdatedAt, from: d.DueOn, to: d.DueOn,
		summary:     text.Of(lang, "calendar.deadline", map[string]any{"what": what, "bloc": d.BlocName, "period": d.PeriodLabel}),
		description: lines(what, d.BlocName, d.PeriodLabel, word(d.Remark)),
		url:         page(base, d.BlocID, d.PeriodLabel, "thoi-han"), alarm: beforeDue,
	}
}

// conference is an event as an entry; ok is false where its day is not known.
func conference(e agreement.EventRow, lang text.Lang, base string) (entry event, ok bool) {
	from := e.HeldOn.Day()
	if from == nil || len(e.Terms.V) == 0 {
		return event{}, false
	}
	to := *from
	if e.EndedOn != nil && e.EndedOn.Day() != nil {
		to = max(to, *e.EndedOn.Day())
	}
	var purposes, blocs, periods []string
	for _, t := range e.Terms.V {
		purposes = once(purposes, text.Of(lang, "calendar.kind", map[string]any{"kind": text.Value{Enum: "event_purpose", Of: t.Purpose}}))
		blocs, periods = once(blocs, t.BlocName), once(periods, t.PeriodLabel)
	}
	what := strings.Join(purposes, ", ")
	if e.Title != nil {
		what = *e.Title
	}
	params := map[string]any{"what": what, "bloc": strings.Join(blocs, ", "), "period": strings.Join(periods, ", ")}
	part := ""
	if e.PartOfDay != nil {
		part = text.Of(lang, "calendar.kind", map[string]any{"kind": text.Value{Enum: "part_of_day", Of: *e.PartOfDay}})
	}
	last := e.Terms.V[len(e.Terms.V)-1]
	return event{
		uid: e.ID, revision: e.Version - 1, changed: e.UpdatedAt, from: *from, to: to,
		summary:     text.Of(lang, "calendar.conference", params),
		description: lines(part, strings.Join(purposes, ", "), strings.Join(blocs, ", "), strings.Join(periods, ", ")),
		location:    word(e.Place), url: page(base, last.BlocID, last.PeriodLabel, "hoi-nghi"),
	}, true
}

func once(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// lines are what is known, one a line.
func lines(known ...string) string {
	return strings.Join(slices.DeleteFunc(known, func(s string) bool { return s == "" }), "\n")
}

func word(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
