package bloc_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

type object = map[string]any

// made posts a body and returns the id of what was made.
func made(t *testing.T, c *apptest.Client, path string, body object) string {
	t.Helper()
	return c.Post(path, body).Must(201).ID()
}

// found lists a path and compares one column.
func found(t *testing.T, c *apptest.Client, path, column string, want ...any) {
	t.Helper()
	if diff := cmp.Diff(want, c.Get(path).Must(200).Column(column)); diff != "" {
		t.Errorf("%s: %s", path, diff)
	}
}

// wrong compares the fields a refusal names.
func wrong(t *testing.T, a *apptest.Answer, want ...string) {
	t.Helper()
	a.Refused(422, "validation_failed")
	if diff := cmp.Diff(want, a.Fields()); diff != "" {
		t.Errorf("%s: %s", a.Raw, diff)
	}
}

// books are one organizer's bloc with a live term, four units of which the
// first three are members, the first leading.
type books struct {
	organizer, bloc, term, leadership string
	units, members                    []string
}

func open(t *testing.T, c *apptest.Client, tag string) (b books) {
	t.Helper()
	b.organizer = made(t, c, "/authorities", object{"name": "Hội đồng tỉnh " + tag})
	b.bloc = made(t, c, "/blocs", object{"kind": "bloc", "name": "Khối thi đua " + tag, "organizer_id": b.organizer})
	b.term = made(t, c, "/terms", object{"bloc_id": b.bloc, "period": "2025", "status": "planning"})
	for _, name := range []string{"Sở Mây", "Sở Gió", "Sở Nắng", "Sở Mưa"} {
		b.units = append(b.units, made(t, c, "/units", object{"name": name + " " + tag}))
	}
	for _, u := range b.units[:3] {
		b.members = append(b.members, made(t, c, "/terms/"+b.term+"/members", object{"unit_id": u}))
	}
	b.leadership = made(t, c, "/terms/"+b.term+"/leadership", object{"role": "leader", "unit_id": b.units[0]})
	return b
}

func (b books) council(s *apptest.Service) *apptest.Client {
	return s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: b.organizer})
}

func (b books) of(s *apptest.Service, role actor.Role, unit int) *apptest.Client {
	return s.As(apptest.Right{Role: role, Scope: actor.OfUnit, ID: b.units[unit]})
}

const nowhere = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"

func TestOneNumberTwoBlocs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		fronts := made(t, admin, "/blocs", object{"code": "10", "kind": "bloc", "name": "Khối thi đua số 10", "valid_to": "2023"})
		banks := made(t, admin, "/blocs", object{"code": "10", "kind": "bloc", "name": "Khối thi đua số 10", "valid_from": "2025"})
		found(t, admin, "/blocs?code=10", "id", fronts, banks)
		found(t, admin, "/blocs?code_exists=false", "id")
		found(t, admin, "/blocs?name="+url.QueryEscape("Khối thi đua số 10")+"&sort=-code", "id", banks, fronts)
	})
}

func TestRenamedBlocKeepsItsFormerName(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		id := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối Văn hóa Hư Cấu"})
		now := admin.Patch("/blocs/"+id, object{"names": []object{
			{"name": "Khối Xã hội Hư Cấu", "kind": "current", "valid_from": "2024-03"},
			{"name": "Khối Văn hóa Hư Cấu", "kind": "former", "valid_to": "2024-02"},
			{"name": "VHXH", "kind": "variant"},
		}}).Must(200)
		if now.Str("name") != "Khối Xã hội Hư Cấu" || now.At("names.1.valid_to") != "2024-02" || now.At("names.1.kind") != "former" || now.At("names.0.valid_to") != nil {
			t.Errorf("%s", now.Raw)
		}
		for _, q := range []string{"van hoa hu cau", "xã hội", "vhxh"} {
			found(t, admin, "/blocs?q="+url.QueryEscape(q), "id", id)
		}
		found(t, admin, "/blocs?name="+url.QueryEscape("Khối Văn hóa Hư Cấu"), "id")
	})
}

func TestEitherWordAndAnySpellingFinds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		cluster := made(t, admin, "/blocs", object{"kind": "cluster", "name": "Cụm thi đua số 5"})
		bloc := made(t, admin, "/blocs", object{"kind": "bloc", "code": "HB-9", "name": "Khối các trường Hòa Thủy"})
		for q, want := range map[string]string{
			"khối 5": cluster, "cụm 5": cluster, "KHOI SO 5": cluster,
			"cụm hòa thủy": bloc, "hoà thuỷ": bloc, norm.NFD.String("Hòa Thủy"): bloc, "hb-9": bloc,
		} {
			found(t, admin, "/blocs?q="+url.QueryEscape(q), "id", want)
		}
		found(t, admin, "/blocs?kind=cluster", "id", cluster)
		term := made(t, admin, "/terms", object{"bloc_id": cluster, "period": "2024"})
		found(t, admin, "/terms?q="+url.QueryEscape("khối 5"), "id", term)
	})
}

