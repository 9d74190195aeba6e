package award_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// Who belongs to another bloc sees nothing of this one's awards.
func TestAwardsOfAnotherBlocAreNotThere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		a, b := open(t, admin, "A"), open(t, admin, "B")
		decision := made(t, admin, "/decisions", object{"kind": "award", "bloc_id": a.bloc, "authority_id": a.organizer, "status": "in_force"})
		award := made(t, admin, "/awards", with(a.certificates(), object{"decision_id": decision, "recipients": []object{{"unit_id": a.units[1]}}}))
		recipient := admin.Get("/awards/" + award).Str("recipients.0.id")
		own := made(t, admin, "/awards", b.flag())
		for name, stranger := range map[string]*apptest.Client{
			"clerk":   s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: b.units[1]}),
			"leader":  s.As(apptest.Right{Role: actor.Leader, Scope: actor.OfUnit, ID: b.units[0]}),
			"council": s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: b.organizer}),
			"viewer":  s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: b.bloc}),
		} {
			for _, path := range []string{"/awards/" + award, "/decisions/" + decision, "/recipients/" + recipient, "/awards/" + award + "/recipients", "/decisions/" + decision + "/transitions"} {
				if got := stranger.Get(path).Status; got != 404 {
					t.Errorf("%s: GET %s: %d", name, path, got)
				}
			}
			if diff := cmp.Diff([]any{any(own)}, stranger.Get("/awards").Must(200).Column("id")); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if got := stranger.Get("/decisions").Must(200).Data(); len(got) != 0 {
				t.Errorf("%s: sees decisions %v", name, got)
			}
			shows(t, stranger.Get("/awards/tally?year=2020").Must(200), object{"totals.collectives": 1, "unclear.awards": 0})
			shows(t, stranger.Get("/awards/tally?bloc_id="+a.bloc).Must(200), object{"totals.awards": 0, "unclear.awards": 0, "rows": []any{}})
			if name == "clerk" || name == "viewer" {
				stranger.Post("/awards", b.flag()).Refused(403, "forbidden")
				continue
			}
			stranger.Do("PATCH", "/awards/"+award, object{"count": 1}, "If-Match", `"1"`).Refused(404, "not_found")
			stranger.Post("/awards/"+award+"/recipients", object{"unit_id": b.units[0]}).Refused(404, "not_found")
			stranger.Do("DELETE", "/recipients/"+recipient, nil, "If-Match", `"1"`).Refused(404, "not_found")
			wrong(t, stranger.Post("/awards", a.flag()), "/bloc_id reference_not_found")
			wrong(t, stranger.Post("/awards", with(b.flag(), object{"decision_id": decision})), "/decision_id reference_not_found")
			wrong(t, stranger.Post("/decisions", object{"kind": "award", "bloc_id": b.bloc, "annuls_id": decision}), "/annuls_id reference_not_found")
			wrong(t, stranger.Post("/awards", with(b.flag(), object{"recipient_kind": "bloc", "recipients": []object{{"honoured_bloc_id": a.bloc}}})), "/recipients/0/honoured_bloc_id reference_not_found")
		}
	})
}

// A unit sees what it was honoured with, also outside its blocs, and may not
// change it.
func TestUnitSeesItsOwnHonours(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		decision := made(t, admin, "/decisions", object{"kind": "award", "authority_as_written": "Thủ tướng Chính phủ", "status": "in_force"})
		award := admin.Post("/awards", object{"type_as_written": "bằng khen", "recipient_kind": "collective", "count": 2, "bloc_state": "outside", "decision_id": decision, "recipients": []object{{"unit_id": b.units[1]}}}).Must(201)
		clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: b.units[1]})
		path := "/awards/" + award.ID()
		shows(t, clerk.Get(path).Must(200), object{"recipients.0.unit.id": b.units[1]})
		clerk.Get("/decisions/" + decision).Must(200)
		clerk.Patch(path, object{"count": 1}).Refused(403, "forbidden")
		leader := s.As(apptest.Right{Role: actor.Leader, Scope: actor.OfUnit, ID: b.units[1]})
		leader.Patch(path, object{"count": 1}).Refused(403, "forbidden")
		leader.Post(path+"/recipients", object{"unit_id": b.units[0]}).Refused(403, "forbidden")
		leader.Delete(path).Refused(403, "forbidden")
		leader.Delete("/recipients/"+award.Str("recipients.0.id")).Refused(403, "forbidden")
		leader.Patch("/decisions/"+decision, object{"remark": "x"}).Refused(403, "forbidden")
		leader.Move("/decisions/"+decision, "in_force", "").Refused(403, "forbidden")
		other := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: b.units[2]})
		other.Get(path).Refused(404, "not_found")
	})
}

// The council writes for its organizer's blocs and, outside blocs, for what its
// authority gives; the leading unit for its bloc.
func TestWhoRecordsAwards(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		a, b := open(t, admin, "A"), open(t, admin, "B")
		council := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: a.organizer})
		leader := s.As(apptest.Right{Role: actor.Leader, Scope: actor.OfUnit, ID: a.units[0]})
		made(t, leader, "/awards", a.flag())
		decision := made(t, council, "/decisions", object{"kind": "award", "authority_id": a.organizer, "status": "in_force"})
		outside := object{"type_as_written": "bằng khen", "recipient_kind": "individual", "count": 6, "decision_id": decision}
		award := "/awards/" + made(t, council, "/awards", outside)
		council.Patch(award, object{"count": 7}).Must(200)
		council.Post("/awards", object{"type_as_written": "bằng khen"}).Refused(403, "forbidden")
		council.Post("/decisions", object{"kind": "award", "authority_id": b.organizer}).Refused(403, "forbidden")
		leader.Post("/decisions", object{"kind": "award", "authority_id": a.organizer}).Refused(403, "forbidden")
		wrong(t, leader.Post("/awards", outside), "/decision_id reference_not_found")
		council.Patch(award, object{"decision_id": nil}).Refused(403, "forbidden")

		// A leader may see the council's decision on his bloc, not undo it.
		flag := with(a.flag(), object{"decision_id": decision})
		made(t, council, "/awards", flag)
		leader.Get("/decisions/" + decision).Must(200)
		leader.Post("/decisions", object{"kind": "award", "bloc_id": a.bloc, "authority_id": a.organizer, "annuls_id": decision, "status": "in_force"}).Refused(403, "forbidden")
		shows(t, admin.Get("/decisions/"+decision).Must(200), object{"status": "in_force"})
	})
}

// Every act leaves one row in the chain of its bloc.
func TestAwardsAreAudited(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		award := "/awards/" + made(t, admin, "/awards", with(b.certificates(), object{"recipients": []object{{"unit_id": b.units[0]}}}))
		recipient := made(t, admin, award+"/recipients", object{"unit_id": b.units[1]})
		admin.Delete("/recipients/" + recipient).Must(204)
		admin.Patch(award, object{"count": 5}).Must(200)
		admin.Delete(award).Must(204)
		acts := admin.Get("/audit-events?sort=at&bloc_id=" + b.bloc + "&entity=award,recipient").Must(200)
		if diff := cmp.Diff([]any{"createAward", "createRecipient", "deleteRecipient", "updateAward", "deleteAward"}, acts.Column("action")); diff != "" {
			t.Error(diff)
		}
	})
}
