package app_test

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm/schema"

	"giaouoc/internal/account"
	"giaouoc/internal/agreement"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/attachment"
	"giaouoc/internal/audit"
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/calendar"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/pilot"
	"giaouoc/internal/progress"
	"giaouoc/internal/rating"
	"giaouoc/internal/record"
	"giaouoc/internal/registration"
	"giaouoc/internal/report"
	"giaouoc/internal/scoring"
	"giaouoc/internal/succession"
	"giaouoc/internal/unit"
)

// rowTypes are all the types that stand for rows.
var rowTypes = []any{
	account.User{},
	account.Grant{},
	account.RefreshToken{},
	account.APIToken{},
	account.LoginAttempt{},
	account.Setting{},
	db.IdempotencyRecord{},
	audit.Event{},
	audit.Head{},
	audit.SecurityEvent{},
	record.Transition{},
	record.Person{},
	unit.Unit{},
	unit.Version{},
	unit.Authority{},
	bloc.Arrangement{},
	bloc.Bloc{},
	bloc.Term{},
	bloc.Member{},
	bloc.Leadership{},
	bloc.Deadline{},
	calendar.Feed{},
	agreement.Event{},
	agreement.Served{},
	agreement.Attendee{},
	agreement.Movement{},
	agreement.MovementCommitment{},
	registration.Registration{},
	registration.Commitment{},
	registration.Title{},
	registration.Submission{},
	agreement.Agreement{},
	pilot.Model{},
	pilot.Unit{},
	rating.Rating{},
	rating.Rule{},
	progress.Entry{},
	scoring.Table{},
	scoring.Criterion{},
	scoring.CriterionUnit{},
	scoring.Sheet{},
	scoring.Score{},
	scoring.Vote{},
	scoring.VoteItem{},
	scoring.Voter{},
	scoring.Ranking{},
	scoring.RankingRow{},
	progress.Closing{},
	agreement.Commitment{},
	agreement.Origin{},
	agreement.Signature{},
	agreement.Annex{},
	award.Type{},
	award.Decision{},
	award.Award{},
	award.Recipient{},
	attachment.Attachment{},
	succession.Succession{},
	succession.Party{},
	report.Written{},
	report.Issued{},
	report.Job{},
}

// Every table has a row type with exactly its columns, and what may be NULL is
// a pointer.
func TestRowTypesMatchTables(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	tx := s.DB.Read(t.Context())
	seen := map[string]bool{"goose_db_version": true, "search_entries": true}
	for _, row := range rowTypes {
		parsed, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
		if err != nil {
			t.Fatal(err)
		}
		seen[parsed.Table] = true
		var columns []struct {
			Name    string
			Notnull bool
			PK      int
		}
		if err := tx.Raw("SELECT name, \"notnull\", pk FROM pragma_table_info(?)", parsed.Table).Scan(&columns).Error; err != nil {
			t.Fatal(err)
		}
		var table, fields []string
		for _, c := range columns {
			table = append(table, fmt.Sprintf("%s nullable=%v", c.Name, !c.Notnull && c.PK == 0))
		}
		for _, name := range parsed.DBNames {
			fields = append(fields, fmt.Sprintf("%s nullable=%v", name, parsed.FieldsByDBName[name].FieldType.Kind() == reflect.Pointer))
		}
		slices.Sort(table)
		slices.Sort(fields)
		if diff := cmp.Diff(table, fields); diff != "" {
			t.Errorf("%T: columns of %s (-) and fields (+) differ:\n%s", row, parsed.Table, diff)
		}
	}
	var tables []string
	if err := tx.Raw("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_words%'").Scan(&tables).Error; err != nil {
		t.Fatal(err)
	}
	for _, name := range tables {
		if !seen[name] {
			t.Errorf("table %s has no row type in this list", name)
		}
	}
}

// Every documented filter and order of every list is answered, and both
// engines answer alike.
func TestEveryFilterWorksOnBothEngines(t *testing.T) {
	_, _, ops := contract(t)
	answers := map[string]map[string]int{}
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		got := map[string]int{}
		ask := func(path string, q url.Values) {
			a := admin.Get(strings.TrimPrefix(path, "/api/v1") + "?" + q.Encode())
			if a.Status != 200 && a.Status != 404 {
				t.Errorf("%s?%s: %d %s", path, q.Encode(), a.Status, a.Raw)
			}
			got[path+"?"+q.Encode()] = a.Status
		}
		for _, op := range ops {
			if op.method != "GET" || strings.Contains(op.path, "{") {
				continue
			}
			for _, p := range op.Parameters {
				if p.In != "query" || p.Name == "cursor" {
					continue
				}
				for _, v := range sampleValues(p) {
					q := url.Values{p.Name: {v}}
					if op.OperationID == "search" && p.Name != "q" {
						q.Set("q", "khối")
					}
					ask(op.path, q)
				}
			}
		}
		answers[string(s.DB.Engine())] = got
		if len(got) < 150 {
			t.Errorf("only %d questions", len(got))
		}
	})
	if len(answers) == 2 {
		if diff := cmp.Diff(answers["sqlite"], answers["postgres"]); diff != "" {
			t.Error(diff)
		}
	}
}

