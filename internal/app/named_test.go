package app_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// namedKinds says what a member or filter that names another record names, by
// the last part of its pointer. Units, persons, authorities, arrangements,
// award types and movements are the registry, which everybody who has a role reads: whoever
// may write a record may link any of them. Users and the scopes of grants are
// named by administrators only, who read everything. The others are read within
// one's extent, and may be named within it only.
var namedKinds = map[string]string{
	"unit_id": "member_unit", "organiser_unit_id": "member_unit", "parent_id": "member_unit",
	"rated_by_id": "organizer", "continues_id": "model", "person_id": "person", "head_id": "person", "union_id": "person", "signatory_id": "person", "council_member_id": "person",
	"organizer_id": "organizer", "authority_id": "organizer", "theme_of_id": "organizer",
	"arrangement_id": "arrangement", "award_type_id": "award_type", "user_id": "user", "scope_id": "member_unit",
	"bloc_id": "bloc", "honoured_bloc_id": "bloc", "term_id": "term", "agreement_id": "agreement", "annex_id": "annex", "signature_id": "signature",
	"signing_event_id": "event", "chosen_event_id": "event", "decision_id": "decision", "annuls_id": "decision", "restores_id": "decision",
	"movement_id": "movement", "commitment_id": "commitment", "launched_by_id": "organizer", "owner_id": "award", "subject_id": "term",
	"event_id": "event", "criterion_id": "criterion", "reported_by_id": "person", "vote_id": "vote", "follows_id": "vote",
}

// within are the kinds read within one's extent.
var within = []string{"bloc", "term", "agreement", "commitment", "annex", "event", "decision", "award", "signature", "model", "criterion", "vote"}

// kept are links to public records that some roles may make within their own
// scope only, since the link gives the record a place: member and role, and the
// answer to every other id.
var kept = map[string]int{
	"createBloc /organizer_id council": 403, "updateBloc /organizer_id council": 403,
	"createRating /unit_id clerk": 403, "createRegistration /unit_id clerk": 403, "createSignature /unit_id clerk": 403, "updateSignature /unit_id clerk": 403, "transitionSignatures /data/0/unit_id clerk": 403,
	"createProgressEntry /unit_id clerk": 403, "saveProgressEntries /data/0/unit_id clerk": 403,
	"createScoreSheet /unit_id clerk": 403, "saveScores /data/0/unit_id clerk": 403,
}

// fixed are members that are given once and refused afterwards, whatever they name.
var fixed = []string{"updateTerm /bloc_id"}

// besides are members a body cannot do without once it names such a record.
var besides = map[string]map[string]any{
	"createAward /recipients/0/honoured_bloc_id": {"recipient_kind": "bloc"}, "createAward /recipients/0/person_id": {"recipient_kind": "individual"},
	"createCalendarFeed /bloc_id": {"scope": "bloc"},
	"createCommitment /unit_id":   {"scope": "unit"}, "updateCommitment /unit_id": {"scope": "unit"},
	"createSuccession /from/0/bloc_id": {"subject": "bloc", "kind": "dissolve", "to": []any{}},
	"createSuccession /to/0/bloc_id":   {"subject": "bloc", "kind": "re_established", "from": []any{}},
}

// elements are members that an element of a list cannot do without.
var elements = map[string]map[string]any{"commitments": {"text": "Chỉ tiêu"}, "titles": {"subject": "initiative", "name": "Sáng kiến"}, "createCommitments": {"text": "Nội dung"}, "units": {"part": "pilot"}, "criteria": {"code": "1", "text": "Tiêu chí", "kind": "manual", "max": 1}, "terms": {"purpose": "activity"}, "people": {"role": "other", "person_as_written": "Lê Văn Cường"}}

// named is a member of a request body that names another record.
type named struct {
	op, method, path, pointer, kind string
	with                            map[string]any // further members
}

func (n named) String() string { return n.op + " " + n.pointer }