func TestBlocFilters(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		organizer := made(t, admin, "/authorities", object{"name": "UBND tỉnh Hư Cấu"})
		one := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối 2", "organizer_id": organizer, "organizer_as_written": "UBND tỉnh", "provinces": []string{"Hư Cấu", `Tỉnh "A" & B`}, "document_layout": "party"})
		two := made(t, admin, "/blocs", object{"kind": "cluster", "name": "Cụm 10", "provinces": []string{"Hư Cấu", "Tưởng Tượng"}})
		found(t, admin, "/blocs?province="+url.QueryEscape("Hư Cấu"), "id", two, one)
		found(t, admin, "/blocs?province="+url.QueryEscape(`Tỉnh "A" & B,Tưởng Tượng`), "id", two, one)
		found(t, admin, "/blocs?province="+url.QueryEscape("hư cấu"), "id")
		found(t, admin, "/blocs?province="+url.QueryEscape("Hư"), "id")
		found(t, admin, "/blocs?organizer_id="+organizer, "organizer.name", "UBND tỉnh Hư Cấu")
		found(t, admin, "/blocs?organizer_id_exists=false", "id", two)
		found(t, admin, "/blocs?document_layout=party", "id", one)
		admin.Get("/blocs?sort=province").Refused(400, "invalid_parameter")
		admin.Get("/blocs?knid=bloc").Refused(400, "unknown_parameter")
	})
}

func TestBadBlocs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for _, c := range []struct {
			body object
			want []string
		}{
			{object{}, []string{"/kind required", "/names required"}},
			{object{"kind": "khoi", "name": "a"}, []string{"/kind not_allowed"}},
			{object{"kind": "bloc", "names": []object{}}, []string{"/names min_items"}},
			{object{"kind": "bloc", "names": []object{{"name": "a", "kind": "former"}}}, []string{"/names one_current"}},
			{object{"kind": "bloc", "names": []object{{"name": "a", "kind": "old"}}}, []string{"/names/0/kind not_allowed"}},
			{object{"kind": "bloc", "name": "a", "names": []object{{"name": "a", "kind": "current"}}}, []string{"/name conflicts_with"}},
			{object{"kind": "bloc", "name": "a", "valid_from": "2024", "valid_to": "2023-12"}, []string{"/valid_to end_before_start"}},
			{object{"kind": "bloc", "name": "a", "organizer_id": nowhere}, []string{"/organizer_id reference_not_found"}},
			{object{"kind": "bloc", "name": "a", "organizer_id": "x"}, []string{"/organizer_id invalid_id"}},
			{object{"kind": "bloc", "name": "a", "valid_from": "2024-13"}, []string{"/valid_from invalid_date"}},
			{object{"kind": "bloc", "name": "a", "version": 3}, []string{"/version read_only_field"}},
		} {
			wrong(t, admin.Post("/blocs", c.body), c.want...)
		}
		id := made(t, admin, "/blocs", object{"kind": "bloc", "name": "a"})
		wrong(t, admin.Patch("/blocs/"+id, object{"name": "b"}), "/name read_only_field")
		wrong(t, admin.Patch("/blocs/"+id, object{"names": nil}), "/names required")
		admin.Do("PATCH", "/blocs/"+id, object{"code": "1"}).Refused(428, "precondition_required")
		admin.Do("PATCH", "/blocs/"+id, object{"code": "1"}, "If-Match", `"7"`).Refused(412, "stale_version")
		admin.Get("/blocs/"+nowhere).Refused(404, "not_found")
		s.Nobody().Get("/blocs").Refused(401, "unauthenticated")
	})
}

