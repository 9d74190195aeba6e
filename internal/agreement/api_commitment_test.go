package agreement_test

import (
	"strconv"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
)

func TestCommitmentsKeepTheirOrder(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		id := b.original(t)
		order := func(want ...any) {
			t.Helper()
			a := b.clerk.Get("/commitments?agreement_id=" + id).Must(200)
			same(t, a.Column("text"), want)
			for i, n := range a.Column("order") {
				same(t, n, float64(i+1))
			}
		}
		order("Nội dung một", "Nội dung hai")
		first := made(t, b.leader, "/commitments", object{"agreement_id": id, "text": "Mở đầu", "order": 1})
		order("Mở đầu", "Nội dung một", "Nội dung hai")
		b.leader.Patch("/commitments/"+first, object{"order": 3}).Must(200)
		order("Nội dung một", "Nội dung hai", "Mở đầu")
		b.leader.Patch("/commitments/"+first, object{"order": 2}).Must(200)
		order("Nội dung một", "Mở đầu", "Nội dung hai")
		b.leader.Delete("/commitments/" + first).Must(204)
		order("Nội dung một", "Nội dung hai")
		same(t, b.leader.Get("/agreements/"+id).Must(200).At("commitment_count"), 2.0)
		wrong(t, b.leader.Post("/commitments", object{"agreement_id": id, "text": "x", "order": 4}), "/order out_of_range")
		wrong(t, b.leader.Post("/commitments", object{"agreement_id": id, "text": "x", "order": 0}), "/order minimum")
	})
}

func TestCommitmentSaysWhatIsKnown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		id := b.original(t)
		prose := b.leader.Post("/commitments", object{"agreement_id": id, "text": "Dòng một\nDòng hai"}).Must(201)
		for at, want := range map[string]any{"target": nil, "measure": nil, "due_on": nil, "unit": nil, "weight": nil, "scope": "common", "order": 3.0, "term.period": "2026"} {
			same(t, prose.At(at), want)
		}
		same(t, prose.At("checklist"), any([]any{"no_measure", "no_due_date", "no_owner"}))
		same(t, prose.At("legal_basis"), any([]any{}))
		same(t, prose.Header.Get("Location"), "/api/v1/commitments/"+prose.ID())
		counted := b.leader.Post("/commitments", object{
			"agreement_id": id, "theme": "An sinh", "text": "Trồng cây", "unit_id": b.units[1], "unit_as_written": "Ban TC", "measure": "quantity", "target": 120.5, "baseline": -3,
			"due_on": "2026-05", "weight": 2.25, "legal_basis": []string{"Kế hoạch 5"}, "targets": []object{{"unit_id": b.units[1], "target": 7}, {"unit_id": b.units[2]}},
		}).Must(201)
		same(t, counted.At("checklist"), any([]any{"no_unit_of_measure"}))
		for at, want := range map[string]any{
			"scope": "unit", "unit.name": "Ban Tổ chức A", "unit.as_written": "Ban TC", "target": 120.5, "baseline": -3.0, "weight": 2.25,
			"targets.0.target": 7.0, "targets.1.target": nil, "due_on": "2026-05",
		} {
			same(t, counted.At(at), want)
		}
		path := "/commitments/" + counted.ID()
		patched := b.leader.Patch(path, object{"target": nil, "targets": []object{}, "unit_of_measure": "cây"}).Must(200)
		same(t, []any{patched.At("target"), patched.At("targets"), patched.At("due_on")}, []any{nil, []any{}, "2026-05"})
		for q, n := range map[string]int{
			"agreement_id=" + id: 4, "term_id=" + b.term + "&scope=unit": 1, "bloc_id=" + b.bloc + "&year=2026": 4, "year=2025": 0, "period=2026&unit_id=" + b.units[1]: 1,
			"measure_exists=false": 3, "measure=quantity": 1, "target_exists=true": 0, "target_exists=false": 4, "due_on_exists=true": 1, "due_on_lte=2026-05-10": 1,
			"due_on_gt=2026-05-31": 0, "theme=An+sinh": 1, "q=trong+cay": 1, "q=dong+hai": 1, "agreement_status=draft": 4, "agreement_status=in_force": 0,
		} {
			if got := len(b.clerk.Get("/commitments?" + q).Must(200).Data()); got != n {
				t.Errorf("%s: %d rows, want %d", q, got, n)
			}
		}
		same(t, b.clerk.Get("/commitments?sort=-due_on&limit=1").Must(200).At("data.0.text"), any("Trồng cây"))
		if _, there := b.clerk.Get("/commitments?limit=1").Must(200).Data()[0].(object)["checklist"]; there {
			t.Error("the list shows a checklist")
		}
		b.clerk.Get("/commitments?target=5").Refused(400, "unknown_parameter")
	})
}

