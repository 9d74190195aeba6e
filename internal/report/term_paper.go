package report

import (
	"cmp"
	"strings"

	"giaouoc/internal/bloc"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

// periodWords is a period as a sentence calls it: năm 2026, 6 tháng đầu năm 2026.
func periodWords(lang text.Lang, p bloc.PeriodValue) string {
	key := "report.period." + string(p.Kind)
	year, part, _ := strings.Cut(p.Label, "-")
	if text.Has(key + "." + part) {
		key += "." + part
	}
	return text.Of(lang, key, map[string]any{"label": p.Label, "year": year})
}

// bloc says who the bloc of a term is. What is listed are all its members only where
// the list is said to be whole.
func (h hand) bloc(t ReportedTerm, members int, leadership []ReportedLeading) (out []paper.Block) {
	tell := func(key string, params map[string]any) { out = append(out, paper.Para{Text: h.common(key, params)}) }
	params := map[string]any{"bloc": t.BlocNameThen, "n": h.count(members), "stated": h.count(value(t.StatedMemberCount))}
	switch {
	case t.StatedMemberCount != nil && *t.StatedMemberCount != members:
		tell("members_stated", params)
	case members > 0 && t.MembersState == bloc.Listed, t.StatedMemberCount != nil:
		tell("members", params)
	case members > 0:
		tell("members_partial", params)
	default:
		tell("members_unknown", params)
	}
	for _, role := range []string{"leader", "deputy"} {
		var names []string
		for _, l := range leadership {
			if l.Role == role {
				names = append(names, shown(l.Unit, l.NameThen))
			}
		}
		if len(names) > 0 {
			tell(role, map[string]any{"units": strings.Join(names, "; ")})
		}
	}
	if t.Theme != nil {
		tell("theme", map[string]any{"theme": *t.Theme})
	}
	return out
}

// events are those that some served a purpose for, an item each time.
func (h hand) events(all []ReportedEvent, wanted func(e ReportedEvent, purpose string) bool) (out []paper.Block) {
	for _, e := range all {
		for _, purpose := range e.Purposes {
			if !wanted(e, purpose) {
				continue
			}
			what := cmp.Or(words(e.Title), encode.Said(h.lang, "enum.event_purpose", purpose))
			when := ""
			if e.HeldOn != nil {
				when = h.common("on", map[string]any{"day": encode.Day(string(*e.HeldOn))})
			}
			out = append(out, paper.Item{Text: joined(", ", when, what, words(e.Place)) + "."})
		}
	}
	return out
}

// examples are the movements and the models of a term, an item each.
func (h hand) examples(movements []RegisteredMovement, models []ReportedModel) (out []paper.Block) {
	for _, x := range movements {
		out = append(out, paper.Item{Text: h.common("movement", map[string]any{"name": x.Name})})
	}
	for _, x := range models {
		var units []string
		for _, part := range []struct {
			key   string
			units []string
		}{{"pilots", x.Pilots}, {"replicating", x.TakenUp}} {
			if len(part.units) > 0 {
				units = append(units, h.common(part.key, map[string]any{"units": strings.Join(part.units, ", ")}))
			}
		}
		key := "model"
		if units == nil {
			key = "model_alone"
		}
		out = append(out, paper.Item{Text: h.common(key, map[string]any{"title": x.Title, "status": strings.ToLower(encode.Said(h.lang, "enum.model_status", x.Status)), "units": strings.Join(units, "; ")})})
	}
	return out
}
