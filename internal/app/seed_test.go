package app_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/app/demo"
)

type object = map[string]any

// The seed's facts come back through the public API alone, byte for byte, with
// what the article does not say as null.
func TestSeedComesBackFactByFact(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		if _, err := demo.Fill(s.System(), s.App, "mật khẩu của bản mẫu"); err != nil {
			t.Fatal(err)
		}
		c := s.Login("nguoixem", "mật khẩu của bản mẫu")
		var want object
		if err := json.Unmarshal(demo.SeedFile, &want); err != nil {
			t.Fatal(err)
		}
		r := seedReader{c: c}
		got := r.read(t)
		for _, part := range []string{"source", "bloc", "term", "event", "agreement", "awards"} {
			if diff := cmp.Diff(want[part], got[part]); diff != "" {
				t.Errorf("%s (-seed +API):\n%s", part, diff)
			}
		}
		r.answers(t)

		// Filling twice adds nothing.
		before := c.Get("/units?include_total=true&limit=1").At("page.total")
		if _, err := demo.Fill(s.System(), s.App, "mật khẩu của bản mẫu"); err != nil {
			t.Fatal(err)
		}
		if after := c.Get("/units?include_total=true&limit=1").At("page.total"); after != before {
			t.Errorf("filled twice: %v units, then %v", before, after)
		}
	})
}

type seedReader struct {
	c                *apptest.Client
	bloc, term, agmt string
}

// read asks the API for everything and puts it into the seed's own shape.
func (r *seedReader) read(t *testing.T) object {
	t.Helper()
	blocs := r.c.Get("/blocs?q=co+quan+dang").Must(200)
	r.bloc = blocs.At("data.0.id").(string)
	bloc := r.c.Get("/blocs/" + r.bloc).Must(200)
	terms := r.c.Get("/terms?period=2021&bloc_id=" + r.bloc).Must(200)
	r.term = terms.At("data.0.id").(string)
	events := r.c.Get("/events?term_id=" + r.term).Must(200)
	agreements := r.c.Get("/agreements?term_id=" + r.term).Must(200)
	r.agmt = agreements.At("data.0.id").(string)
	return object{
		"source": keep(bloc.At("sources.0"), "title", "publisher", "published"),
		"bloc":   r.blocFacts(bloc), "term": r.termFacts(t), "event": r.eventFacts(events.At("data.0.id").(string)),
		"agreement": r.agreementFacts(), "awards": r.awardFacts(),
	}
}

func (r *seedReader) blocFacts(b *apptest.Answer) object {
	o := keep(b.Body, "name", "code", "kind", "provinces", "document_layout", "basis")
	o["organizer"] = b.At("organizer")
	aliases := []any{}
	for _, n := range b.At("names").([]any) {
		if n := n.(object); n["kind"] == "variant" {
			aliases = append(aliases, n["name"])
		}
	}
	o["aliases"] = aliases
	return o
}

func (r *seedReader) termFacts(t *testing.T) object {
	a := r.c.Get("/terms/" + r.term).Must(200)
	o := keep(a.Body, "theme", "stated_member_count", "members_state", "deputies_state", "status")
	o["period"], o["theme_of"], o["last_year_in_words"] = a.At("period.label"), a.At("theme_of.as_written"), a.At("last_year_in_words")
	o["members_in_order"] = r.c.Get("/terms/" + r.term + "/members").Must(200).Column("unit.name")
	var leadership []any
	for _, l := range r.c.Get("/terms/" + r.term + "/leadership").Must(200).Data() {
		l := l.(object)
		var persons []any
		for _, p := range l["persons"].([]any) {
			persons = append(persons, keep(p, "name", "position_as_written", "from", "to", "seen_on"))
		}
		leadership = append(leadership, object{
			"role": l["role"], "unit": l["unit"].(object)["name"], "unit_basis": l["basis"].(object)["unit"], "chosen": l["chosen"], "persons": persons,
		})
	}
	o["leadership"] = leadership
	return o
}