func TestCommitmentRefusals(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, other := open(t, s, "A"), open(t, s, "B")
		id := b.original(t)
		for _, c := range []struct {
			body object
			want []string
		}{
			{object{"text": "x"}, []string{"/agreement_id required"}},
			{object{"agreement_id": nowhere, "text": "x"}, []string{"/agreement_id reference_not_found"}},
			{object{"agreement_id": id}, []string{"/text required"}},
			{object{"agreement_id": id, "text": "x", "scope": nil, "order": nil}, []string{"/order required", "/scope required"}},
			{object{"agreement_id": id, "text": strings.Repeat("x", 10001)}, []string{"/text max_length"}},
			{object{"agreement_id": id, "text": "x", "scope": "unit"}, []string{"/unit_id reference_required"}},
			{object{"agreement_id": id, "text": "x", "scope": "common", "unit_id": b.units[0]}, []string{"/unit_id conflicts_with"}},
			{object{"agreement_id": id, "text": "x", "unit_id": nowhere}, []string{"/unit_id reference_not_found"}},
			{object{"agreement_id": id, "text": "x", "measure": "number"}, []string{"/measure not_allowed"}},
			{object{"agreement_id": id, "text": "x", "target": "5"}, []string{"/target wrong_type"}},
			{object{"agreement_id": id, "text": "x", "weight": -1}, []string{"/weight minimum"}},
			{object{"agreement_id": id, "text": "x", "due_on": "2026-02-30"}, []string{"/due_on invalid_date"}},
			{object{"agreement_id": id, "text": "x", "targets": []object{{"unit_id": nowhere}, {"unit_id": b.units[0]}, {"unit_id": b.units[0]}}}, []string{"/targets/2 duplicate_item", "/targets/0/unit_id reference_not_found"}},
		} {
			wrong(t, b.admin.Post("/commitments", c.body), c.want...)
		}
		wrong(t, other.leader.Post("/commitments", object{"agreement_id": id, "text": "x"}), "/agreement_id reference_not_found")
		b.clerk.Post("/commitments", object{"agreement_id": id, "text": "x"}).Refused(403, "forbidden")
		path := "/commitments/" + made(t, b.leader, "/commitments", object{"agreement_id": id, "text": "x"})
		guarded(t, b.leader, path, "/commitments", object{"text": "y"})
		b.clerk.Patch(path, object{"text": "y"}).Refused(403, "forbidden")
		b.clerk.Delete(path).Refused(403, "forbidden")
		other.leader.Get(path).Refused(404, "not_found")
		other.leader.Delete(path).Refused(404, "not_found")
		same(t, len(other.leader.Get("/commitments").Must(200).Data()), 0)
		wrong(t, b.leader.Patch(path, object{"text": nil}), "/text required")
		wrong(t, b.leader.Patch(path, object{"agreement_id": nowhere}), "/agreement_id unknown_field")
	})
}

// The list a dashboard asks most: a page of 50 costs one statement beside the
// one that reads the caller's rights.
func TestPageOfCommitmentsIsOneStatement(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		id := b.original(t)
		for i := range 50 {
			made(t, b.leader, "/commitments", object{"agreement_id": id, "text": "Nội dung " + strconv.Itoa(i), "unit_id": b.units[i%3]})
		}
		for _, q := range []string{"/commitments?agreement_id=" + id, "/agreements", "/signatures?term_id=" + b.term, "/events"} {
			var page *apptest.Answer
			seen := s.Statements(func() { page = b.clerk.Get(q + "") })
			page.Must(200)
			data := 0
			for _, sql := range seen {
				if !strings.Contains(sql, "session_live") {
					data++
				}
			}
			if data != 1 {
				t.Errorf("%s: %d statements:\n%s", q, data, strings.Join(seen, "\n"))
			}
		}
		page := b.clerk.Get("/commitments?agreement_id=" + id).Must(200)
		same(t, len(page.Data()), 50)
		same(t, page.At("data.49.unit.name"), any("Báo A"))
		next := b.clerk.Get(page.Str("page.next")).Must(200)
		same(t, next.Column("order"), []any{51.0, 52.0})
	})
}

// Pasted commitments are entered whole, or not at all: each line that cannot be is
// named with what is wrong with it.
func TestManyCommitmentsAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		g := b.original(t)
		there := len(b.leader.Get("/commitments?agreement_id=" + g).Must(200).Data())
		add := func(lines ...object) *apptest.Answer {
			return b.leader.Post("/commitments/bulk", object{"agreement_id": g, "data": lines})
		}
		wrong(t, add(object{"text": "Được"}, object{"theme": "I"}, object{"text": "Của ai", "scope": "unit", "unit_id": nowhere}, object{"text": "x", "targets": []object{{"unit_id": nowhere, "target": 1}}}),
			"/data/1/text required", "/data/2/unit_id reference_not_found", "/data/3/targets/0/unit_id reference_not_found")
		wrong(t, add(object{"text": "x", "order": 1}), "/data/0/order unknown_field")
		same(t, len(b.leader.Get("/commitments?agreement_id="+g).Must(200).Data()), there)
		before := b.leader.ETag("/agreements/" + g)
		a := add(object{"text": "Việc hai", "theme": "I"}, object{"text": "Việc ba", "unit_id": b.units[1]}).Must(201)
		same(t, a.Column("order"), []any{float64(there + 1), float64(there + 2)})
		same(t, a.Column("scope"), []any{"common", "unit"})
		same(t, a.At("data.1.unit.name"), any("Ban Tổ chức A"))
		same(t, a.At("data.1"), b.leader.Get("/commitments/"+a.Str("data.1.id")).Must(200).Body)
		if b.leader.ETag("/agreements/"+g) == before {
			t.Error("the agreement's version stayed")
		}
		b.clerk.Post("/commitments/bulk", object{"agreement_id": g, "data": []object{{"text": "x"}}}).Refused(403, "forbidden")
		wrong(t, b.leader.Post("/commitments/bulk", object{"agreement_id": nowhere, "data": []object{{"text": "x"}}}), "/agreement_id reference_not_found")
		for _, to := range []string{"consulting", "signing"} {
			b.leader.Move("/agreements/"+g, to, "").Must(200)
		}
		b.leader.Post("/agreements/"+g+"/signatures", object{"unit_id": b.units[0], "signed_on": "2026-03-01", "method": "in_person", "status": "signed"}).Must(201)
		add(object{"text": "Quá muộn"}).Refused(409, "agreement.frozen")
	})
}
