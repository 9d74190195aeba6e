package calendar_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/calendar"
)

type object = map[string]any

// books are a bloc with a term that has a deadline and a conference.
type books struct {
	bloc, term, unit, deadline, event string
}

func open(t *testing.T, c *apptest.Client, tag string) (b books) {
	t.Helper()
	b.bloc = c.Post("/blocs", object{"kind": "bloc", "name": "Khối " + tag}).Must(201).ID()
	b.term = c.Post("/terms", object{"bloc_id": b.bloc, "period": "2026", "status": "planning"}).Must(201).ID()
	b.unit = c.Post("/units", object{"name": "Sở " + tag}).Must(201).ID()
	c.Post("/terms/"+b.term+"/members", object{"unit_id": b.unit}).Must(201)
	b.deadline = c.Post("/terms/"+b.term+"/deadlines", object{"kind": "mid_year", "due_on": "2026-07-15", "title": "Gửi báo cáo; kèm phụ lục"}).Must(201).ID()
	b.event = c.Post("/events", object{"held_on": "2026-03-20", "part_of_day": "afternoon", "place": "Hội trường " + tag, "terms": []object{{"term_id": b.term, "purpose": "signing"}}}).Must(201).ID()
	return b
}

// read fetches a feed and returns its entries by UID, each with its lines unfolded
// and by the name of the property.
func read(t *testing.T, c *apptest.Client, path string) map[string]map[string]string {
	t.Helper()
	a := c.Get("!" + path).Must(200)
	if got := a.Header.Get("Content-Type"); got != "text/calendar; charset=utf-8" {
		t.Errorf("Content-Type %q", got)
	}
	entries, depth := map[string]map[string]string{}, []string{}
	var entry map[string]string
	for _, l := range strings.Split(strings.ReplaceAll(string(a.Raw), "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(l, ":")
		switch {
		case name == "BEGIN":
			if depth = append(depth, value); value == "VEVENT" {
				entry = map[string]string{}
			}
		case name == "END":
			if len(depth) == 0 || depth[len(depth)-1] != value {
				t.Fatalf("%s ends out of turn", value)
			}
			if depth = depth[:len(depth)-1]; value == "VEVENT" {
				entries[entry["UID"]] = entry
			}
		case len(depth) == 2:
			if _, twice := entry[name]; twice {
				t.Errorf("%s stands twice", name)
			}
			entry[name] = value
		case len(depth) == 3:
			entry["VALARM "+name] = value
		}
	}
	return entries
}

func feed(c *apptest.Client, body object) (*apptest.Answer, string) {
	a := c.Post("/calendar-feeds", body).Must(201)
	return a, a.Str("path")
}

func TestFeedFollowsTheBooks(t *testing.T) {
	apptest.EachWith(t, []string{"GIAOUOC_PUBLIC_URL=https://thidua.example.org"}, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		user := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: b.unit})
		made, path := feed(user, object{"name": "Lịch của tôi", "scope": "personal"})
		if made.Header.Get("Cache-Control") != "no-store" || len(path) != len("/calendar/.ics")+43 {
			t.Errorf("%v %s", made.Header, path)
		}
		reader := s.Nobody()
		first := read(t, reader, path)
		d, e := first[b.deadline], first[b.event]
		for _, c := range []struct{ got, want string }{
			{d["SUMMARY"], `Hạn: Sơ kết 6 tháng: Gửi báo cáo\; kèm phụ lục – Khối A\, năm 2026`},
			{d["DTSTART;VALUE=DATE"], "20260715"},
			{d["DTEND;VALUE=DATE"], "20260716"},
			{d["SEQUENCE"], "0"},
			{d["TRANSP"], "TRANSPARENT"},
			{d["VALARM TRIGGER"], "-P2DT16H"},
			{d["URL"], "https://thidua.example.org/khoi/" + b.bloc + "/nam/2026/thanh-vien?tab=thoi-han"},
			{e["SUMMARY"], `Ký kết giao ước thi đua – Khối A\, năm 2026`},
			{e["DTSTART;VALUE=DATE"], "20260320"},
			{e["LOCATION"], "Hội trường A"},
			{e["DESCRIPTION"], `Buổi chiều\nKý kết giao ước thi đua\nKhối A\n2026`},
		} {
			if c.got != c.want {
				t.Errorf("%q, want %q", c.got, c.want)
			}
		}
		tag := unchanged(t, s, reader, path)
		admin = s.Admin() // a day has gone by
		admin.Patch("/deadlines/"+b.deadline, object{"due_on": "2026-07-20"}).Must(200)
		if now := read(t, reader, path)[b.deadline]; now["DTSTART;VALUE=DATE"] != "20260720" || now["SEQUENCE"] != "1" || now["LAST-MODIFIED"] < d["LAST-MODIFIED"] {
			t.Errorf("%v", now)
		}
		reader.Get("!"+path, "If-None-Match", tag).Must(200)
		admin.Patch("/users/"+user.UserID, object{"language": "en"}).Must(200)
		if now := read(t, reader, path)[b.deadline]["SUMMARY"]; !strings.HasPrefix(now, "Due: Mid-year review: ") {
			t.Errorf("in English it is %q", now)
		}
		admin.Delete("/deadlines/" + b.deadline).Must(204)
		if now := read(t, reader, path); len(now) != 1 || now[b.event] == nil {
			t.Errorf("%v", now)
		}
		admin.Patch("/events/"+b.event, object{"held_on": "2026-03"}).Must(200)
		if now := read(t, reader, path); len(now) != 0 {
			t.Errorf("a day nobody knows stands at %v", now)
		}
		admin.Patch("/events/"+b.event, object{"held_on": "2026-03-20", "ended_on": "2026-03-21"}).Must(200)
		if now := read(t, reader, path)[b.event]; now["DTEND;VALUE=DATE"] != "20260322" {
			t.Errorf("%v", now)
		}
		admin.Post("/terms/"+b.term+"/deadlines", object{"kind": "other", "due_on": "2026-12-01"}).Must(201)
		for _, to := range []string{"signing", "in_force", "reviewing"} {
			admin.Move("/terms/"+b.term, to, "").Must(200)
		}
		admin.Post("/terms/"+b.term+"/transitions", object{"to": "concluded", "without_ranking": true}, "If-Match", admin.ETag("/terms/"+b.term)).Must(200)
		if now := read(t, reader, path); len(now) != 2 {
			t.Errorf("of a concluded term %d entries", len(now))
		}
		admin.Move("/terms/"+b.term, "locked", "").Must(200)
		if now := read(t, reader, path); len(now) != 0 {
			t.Errorf("of a locked term %v", now)
		}
	})
}