// sampleValues are values a documented parameter takes.
func sampleValues(p *huma.Param) []string {
	switch {
	case p.Name == "sort":
		list, _, _ := strings.Cut(strings.SplitN(p.Description, ": ", 2)[1], ";")
		var out []string
		for _, f := range strings.Split(list, ", ") {
			out = append(out, f, "-"+f)
		}
		return out
	case p.Schema.Type == huma.TypeBoolean:
		return []string{"true", "false"}
	case len(p.Schema.Enum) > 0:
		return []string{fmt.Sprint(p.Schema.Enum[0])}
	case p.Name == "limit":
		return []string{"1", fmt.Sprint(*p.Schema.Maximum)}
	case p.Schema.Format == "uuid":
		return []string{"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"}
	case p.Schema.Type == huma.TypeInteger:
		return []string{"2021"}
	case p.Name == "q":
		return []string{"đảng ủy", "100%_\\"}
	}
	_, expected, ok := strings.Cut(p.Description, "(")
	expected = strings.TrimSuffix(expected, ")")
	switch {
	case !ok || expected == "abc…":
		return []string{"văn bản"}
	case expected == "UUID":
		return []string{"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"}
	case strings.HasPrefix(expected, "1, 2"):
		return []string{"2021"}
	case strings.HasPrefix(expected, "YYYY-MM-DDT"), strings.HasPrefix(expected, "YYYY-MM-DDt"), strings.Contains(expected, "hh:mm"):
		return []string{"2021-02-26T01:02:03Z"}
	case strings.HasPrefix(expected, "YYYY"):
		return []string{"2021", "2021-02", "2021-02-26"}
	}
	first, _, _ := strings.Cut(expected, ", ")
	return []string{first}
}

// Each write that succeeds leaves exactly one record of who did what; one that
// is refused leaves none.
func TestEveryWriteLeavesOneEvent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		events := func() (n int64) {
			if err := s.DB.Read(t.Context()).Raw("SELECT count(*) FROM audit_events").Scan(&n).Error; err != nil {
				t.Fatal(err)
			}
			return n
		}
		one := func(op string, status int, do func() *apptest.Answer) *apptest.Answer {
			t.Helper()
			before := events()
			a := do().Must(status)
			if n := events() - before; n != 1 {
				t.Errorf("%s left %d events", op, n)
			}
			var last audit.Event
			if err := s.DB.Read(t.Context()).Order("id DESC").Take(&last).Error; err != nil {
				t.Fatal(err)
			}
			if last.Action != op || last.ActorID == "" || last.EntityID == "" || last.RequestID != a.Header.Get("X-Request-Id") {
				t.Errorf("%s is recorded as %+v", op, last)
			}
			if id := a.ID(); id != "" && last.EntityID != id {
				t.Errorf("%s of %s is recorded of %s %s", op, id, last.Entity, last.EntityID)
			}
			return a
		}
		type m = map[string]any
		for _, noun := range []struct{ name, path string }{{"Unit", "/units"}, {"Person", "/persons"}, {"Authority", "/authorities"}} {
			id := one("create"+noun.name, 201, func() *apptest.Answer { return admin.Post(noun.path, m{"name": "Văn phòng", "remark": "x"}) }).ID()
			one("update"+noun.name, 200, func() *apptest.Answer { return admin.Patch(noun.path+"/"+id, m{"remark": "y"}) })
			one("delete"+noun.name, 204, func() *apptest.Answer { return admin.Delete(noun.path + "/" + id) })
		}
		unitID := admin.Post("/units", m{"name": "Văn phòng", "valid_from": "2001"}).Must(201).ID()
		version := one("createUnitVersion", 201, func() *apptest.Answer {
			return admin.Post("/units/"+unitID+"/versions", m{"name": "Văn phòng mới", "valid_from": "2021-02-26"})
		}).ID()
		one("updateUnitVersion", 200, func() *apptest.Answer { return admin.Patch("/unit-versions/"+version, m{"short_name": "VP"}) })
		one("deleteUnitVersion", 204, func() *apptest.Answer { return admin.Delete("/unit-versions/" + version) })
		user := one("createUser", 201, func() *apptest.Answer {
			return admin.Post("/users", m{"username": "vanthu", "password": apptest.Password})
		}).ID()
		one("updateUser", 200, func() *apptest.Answer { return admin.Patch("/users/"+user, m{"display_name": "Văn thư"}) })
		grant := one("createGrant", 201, func() *apptest.Answer {
			return admin.Post("/grants", m{"user_id": user, "role": "viewer", "scope": "all"})
		}).ID()
		one("deleteGrant", 204, func() *apptest.Answer { return admin.Delete("/grants/" + grant) })
		one("login", 200, func() *apptest.Answer {
			return s.Nobody().Post("/auth/login", m{"username": "vanthu", "password": apptest.Password})
		})
		c := s.Login("vanthu", apptest.Password)
		one("updateMe", 200, func() *apptest.Answer { return c.Patch("/me", m{"language": "en"}) })
		one("logout", 200, func() *apptest.Answer { return c.Post("/auth/logout", m{}) })
		c = s.Login("vanthu", apptest.Password)
		one("changePassword", 200, func() *apptest.Answer {
			return c.Post("/me/password", m{"password": apptest.Password, "new_password": "một mật khẩu khác"})
		})
		one("endUserSessions", 200, func() *apptest.Answer { return admin.Post("/users/"+user+"/logout", nil) })

		before := events()
		for _, refused := range []*apptest.Answer{
			admin.Post("/units", m{}), admin.Post("/units", m{"name": "x", "parent_id": user}), s.As().Post("/units", m{"name": "x"}),
			admin.Do("PATCH", "/units/"+unitID, m{}, "If-Match", `"77"`), admin.Do("DELETE", "/units/"+user, nil, "If-Match", `"1"`),
		} {
			if refused.Status < 400 {
				t.Errorf("%s", refused.Raw)
			}
		}
		if n := events() - before; n != 2 { // making a user and logging in
			t.Errorf("refused writes left %d events", n-2)
		}
		if v, err := s.Audit.Verify(s.DB.Read(t.Context()), nil, nil); err != nil || len(v.Findings) > 0 {
			t.Errorf("%v %v", v.Findings, err)
		}
	})
}