// namedMembers finds them in the contract.
func namedMembers(t *testing.T, s *apptest.Service) []named {
	t.Helper()
	var out []named
	_, spec, ops := contract(t)
	for _, op := range ops {
		if op.RequestBody == nil {
			continue
		}
		var pointers []string
		for _, media := range op.RequestBody.Content {
			pointers = append(pointers, idPointers(spec.Components.Schemas, media.Schema, "")...)
		}
		slices.Sort(pointers)
		for _, p := range slices.Compact(pointers) {
			last := p[strings.LastIndexByte(p, '/')+1:]
			if last == "id" { // an item of the record itself
				continue
			}
			if namedKinds[last] == "" {
				t.Errorf("%s %s names another record, and namedKinds does not say which", op.OperationID, p)
			}
			n := named{op.OperationID, op.method, strings.TrimPrefix(op.path, "/api/v1"), p, namedKinds[last], besides[op.OperationID+" "+p]}
			if last != "owner_id" {
				out = append(out, n)
				continue
			}
			for _, kind := range spec.Components.Schemas.Map()["CreateAttachmentBody"].Properties["owner_kind"].Enum {
				n.kind, n.with = strings.Replace(kind.(string), "unit", "member_unit", 1), map[string]any{"owner_kind": kind}
				out = append(out, n)
			}
		}
	}
	return out
}

func idPointers(all huma.Registry, s *huma.Schema, at string) (out []string) {
	if s.Ref != "" {
		s = all.SchemaFromRef(s.Ref)
	}
	if s.Format == "uuid" || strings.HasSuffix(at, "_id") {
		return []string{at}
	}
	if s.Items != nil {
		return idPointers(all, s.Items, at+"/0")
	}
	for name, member := range s.Properties {
		out = append(out, idPointers(all, member, at+"/"+name)...)
	}
	return out
}

// naming is a body in which a member names a record.
func (m *matrix) naming(n named, id string) map[string]any {
	body := m.body(n.op, m.own)
	maps.Copy(body, n.with)
	if n.op == "transitionSignatures" && (n.kind == "annex" || n.kind == "signature") {
		body["agreement_id"] = m.admin.Get("/" + map[string]string{"annex": "annexes", "signature": "signatures"}[n.kind] + "/" + m.own.ids[n.kind]).Must(200).Str("agreement_id")
	}
	parts := strings.Split(n.pointer, "/")[1:]
	if len(parts) == 1 {
		body[parts[0]] = id
		return body
	}
	element := map[string]any{}
	if n.op == "saveProgressEntries" || n.op == "saveScores" { // a cell has two of them
		maps.Copy(element, body["data"].([]any)[0].(map[string]any))
	}
	element[parts[2]] = id
	if len(parts) > 3 { // a list in the element, of elements that hold the id alone
		element[parts[2]] = []any{map[string]any{parts[4]: id}}
	}
	maps.Copy(element, elements[parts[0]])
	maps.Copy(element, elements[n.op])
	if parts[2] == "unit_id" && n.op == "createCommitments" {
		element["scope"] = "unit"
	}
	body[parts[0]] = []any{element}
	return body
}

// Every member of every body that names another record is tried with a foreign
// one and with one that is not there, as each role that may call the operation
// on its own records: what one may not read is answered like what is not there,
// and nothing is written. The own record is taken, which shows that it was the
// id that was refused.
func TestEveryNamedRecord(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		m := newMatrix(t, s)
		m.fill(m.own)
		m.fill(m.foreign)
		row := rig.Measure(t, "A2", "records named in bodies, "+string(s.DB.Engine()))
		members := namedMembers(t, s)
		for _, n := range members {
			for _, role := range roleNames {
				if m.expect(role, "own", m.permission(n.op), n.op, n.method) == "allowed" && role != "anonymous" && role != "nobody" {
					m.name(t, n, role)
				}
			}
		}
		row.Saw("members", len(members))
		row.Saw("cells", m.cells)
		row.None("foreign or missing taken", m.wrong)
		row.None("foreign and missing told apart", m.apart)
		row.None("refused with effect", m.effects)
	})
}