// unchanged checks that a feed does not change while the books do not, and tells
// its tag.
func unchanged(t *testing.T, s *apptest.Service, reader *apptest.Client, path string) string {
	t.Helper()
	one := reader.Get("!" + path).Must(200)
	s.Advance(26 * time.Hour)
	two := reader.Get("!"+path, "Accept-Language", "en", "Accept", "text/html").Must(200)
	tag := one.Header.Get("ETag")
	if string(one.Raw) != string(two.Raw) || tag == "" || tag != two.Header.Get("ETag") {
		t.Errorf("%s\n%s", one.Raw, two.Raw)
	}
	if one.Header.Get("Cache-Control") != "private, no-cache" || one.Header.Get("Set-Cookie") != "" || strings.Contains(fmt.Sprint(one.Header), strings.TrimPrefix(path, "/calendar/")) {
		t.Errorf("%v", one.Header)
	}
	if same := reader.Get("!"+path, "If-None-Match", tag).Must(304); len(same.Raw) != 0 {
		t.Errorf("%s", same.Raw)
	}
	if head := reader.Do("HEAD", "!"+path, nil).Must(200); len(head.Raw) != 0 || head.Header.Get("ETag") != tag {
		t.Errorf("%v", head.Header)
	}
	return tag
}

func TestFeedGoesByTheRightsOfTheMoment(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		a, b := open(t, admin, "A"), open(t, admin, "B")
		user := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: a.unit}, apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: b.bloc})
		_, all := feed(user, object{"name": "Tất cả", "scope": "personal"})
		_, one := feed(user, object{"name": "Khối B", "scope": "bloc", "bloc_id": b.bloc})
		reader := s.Nobody()
		of := func(path string) (out []string) {
			for uid := range read(t, reader, path) {
				out = append(out, uid)
			}
			slices.Sort(out)
			return out
		}
		same := func(path string, want ...string) {
			t.Helper()
			slices.Sort(want)
			if got := of(path); !slices.Equal(got, want) {
				t.Errorf("%v, want %v", got, want)
			}
		}
		same(all, a.deadline, a.event, b.deadline, b.event)
		same(one, b.deadline, b.event)
		// A conference of both is shown with what may be read of it.
		both := admin.Post("/events", object{"title": "Hội nghị chung", "held_on": "2026-11-20", "terms": []object{{"term_id": a.term, "purpose": "activity"}, {"term_id": b.term, "purpose": "activity"}}}).Must(201).ID()
		if got := read(t, reader, all)[both]["SUMMARY"]; got != `Hội nghị chung – Khối A\, Khối B\, năm 2026` {
			t.Errorf("%q", got)
		}
		for _, g := range admin.Get("/grants?user_id=" + user.UserID + "&role=viewer").Must(200).Column("id") {
			admin.Delete("/grants/" + g.(string)).Must(204)
		}
		same(all, a.deadline, a.event, both)
		same(one)
		if got := read(t, reader, all)[both]["SUMMARY"]; got != `Hội nghị chung – Khối A\, năm 2026` {
			t.Errorf("%q", got)
		}
		if got := user.Get("/calendar-feeds?scope=bloc").Must(200); got.At("data.0.bloc.id") != b.bloc || got.At("data.0.bloc.name") != nil {
			t.Errorf("%s", got.Raw)
		}
		for _, g := range admin.Get("/grants?user_id=" + user.UserID).Must(200).Column("id") {
			admin.Delete("/grants/" + g.(string)).Must(204)
		}
		same(all)
	})
}

