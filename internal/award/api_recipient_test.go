package award_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/app/apptest"
)

// Naming those of a count later leaves the award's id and count, and every
// total, as they were; one more than the count is refused.
func TestResolvingKeepsTheTotal(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		path := "/awards/" + made(t, admin, "/awards", with(b.certificates(), object{"count": 2}))
		first := admin.Post(path+"/recipients", object{"unit_id": b.units[0]}).Must(201)
		shows(t, first, object{"unit.name": "Ban 0 A", "unit.as_written": nil, "place": 1, "person": nil, "award_id": path[len("/awards/"):]})
		if got, want := first.Header.Get("Location"), "/api/v1/recipients/"+first.ID(); got != want {
			t.Errorf("Location %q", got)
		}
		shows(t, admin.Get(path).Must(200), object{"count": 2, "named": 1, "unnamed": 1, "version": 2})
		again := admin.Post(path+"/recipients", object{"unit_id": b.units[0]}).Refused(409, "duplicate")
		shows(t, again, object{"existing_id": first.ID()})
		made(t, admin, path+"/recipients", object{"unit_id": b.units[0], "sub_unit": "Phòng Tổng hợp"})
		wrong(t, admin.Post(path+"/recipients", object{"unit_id": b.units[2]}), "/unit_id count_exceeded")
		shows(t, admin.Get(path).Must(200), object{"count": 2, "named": 2, "unnamed": 0})
		shows(t, admin.Get("/awards/tally?bloc_id="+b.bloc).Must(200), object{"totals.collectives": 2, "totals.named": 2, "totals.unnamed": 0})
		shows(t, admin.Get("/awards/tally?unit_id="+b.units[0]).Must(200), object{"totals.collectives": 2, "totals.awards": 1, "unclear.collectives": 0})
		shows(t, admin.Get("/awards/tally?unit_id="+b.units[1]).Must(200), object{"totals.collectives": 0, "rows": []any{}})

		list := admin.Get(path + "/recipients?sort=-place").Must(200)
		if diff := cmp.Diff([]any{"Phòng Tổng hợp", nil}, list.Column("sub_unit")); diff != "" {
			t.Error(diff)
		}
		admin.Delete("/recipients/" + first.ID()).Must(204)
		shows(t, admin.Get(path).Must(200), object{"count": 2, "named": 1, "unnamed": 1})
		admin.Get("/awards/"+nobodys+"/recipients").Refused(404, "not_found")
		admin.Post("/awards/"+nobodys+"/recipients", object{"unit_id": b.units[0]}).Refused(404, "not_found")
	})
}

// What is still to be named or linked is asked for by filters.
func TestAwardsWithNamesToFind(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		award := func(count any, recipients ...object) string {
			return made(t, admin, "/awards", with(b.certificates(), object{"count": count, "recipients": append([]object{}, recipients...)}))
		}
		linked, written := object{"unit_id": b.units[0]}, object{"unit_as_written": "Ban Tuyên giáo"}
		both := object{"unit_id": b.units[1], "unit_as_written": "Ban 1 cũ"}
		none, half, whole, inWords, unknown := award(3), award(3, linked), award(1, both), award(2, linked, written), award(nil)
		for query, want := range map[string][]string{
			"unnamed=0":              {whole, inWords},
			"unnamed_gte=1":          {none, half},
			"unnamed=3":              {none},
			"unnamed_exists=false":   {unknown},
			"has_unlinked=true":      {inWords},
			"has_unlinked=false":     {none, half, whole, unknown},
			"unnamed=0,2&named_gt=0": {half, whole, inWords},
		} {
			if diff := cmp.Diff(len(want), len(admin.Get("/awards?bloc_id="+b.bloc+"&"+query).Must(200).Data())); diff != "" {
				t.Errorf("%s: %s", query, diff)
			}
			for _, id := range want {
				if got := admin.Get("/awards?bloc_id=" + b.bloc + "&" + query).Must(200).Column("id"); !slices.Contains(got, any(id)) {
					t.Errorf("%s does not find %s: %v", query, id, got)
				}
			}
		}
		admin.Get("/awards?unnamed=few").Refused(400, "invalid_parameter")
		admin.Get("/awards?has_unlinked=perhaps").Refused(400, "invalid_parameter")
	})
}

