package demo

import (
	_ "embed"
	"encoding/json"
)

// SeedFile is what the source article says, as data; null is what it does not say.
//
//go:embed seed-2021.json
var SeedFile []byte

// Seed is the shape of SeedFile.
type Seed struct {
	Source    object
	Bloc      object
	Term      object
	Event     object
	Agreement object
	Awards    []object
}

// ReadSeed reads SeedFile.
func ReadSeed() (s Seed, err error) { return s, json.Unmarshal(SeedFile, &s) }

// seed enters the article: nothing in it is filled in by guess.
func (c *client) seed(b *books) {
	s, err := ReadSeed()
	if err != nil {
		c.err = err
		return
	}
	e := seeding{c, s, []any{pick(s.Source, "title", "publisher", "published")}, map[string]string{}, map[string]string{}}
	b.seedBloc = e.bloc()
	e.units()
	term := e.term(b.seedBloc)
	b.seedLeader = e.unit[text(s.Term["leadership"].([]any)[0].(object)["unit"])]
	e.leadership(term)
	event := e.event(term)
	e.agreement(term, event)
	e.post("/models", object{ // the source proposes it and says no more
		"term_id": term, "title": e.Event["proposals"].([]any)[0], "event_id": event, "proposed_on": e.Event["held_on"], "sources": e.sources,
	})
	e.awards(b.seedBloc)
}

type seeding struct {
	*client
	Seed
	sources []any
	unit    map[string]string // name → id
	person  map[string]string
}

func (e seeding) bloc() string {
	names := []any{object{"name": e.Bloc["name"], "kind": "current"}}
	for _, a := range e.Bloc["aliases"].([]any) {
		names = append(names, object{"name": a, "kind": "variant"})
	}
	in := pick(e.Bloc, "code", "kind", "provinces", "document_layout", "basis")
	in["names"], in["sources"] = names, e.sources
	return e.make("/blocs", in)
}

func (e seeding) units() {
	for _, m := range e.Term["members_in_order"].([]any) {
		e.unit[text(m)] = e.make("/units", object{"name": m, "sources": e.sources})
	}
}

func (e seeding) term(bloc string) string {
	in := pick(e.Term, "period", "theme", "stated_member_count", "deputies_state", "status")
	in["bloc_id"], in["theme_of_as_written"], in["last_year_in_words"], in["sources"] = bloc, e.Term["theme_of"], e.Term["last_year_in_words"], e.sources
	term := e.make("/terms", in)
	for _, m := range e.Term["members_in_order"].([]any) {
		e.post("/terms/"+term+"/members", object{"unit_id": e.unit[text(m)], "unit_as_written": m})
	}
	e.patch("/terms/"+term, pick(e.Term, "members_state"))
	return term
}

func (e seeding) leadership(term string) {
	for _, l := range e.Term["leadership"].([]any) {
		l := l.(object)
		var persons []any
		for _, p := range l["persons"].([]any) {
			in := pick(p.(object), "name", "position_as_written", "from", "to", "seen_on")
			in["person_id"] = e.someone(text(in["name"]))
			persons = append(persons, in)
		}
		e.post("/terms/"+term+"/leadership", object{
			"role": l["role"], "unit_id": e.unit[text(l["unit"])], "unit_as_written": l["unit"], "chosen": l["chosen"], "persons": persons,
			"basis": object{"unit": l["unit_basis"]}, "sources": e.sources,
		})
	}
}

func (e seeding) someone(name string) string {
	if e.person[name] == "" {
		e.person[name] = e.make("/persons", object{"name": name, "sources": e.sources})
	}
	return e.person[name]
}

func (e seeding) event(term string) string {
	var people []any
	for _, p := range e.Event["people"].([]any) {
		p := p.(object)
		people = append(people, object{"person_id": e.someone(text(p["name"])), "person_as_written": p["name"], "role": p["role"], "position_as_written": p["position_as_written"]})
	}
	organisers := e.Event["organisers"].(object)
	in := pick(e.Event, "held_on", "part_of_day", "place", "attendance_as_written", "papers", "papers_count", "proposals", "remark")
	in["terms"] = []any{object{"term_id": term, "purpose": e.Event["kind"]}}
	in["people"], in["organiser_unit_id"], in["organiser_as_written"], in["organised_with"] = people, e.unit[text(organisers["lead"])], organisers["lead"], organisers["with"]
	in["sources"] = e.sources
	return e.make("/events", in)
}

func (e seeding) agreement(term, event string) {
	in := pick(e.Agreement, "title", "basis", "status", "basis_of_fields")
	in["term_id"], in["signing_event_id"], in["sources"] = term, event, e.sources
	agreement := e.make("/agreements", in)
	for _, s := range e.Agreement["signatures"].([]any) {
		s := s.(object)
		row := pick(s, "status", "signed_on", "role", "method", "position_as_written")
		row["unit_id"], row["unit_as_written"], row["person_as_written"] = e.unit[text(s["unit"])], s["unit"], s["person"]
		e.post("/agreements/"+agreement+"/signatures", row)
	}
	for _, t := range e.Agreement["commitments"].([]any) {
		row := pick(t.(object), "theme", "text", "scope", "measure", "target", "due_on", "legal_basis")
		row["agreement_id"] = agreement
		e.post("/commitments", row)
	}
}

func (e seeding) awards(bloc string) {
	for _, a := range e.Awards {
		in := pick(a, "type_as_written", "recipient_kind", "count", "period", "authority_as_written", "reported_on", "presented_on", "citation", "remark", "basis")
		in["bloc_id"], in["bloc_as_written"], in["sources"] = bloc, a["bloc"], e.sources
		e.post("/awards", in)
	}
}

// pick copies members of an object, null ones too.
func pick(from object, names ...string) object {
	out := object{}
	for _, n := range names {
		if v, ok := from[n]; ok {
			out[n] = v
		}
	}
	return out
}

func text(v any) string {
	s, _ := v.(string)
	return s
}