func TestWhatLetsNobodyInIsOneAnswer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		right := apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: b.bloc}
		user, shut, changing := s.As(right), s.As(right), s.As(right)
		revoked, gone := feed(user, object{"name": "x", "scope": "personal"})
		_, kept := feed(user, object{"name": "y", "scope": "personal"})
		_, disabled := feed(shut, object{"name": "x", "scope": "personal"})
		_, mustChange := feed(changing, object{"name": "x", "scope": "personal"})
		reader := s.Nobody()
		reader.Get("!" + gone).Must(200)
		user.Delete("/calendar-feeds/" + revoked.ID()).Must(204)
		admin.Patch("/users/"+shut.UserID, object{"status": "disabled"}).Must(200)
		admin.Patch("/users/"+changing.UserID, object{"must_change_password": true}).Must(200)
		nobody := "/calendar/" + strings.Repeat("A", 43) + ".ics"
		want := reader.Get("!" + nobody)
		for what, path := range map[string]string{
			"revoked": gone, "disabled": disabled, "must change the password": mustChange, "no suffix": strings.TrimSuffix(kept, ".ics"), "longer": strings.TrimSuffix(kept, ".ics") + "A.ics",
			"shorter": "/calendar/A.ics", "quoted": "/calendar/'%20OR%201=1--.ics", "upper case": strings.ToUpper(kept),
		} {
			got := reader.Get("!" + path)
			if what == "upper case" { // another route, and the same refusal
				got.Refused(404, "not_found")
				continue
			}
			got.Refused(404, "not_found")
			for _, name := range []string{"Content-Type", "Cache-Control", "ETag", "Vary"} {
				if got.Header.Get(name) != want.Header.Get(name) {
					t.Errorf("%s: %s %q, unknown has %q", what, name, got.Header.Get(name), want.Header.Get(name))
				}
			}
		}
		admin.Patch("/users/"+shut.UserID, object{"status": "active"}).Must(200)
		reader.Get("!" + disabled).Must(404) // who was shut out subscribes anew
		// An address is no token, and a token no address.
		reader.Token = strings.TrimSuffix(strings.TrimPrefix(kept, "/calendar/"), ".ics")
		reader.Get("/me").Refused(401, "unauthenticated")
		reader.Get("!" + kept).Must(200)
		// Leaving everywhere ends what lets programs in, unless it is to be kept.
		user.Post("/auth/logout", object{"everywhere": true, "keep_tokens": true}).Must(200)
		s.Nobody().Get("!" + kept).Must(200)
		admin.Post("/users/"+user.UserID+"/logout", object{}).Must(200)
		s.Nobody().Get("!" + kept).Must(404)
	})
}

func TestFeedsAreOnesOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b, other := open(t, admin, "A"), open(t, admin, "B")
		right := apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: b.bloc}
		user, stranger := s.As(right), s.As(right)
		for _, c := range []struct {
			body object
			want string
		}{
			{object{"name": "x", "scope": "bloc"}, "/bloc_id required"},
			{object{"name": "x", "scope": "personal", "bloc_id": b.bloc}, "/bloc_id conflicts_with"},
			{object{"name": "x", "scope": "bloc", "bloc_id": other.bloc}, "/bloc_id reference_not_found"},
			{object{"name": "x", "scope": "all"}, "/scope not_allowed"},
		} {
			if got := user.Post("/calendar-feeds", c.body).Refused(422, "validation_failed").Fields(); !slices.Equal(got, []string{c.want}) {
				t.Errorf("%v: %v", c.body, got)
			}
		}
		made, path := feed(user, object{"name": "Lịch", "scope": "bloc", "bloc_id": b.bloc})
		at := "/calendar-feeds/" + made.ID()
		shown := string(user.Get(at).Must(200).Raw) + string(user.Get("/calendar-feeds").Must(200).Raw) + string(admin.Get("/audit-events?entity=calendar_feed").Must(200).Raw)
		if secret := strings.TrimSuffix(path[len("/calendar/"):], ".ics"); strings.Contains(shown, secret) || strings.Contains(shown, `"path"`) {
			t.Errorf("the address is shown again: %s", shown)
		}
		var stored []string
		if err := s.DB.Read(t.Context()).Raw("SELECT token_hash FROM calendar_feeds").Scan(&stored).Error; err != nil || len(stored) != 1 || len(stored[0]) != 64 {
			t.Errorf("stored as %v (%v)", stored, err)
		}
		stranger.Get(at).Refused(404, "not_found")
		stranger.Do("DELETE", at, nil, "If-Match", `"1"`).Refused(404, "not_found")
		if rows := stranger.Get("/calendar-feeds").Must(200).Data(); len(rows) != 0 {
			t.Errorf("%v", rows)
		}
		if got := user.Get(at); got.At("last_used_at") != nil {
			t.Errorf("%s", got.Raw)
		}
		s.Nobody().Get("!" + path).Must(200)
		if err := s.Calendars.FlushUses(t.Context()); err != nil {
			t.Error(err)
		}
		if got := user.Get(at).Must(200); got.At("last_used_at") == nil || got.Header.Get("ETag") != `"1"` {
			t.Errorf("%s", got.Raw)
		}
		for range calendar.MaxFeeds - 1 {
			feed(user, object{"name": "thêm", "scope": "personal"})
		}
		user.Post("/calendar-feeds", object{"name": "quá", "scope": "personal"}).Refused(409, "calendar.too_many_feeds")
		admin.Delete(at).Must(204)
		if rows := user.Get("/calendar-feeds").Must(200).Data(); len(rows) != calendar.MaxFeeds-1 {
			t.Errorf("%d feeds", len(rows))
		}
		feed(user, object{"name": "lại", "scope": "personal"})
		// A token of the user's, whatever its scope, makes none: it must not outlive its end.
		by := s.Nobody()
		by.Token = user.Post("/tokens", object{"name": "t", "scope": "write"}).Must(201).Str("token")
		by.Post("/calendar-feeds", object{"name": "x", "scope": "personal"}).Refused(403, "token_scope")
		// A bloc is removed although somebody follows it.
		empty := admin.Post("/blocs", object{"kind": "bloc", "name": "Khối rỗng"}).Must(201).ID()
		_, follows := feed(admin, object{"name": "x", "scope": "bloc", "bloc_id": empty})
		admin.Delete("/blocs/" + empty).Must(204)
		s.Nobody().Get("!" + follows).Must(404)
	})
}

func TestRepetitionKeepsTheAddressBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user := s.Admin()
		once := func() *apptest.Answer {
			return user.Post("/calendar-feeds", object{"name": "x", "scope": "personal"}, "Idempotency-Key", "feed-1").Must(201)
		}
		first, again := once(), once()
		if first.ID() != again.ID() || first.At("path") == nil || again.At("path") != nil {
			t.Errorf("%s\n%s", first.Raw, again.Raw)
		}
	})
}

func TestAddressesAreLoggedNowhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		_, path := feed(admin, object{"name": "x", "scope": "personal"})
		secret := strings.TrimSuffix(path[len("/calendar/"):], ".ics")
		reader := s.Nobody()
		for _, method := range []string{http.MethodGet, http.MethodPost, "PROPFIND", http.MethodDelete} {
			for _, at := range []string{path, path + "/", "/Calendar/" + secret, "//calendar/" + secret + "/x"} {
				reader.Do(method, "!"+at, nil)
			}
		}
		s.Security.Flush(t.Context())
		events := admin.Get("/security-events?limit=200").Must(200)
		if len(events.Data()) == 0 {
			t.Error("nothing was noted: the test does not see what it looks at")
		}
		if strings.Contains(string(events.Raw), secret) {
			t.Errorf("%s", events.Raw)
		}
	})
}