// fill makes one record of every kind in a world.
func (m *matrix) fill(w *world) {
	for _, c := range slices.Sorted(maps.Keys(collections)) {
		m.standing(w, "/"+c+"/{id}")
	}
	m.body("saveScores", w) // makes a criterion
}

func (m *matrix) name(t *testing.T, n named, role string) {
	t.Helper()
	on, own := m.stage(t, n)
	ask := func(id string) *apptest.Answer {
		m.cells++
		headers := []string{}
		if on.etag != "" {
			headers = append(headers, "If-Match", m.admin.ETag("/"+collection(n.path)+"/"+on.id))
		}
		body, before := m.naming(n, id), m.events(t)
		a := m.send(m.clients[role], n.op, n.method, on.path, body, headers)
		if after := m.events(t); a.Status >= 300 && after != before {
			complain(t, &m.effects, "%s as %s: %d, yet %d acts", n, role, a.Status, after-before)
		}
		return a
	}
	absent := func(a *apptest.Answer) bool { return slices.Contains(a.Fields(), n.pointer+" reference_not_found") }
	missing, status := ask(nowhere), kept[n.String()+" "+role]
	switch {
	case slices.Contains(fixed, n.String()):
		own = nowhere // refused as well
	case status != 0 && missing.Status < 400, status == 0 && !absent(missing):
		complain(t, &m.wrong, "%s as %s: a missing record is answered %d %s", n, role, missing.Status, missing.Raw)
	}
	switch foreign := m.foreign.ids[n.kind]; {
	case role == "admin": // to whom nothing is foreign
	case slices.Contains(within, n.kind):
		if diff := cmp.Diff(without(missing), without(ask(foreign))); diff != "" {
			complain(t, &m.apart, "%s as %s: missing (-) and foreign (+) differ:\n%s", n, role, diff)
		}
	default:
		if a := ask(foreign); status != 0 && a.Status != status || status == 0 && (absent(a) || a.Status == 403 && n.op != "createAttachment") {
			complain(t, &m.wrong, "%s as %s: a record of the registry is answered %d %s", n, role, a.Status, a.Raw)
		}
	}
	if a := ask(own); absent(a) || a.Status == 404 || a.Status == 412 {
		t.Errorf("%s as %s: the own record is refused: %d %s", n, role, a.Status, a.Raw)
	}
}

// stage makes the record a cell is about, of a kind that takes the member, and
// says which own record to name.
func (m *matrix) stage(t *testing.T, n named) (on target, own string) {
	own = m.own.ids[n.kind]
	post := func(path string, body map[string]any) string { return m.admin.Post(path, body).Must(201).ID() }
	switch {
	case n.op == "updateSuccession" && n.kind == "bloc":
		a, b := m.make(m.own, "blocs"), m.make(m.own, "blocs")
		return m.at(n.path, "successions", post("/successions", map[string]any{
			"subject": "bloc", "kind": "merge", "from": []any{map[string]any{"bloc_id": a}}, "to": []any{map[string]any{"bloc_id": b}},
		})), own
	case strings.HasSuffix(n.op, "Recipient") && n.kind != "member_unit":
		body, words := m.body("createAward", m.own), "person_as_written"
		body["recipient_kind"] = "individual"
		if n.kind == "bloc" {
			body["recipient_kind"], words = "bloc", "honoured_bloc_as_written"
		}
		id := post("/awards", body)
		if n.op == "updateRecipient" {
			id = post("/awards/"+id+"/recipients", map[string]any{words: "Tên"})
		}
		return m.at(n.path, collection(n.path), id), own
	case n.op == "createSignature" && n.kind == "annex":
		on = m.fresh(t, m.own, n.op, n.path)
		return on, post("/agreements/"+on.id+"/annexes", m.body("createAnnex", m.own))
	}
	return m.fresh(t, m.own, n.op, n.path), own
}
