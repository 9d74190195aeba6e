package award_test

import (
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
)

// lock adds the bloc's term of a period to the books, locked.
func (b books) lock(t *testing.T, c *apptest.Client, period string) (term string) {
	t.Helper()
	return "/terms/" + made(t, c, "/terms", object{"bloc_id": b.bloc, "period": period, "status": "locked"})
}

// What lies in a locked term stays, whoever asks; the term is unlocked first.
func TestLockedTermKeepsItsAwards(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		body := with(b.certificates(), object{"recipients": []object{{"unit_id": b.units[1]}}})
		a := admin.Post("/awards", body).Must(201)
		path, recipient := "/awards/"+a.ID(), "/recipients/"+a.Str("recipients.0.id")
		elsewhere := "/awards/" + made(t, admin, "/awards", with(b.flag(), object{"period": "2018"}))
		outside := "/awards/" + made(t, admin, "/awards", object{"type_as_written": "bằng khen", "period": "2020"})
		term := b.lock(t, admin, "2020")

		refused := func(a *apptest.Answer) { t.Helper(); a.Refused(409, "term_locked") }
		refused(admin.Post("/awards", b.flag()))
		refused(admin.Post("/awards", with(b.flag(), object{"period": "2020-Q1"})))                     // listed in its year
		refused(admin.Post("/awards", with(b.flag(), object{"period": nil, "reported_on": "2020-11"}))) // came out in it
		refused(admin.Patch(path, object{"count": 5}))
		refused(admin.Patch(path, object{"period": "2018"}))
		refused(admin.Patch(path, object{"bloc_id": nil}))
		refused(admin.Patch(elsewhere, object{"period": "2020"}))
		refused(admin.Patch(outside, object{"bloc_id": b.bloc}))
		refused(admin.Delete(path))
		refused(admin.Post(path+"/recipients", object{"unit_id": b.units[2]}))
		refused(admin.Patch(recipient, object{"sub_unit": "Phòng Tổng hợp"}))
		refused(admin.Delete(recipient))
		shows(t, admin.Get(path).Must(200), object{"count": 4, "named": 1, "version": 1})

		admin.Patch(elsewhere, object{"count": 2}).Must(200)
		admin.Post("/awards", with(b.flag(), object{"period": "2021-Q1"})).Must(201) // listed in another year
		admin.Patch(outside, object{"count": 2}).Must(200)
		admin.Move(term, "concluded", "bổ sung quyết định").Must(200)
		admin.Patch(path, object{"count": 5}).Must(200)
	})
}

// A decision whose awards lie in a locked term stays as it is; annulling and
// restoring it are acts of their own.
func TestLockedTermKeepsItsDecisions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		decide := func(more object) string {
			t.Helper()
			return made(t, admin, "/decisions", with(object{"kind": "award", "authority_id": b.organizer, "status": "in_force"}, more))
		}
		given, draft := decide(nil), decide(object{"status": "draft"})
		award := "/awards/" + made(t, admin, "/awards", with(b.flag(), object{"decision_id": given}))
		made(t, admin, "/awards", with(b.certificates(), object{"decision_id": draft}))
		term := b.lock(t, admin, "2020")

		for _, d := range []string{given, draft} {
			admin.Patch("/decisions/"+d, object{"remark": "x"}).Refused(409, "term_locked")
			admin.Delete("/decisions/"+d).Refused(409, "term_locked")
		}
		admin.Move("/decisions/"+draft, "in_force", "").Refused(409, "term_locked")
		decide(object{"annuls_id": given})
		shows(t, admin.Get(award).Must(200), object{"status": "annulled"})
		restoring := decide(object{"restores_id": given, "status": "draft"})
		admin.Move("/decisions/"+restoring, "in_force", "").Must(200)
		shows(t, admin.Get(award).Must(200), object{"status": "in_force"})
		admin.Move(term, "concluded", "bổ sung").Must(200)
		admin.Patch("/decisions/"+given, object{"remark": "x"}).Must(200)
		admin.Move("/decisions/"+draft, "in_force", "").Must(200)
	})
}

// The term is held from the question whether it is locked to the end, and asked
// once however many awards a decision has.
func TestLockIsAskedOfAHeldTerm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		d := "/decisions/" + made(t, admin, "/decisions", object{"kind": "award", "authority_id": b.organizer, "status": "in_force"})
		asked := func(do func()) (n int) {
			for _, q := range s.Statements(do) {
				if strings.Contains(q, "SELECT id, status FROM terms") {
					n++
					if held := strings.Contains(q, "FOR UPDATE"); held != (s.DB.Engine() == "postgres") {
						t.Errorf("not held: %s", q)
					}
				}
			}
			return n
		}
		for range 3 {
			if n := asked(func() { made(t, admin, "/awards", with(b.flag(), object{"decision_id": d[len("/decisions/"):]})) }); n != 1 {
				t.Errorf("a new award asks %d times", n)
			}
			if n := asked(func() { admin.Patch(d, object{"remark": "x"}).Must(200) }); n != 1 {
				t.Errorf("a changed decision asks %d times", n)
			}
		}
	})
}