func TestRecipientsOfEachKind(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		person := made(t, admin, "/persons", object{"name": "Lê Văn Cường"})
		of := func(kind string, recipient object) *apptest.Answer {
			t.Helper()
			id := made(t, admin, "/awards", with(b.certificates(), object{"recipient_kind": kind, "count": nil}))
			return admin.Post("/awards/"+id+"/recipients", recipient)
		}
		shows(t, of("collective", object{"sub_unit": "Nhân dân và cán bộ huyện Kim Sơn"}).Must(201), object{"unit": nil, "sub_unit": "Nhân dân và cán bộ huyện Kim Sơn"})
		shows(t, of("individual", object{"person_id": person, "unit_id": b.units[0]}).Must(201), object{"person.name": "Lê Văn Cường", "unit.id": b.units[0]})
		shows(t, of("household", object{"household": "Hộ ông Nguyễn Văn A"}).Must(201), object{"household": "Hộ ông Nguyễn Văn A", "person": nil})
		shows(t, of("bloc", object{"honoured_bloc_id": b.bloc}).Must(201), object{"honoured_bloc.name": "Khối các cơ quan Đảng A"})
		wrong(t, of("collective", object{}), "/unit_id reference_required")
		wrong(t, of("collective", object{"unit_id": b.units[0], "person_id": person}), "/person_id conflicts_with")
		wrong(t, of("individual", object{"unit_id": b.units[0]}), "/person_id reference_required")
		wrong(t, of("household", object{"unit_id": b.units[0]}), "/household reference_required", "/unit_id conflicts_with")
		wrong(t, of("bloc", object{"honoured_bloc_id": nobodys}), "/honoured_bloc_id reference_not_found")
		wrong(t, of("individual", object{"person_id": nobodys}), "/person_id reference_not_found")
		wrong(t, of("individual", object{"name": "A"}), "/name unknown_field")
		shows(t, admin.Get("/awards/tally?recipient_kind=bloc").Must(200), object{"totals.blocs": 0, "totals.count_unknown": 2})
	})
}

// A bloc as a whole receives a certificate.
func TestBlocAsRecipient(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		ty := admin.Get("/award-types?code=BLOC_BK").Must(200).At("data.0.id")
		a := admin.Post("/awards", object{
			"bloc_id": b.bloc, "award_type_id": ty, "recipient_kind": "bloc", "count": 1, "period": "2021", "recipients": []object{{"honoured_bloc_id": b.bloc}},
		}).Must(201)
		shows(t, a, object{"recipients.0.honoured_bloc.id": b.bloc, "named": 1})
		shows(t, admin.Get("/awards/tally?year=2021&bloc_id="+b.bloc).Must(200), object{"totals.blocs": 1, "totals.collectives": 0, "rows.0.type.needs_check": true})
		if diff := cmp.Diff([]any{any(a.ID())}, admin.Get("/awards?honoured_bloc_id="+b.bloc).Must(200).Column("id")); diff != "" {
			t.Error(diff)
		}
	})
}

func TestRecipientIsCorrected(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		award := "/awards/" + made(t, admin, "/awards", with(b.certificates(), object{"recipients": []object{{"unit_as_written": "Ban số 0"}, {"unit_id": b.units[1]}}}))
		id := admin.Get(award).Must(200).Str("recipients.0.id")
		path := "/recipients/" + id
		tag := admin.ETag(award)
		shows(t, admin.Patch(path, object{"unit_id": b.units[0]}).Must(200), object{"unit": object{"id": b.units[0], "as_written": "Ban số 0", "name": "Ban 0 A"}, "version": 2})
		if admin.ETag(award) == tag {
			t.Error("the award shows another recipient under its old tag")
		}
		admin.Patch(path, object{"unit_id": b.units[1]}).Refused(409, "duplicate")
		wrong(t, admin.Patch(path, object{"unit_id": nil, "unit_as_written": nil}), "/unit_id reference_required")
		admin.Do("PATCH", path, object{"sub_unit": "x"}).Refused(428, "precondition_required")
		admin.Do("PATCH", path, object{"sub_unit": "x"}, "If-Match", `"1"`).Refused(412, "stale_version")
		admin.Do("DELETE", path, nil, "If-Match", `"1"`).Refused(412, "stale_version")
		admin.Get("/recipients/"+nobodys).Refused(404, "not_found")
		shows(t, admin.Get(award).Must(200), object{"count": 4, "named": 2})
	})
}

// Eight at once name recipients of four: exactly four succeed.
func TestNobodyExceedsTheCount(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		path := "/awards/" + made(t, admin, "/awards", b.certificates())
		statuses := make([]int, 8)
		var all sync.WaitGroup
		for i := range statuses {
			all.Add(1)
			go func() {
				defer all.Done()
				statuses[i] = admin.Post(path+"/recipients", object{"unit_as_written": "Ban " + string(rune('A'+i))}).Status
			}()
		}
		all.Wait()
		n := map[int]int{}
		for _, s := range statuses {
			n[s]++
		}
		if n[201] != 4 || n[422] != 4 {
			t.Errorf("statuses %v", n)
		}
		shows(t, admin.Get(path).Must(200), object{"count": 4, "named": 4, "unnamed": 0})
		if got := len(admin.Get(path + "/recipients").Must(200).Data()); got != 4 {
			t.Errorf("%d rows", got)
		}
	})
}