func (r *seedReader) eventFacts(id string) object {
	a := r.c.Get("/events/" + id).Must(200)
	o := keep(a.Body, "held_on", "part_of_day", "place", "attendance_as_written", "papers", "papers_count", "proposals", "remark")
	o["kind"] = a.At("terms.0.purpose")
	o["organisers"] = object{"lead": a.At("organiser.name"), "with": a.At("organised_with")}
	var people []any
	for _, p := range a.At("people").([]any) {
		p := p.(object)
		people = append(people, object{"name": p["person"].(object)["as_written"], "role": p["role"], "position_as_written": p["position_as_written"]})
	}
	o["people"] = people
	return o
}

func (r *seedReader) agreementFacts() object {
	a := r.c.Get("/agreements/" + r.agmt).Must(200)
	o := keep(a.Body, "title", "basis", "status", "basis_of_fields")
	var signatures []any
	for _, s := range r.c.Get("/agreements/" + r.agmt + "/signatures").Must(200).Data() {
		s := s.(object)
		row := keep(s, "status", "signed_on", "role", "method", "position_as_written")
		row["unit"], row["person"] = s["unit"].(object)["name"], s["person"]
		signatures = append(signatures, row)
	}
	o["signatures"] = signatures
	var commitments []any
	for _, c := range r.c.Get("/commitments?agreement_id=" + r.agmt).Must(200).Data() {
		commitments = append(commitments, keep(c, "theme", "text", "scope", "measure", "target", "due_on", "legal_basis"))
	}
	o["commitments"] = commitments
	return o
}

func (r *seedReader) awardFacts() []any {
	var awards []any
	list := r.c.Get("/awards?sort=reported_on&bloc_id=" + r.bloc).Must(200)
	for _, id := range list.Column("id") {
		a := r.c.Get("/awards/" + id.(string)).Must(200)
		o := keep(a.Body, "recipient_kind", "count", "recipients", "reported_on", "presented_on", "citation", "remark", "basis")
		o["type_as_written"], o["authority_as_written"] = a.At("type.as_written"), a.At("authority.as_written")
		o["period"], o["decision"], o["bloc"] = a.At("period.label"), a.At("decision"), a.At("bloc.name")
		awards = append(awards, o)
	}
	return awards
}

// answers are the questions a leader asks of the seed.
func (r *seedReader) answers(t *testing.T) {
	t.Helper()
	o := r.c.Get("/terms/" + r.term + "/overview").Must(200)
	for path, want := range map[string]any{
		"members.listed": 10.0, "members.stated": 10.0, "leaders.0.name": "Văn phòng Tỉnh ủy", "deputies_state": "unknown",
		"agreement.signatures.signed": 10.0, "agreement.signatures.pending": 0.0, "agreement.signatures.absent": 0.0,
		"commitments.total": 14.0, "commitments.with_target": 0.0, "status": nil, "awards.collectives": 0.0, "previous_awards.collectives": 5.0, "previous_awards.named": 0.0,
	} {
		if got := o.At(path); got != want {
			t.Errorf("overview %s = %v, want %v", path, got, want)
		}
	}
	tally := r.c.Get("/awards/tally?year=2020&bloc_id=" + r.bloc).Must(200)
	for path, want := range map[string]any{"totals.collectives": 5.0, "totals.named": 0.0, "totals.unnamed": 5.0} {
		if got := tally.At(path); got != want {
			t.Errorf("tally of 2020: %s = %v, want %v", path, got, want)
		}
	}
	if got := len(tally.At("rows").([]any)); got != 2 {
		t.Errorf("tally of 2020 has %d rows, want the flag and the certificates", got)
	}
	if got := r.c.Get("/awards/tally?year=2021&bloc_id=" + r.bloc).Must(200).At("totals.collectives"); got != 0.0 {
		t.Errorf("tally of 2021 = %v, want none on record", got)
	}
	if got := r.c.Get("/awards?decision_id_exists=true&bloc_id=" + r.bloc).Must(200).Data(); len(got) != 0 {
		t.Errorf("decision numbers are unknown, yet %v", got)
	}
	if got := r.c.Get("/units?q=" + url.QueryEscape("dang uy khoi")).Must(200).Column("name"); !cmp.Equal(got, []any{"Đảng ủy Khối cơ quan và Doanh nghiệp tỉnh"}) {
		t.Errorf("search finds %v", got)
	}
}

// keep copies members of an object, null ones too.
func keep(from any, names ...string) object {
	o := object{}
	for _, n := range names {
		o[n] = from.(object)[n]
	}
	return o
}