func TestBlocBelongsToItsOrganizersCouncil(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		own, foreign := open(t, admin, "A"), open(t, admin, "B")
		council := own.council(s)
		id := made(t, council, "/blocs", object{"kind": "bloc", "name": "Khối mới", "organizer_id": own.organizer})
		council.Post("/blocs", object{"kind": "bloc", "name": "Khối khác", "organizer_id": foreign.organizer}).Refused(403, "forbidden")
		council.Post("/blocs", object{"kind": "bloc", "name": "Khối khác"}).Refused(403, "forbidden")
		council.Patch("/blocs/"+id, object{"organizer_id": foreign.organizer}).Refused(403, "forbidden")
		council.Patch("/blocs/"+id, object{"sector": "văn hóa"}).Must(200)
		found(t, council, "/blocs", "id", id, own.bloc)
		council.Get("/blocs/"+foreign.bloc).Refused(404, "not_found")
		council.Patch("/blocs/"+foreign.bloc, object{"code": "1"}).Refused(404, "not_found")
		council.Delete("/blocs/"+foreign.bloc).Refused(404, "not_found")
		council.Delete("/blocs/" + id).Must(204)
		council.Delete("/blocs/"+own.bloc).Refused(409, "in_use")
		leader := own.of(s, actor.Leader, 0)
		leader.Patch("/blocs/"+own.bloc, object{"code": "1"}).Refused(403, "forbidden")
	})
}

func TestArrangements(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		organizer := made(t, admin, "/authorities", object{"name": "UBND tỉnh Hư Cấu"})
		old := made(t, admin, "/arrangements", object{"organizer_as_written": "UBND tỉnh", "period": "2011-2015"})
		a := admin.Post("/arrangements", object{
			"organizer_id": organizer, "period": "2021", "document_as_written": "QĐ 12", "stated_bloc_count": 18, "stated_unit_count": 147,
		}).Must(201)
		if a.At("period.listing_year") != 2021.0 || a.At("organizer.name") != "UBND tỉnh Hư Cấu" || a.At("stated_unit_count") != 147.0 {
			t.Errorf("%s", a.Raw)
		}
		path := "/arrangements/" + a.ID()
		found(t, admin, "/arrangements", "id", a.ID(), old)
		found(t, admin, "/arrangements?year=2021", "id", a.ID())
		found(t, admin, "/arrangements?overlaps_year=2013", "id", old)
		found(t, admin, "/arrangements?organizer_id="+organizer, "id", a.ID())
		found(t, admin, "/arrangements?organizer_id_exists=false", "id", old)
		if got := admin.Patch(path, object{"stated_bloc_count": nil}).Must(200).At("stated_bloc_count"); got != nil {
			t.Errorf("stated_bloc_count %v", got)
		}
		for _, c := range []struct {
			body object
			want []string
		}{
			{object{}, []string{"/organizer_id reference_required", "/period required"}},
			{object{"organizer_as_written": "x", "period": "2021-Q2"}, []string{"/period not_allowed"}},
			{object{"organizer_as_written": "x", "period": "2021", "stated_bloc_count": -1}, []string{"/stated_bloc_count minimum"}},
			{object{"organizer_id": nowhere, "period": "2021"}, []string{"/organizer_id reference_not_found"}},
		} {
			wrong(t, admin.Post("/arrangements", c.body), c.want...)
		}
		bloc := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối 1"})
		made(t, admin, "/terms", object{"bloc_id": bloc, "period": "2021", "arrangement_id": a.ID()})
		admin.Delete(path).Refused(409, "in_use")
		admin.Delete("/arrangements/" + old).Must(204)
		admin.Get("/arrangements/"+old).Refused(404, "not_found")
		clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: made(t, admin, "/units", object{"name": "Sở Mây"})})
		clerk.Get(path).Must(200)
		clerk.Patch(path, object{"remark": "x"}).Refused(403, "forbidden")
	})
}

// Who has one bloc may not hand it to whomever they like: that takes the right
// over the other organizer's blocs.
func TestHandingABlocOverNeedsTheRightThere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b, other := open(t, admin, "A"), open(t, admin, "B")
		path := "/blocs/" + b.bloc
		ofBloc := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfBloc, ID: b.bloc})
		both := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: b.organizer}, apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: other.organizer})
		for _, c := range []*apptest.Client{ofBloc, b.council(s)} {
			c.Patch(path, object{"organizer_id": other.organizer}).Refused(403, "forbidden")
			c.Patch(path, object{"organizer_id": nil, "organizer_as_written": "UBND tỉnh"}).Refused(403, "forbidden")
			c.Patch(path, object{"sector": "Đảng", "organizer_id": b.organizer}).Must(200)
		}
		both.Patch(path, object{"organizer_id": other.organizer}).Must(200)
		both.Patch(path, object{"organizer_id": nil}).Refused(403, "forbidden")
		admin.Patch(path, object{"organizer_id": nil}).Must(200)
		ofBloc.Patch(path, object{"sector": "Khác"}).Must(200)
		ofBloc.Patch(path, object{"organizer_id": b.organizer}).Refused(403, "forbidden")
	})
}
