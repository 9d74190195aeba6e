package httpx_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/httpx"
)

const asCSV = "text/csv"

// names fills the list of persons and returns the names in order.
func names(t *testing.T, s *apptest.Service, n int) []string {
	t.Helper()
	admin := s.Admin()
	admin.Post("/persons", m{"name": "Người 0000"}).Must(201)
	all := []string{"Người 0000"}
	for i := 1; i < n; i++ { // each a write of its own: one for all takes a slow machine too long
		name := fmt.Sprintf("Người %04d", i)
		id := fmt.Sprintf("0190a1b2-c3d4-7e5f-8a9b-%012d", i)
		err := s.DB.InTx(t.Context(), func(tx *gorm.DB) error {
			return tx.Exec(`INSERT INTO persons (id, name, name_sort, search_text, positions, sources, basis, version, created_at, updated_at, created_by)
				SELECT ?, ?, ?, search_text, positions, sources, basis, version, created_at, updated_at, created_by FROM persons WHERE name = ?`, id, name, name, all[0]).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, name)
	}
	return all
}

// records reads CSV and checks its form: no byte order mark, LF alone.
func records(t *testing.T, raw []byte) [][]string {
	t.Helper()
	if bytes.HasPrefix(raw, []byte("\ufeff")) || bytes.Contains(raw, []byte("\r")) || !bytes.HasSuffix(raw, []byte("\n")) {
		t.Errorf("%.80q", raw)
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func column(rows [][]string, name string) []string {
	var out []string
	i := slices.Index(rows[0], name)
	for _, r := range rows[1:] {
		out = append(out, r[i])
	}
	return out
}

func TestCSVIsEveryRow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		want := names(t, s, 450)
		admin := s.Admin()
		var a *apptest.Answer
		sql := s.Statements(func() { a = admin.Get("/persons?sort=name", "Accept", asCSV).Must(200) })
		if got := column(records(t, a.Raw), "name"); !slices.Equal(got, want) {
			t.Errorf("%d rows, want %d", len(got), len(want))
		}
		pages := 0
		for _, stmt := range sql {
			if strings.Contains(stmt, "LIMIT 201") {
				pages++
			}
		}
		if pages != 3 {
			t.Errorf("%d statements for 450 rows, want one for each 200", pages)
		}
		h := a.Header
		if h.Get("Content-Type") != "text/csv; charset=utf-8" || h.Get("Content-Disposition") != `attachment; filename="persons.csv"` ||
			h.Get("ETag")+h.Get("Link") != "" || !strings.Contains(h.Get("Vary"), "Accept,") {
			t.Errorf("%v", h)
		}
		if got := column(records(t, admin.Get("/persons?name=Người%200007", "Accept", asCSV).Must(200).Raw), "name"); !slices.Equal(got, want[7:8]) {
			t.Errorf("narrowed: %q", got)
		}
		if head := admin.Do("HEAD", "/persons", nil, "Accept", asCSV).Must(200); len(head.Raw) != 0 || head.Header.Get("Content-Type") != h.Get("Content-Type") {
			t.Errorf("HEAD: %v", head.Header)
		}
	})
}

func TestCSVByThePage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		want := names(t, s, 7)
		admin := s.Admin()
		var got []string
		for at := "/persons?sort=-name&limit=3"; at != ""; {
			a := admin.Get(at, "Accept", asCSV).Must(200)
			page := column(records(t, a.Raw), "name")
			if len(page) > 3 {
				t.Errorf("%d rows on a page of 3", len(page))
			}
			got = append(got, page...)
			tag := a.Header.Get("ETag")
			if same := admin.Get(at, "Accept", asCSV, "If-None-Match", tag).Must(304); len(same.Raw) != 0 {
				t.Errorf("%q", same.Raw)
			}
			if json := admin.Get(at).Must(200); json.Header.Get("ETag") == tag || json.Header.Get("Link") != a.Header.Get("Link") {
				t.Errorf("CSV %v, JSON %v", a.Header, json.Header)
			}
			at = ""
			if _, rest, more := strings.Cut(a.Header.Get("Link"), `rel="first", <`); more {
				at, _, _ = strings.Cut(rest, ">")
			}
		}
		slices.Reverse(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
		empty := admin.Get("/persons?name=nobody", "Accept", asCSV).Must(200)
		if rows := records(t, empty.Raw); len(rows) != 1 || rows[0][0] != "id" || !slices.Contains(rows[0], "unit.as_written") {
			t.Errorf("an empty list: %q", rows)
		}
	})
}

// The tally's rows are a table; what is no list is none.
func TestCSVOfAnAnswer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		admin.Post("/awards", m{"type_as_written": "bằng khen", "recipient_kind": "collective", "count": 4, "period": "2020"}).Must(201)
		a := admin.Get("/awards/tally?year=2020", "Accept", asCSV).Must(200)
		rows := records(t, a.Raw)
		if len(rows) != 2 || column(rows, "type.as_written")[0] != "bằng khen" || column(rows, "collectives")[0] != "4" || column(rows, "level")[0] != "" {
			t.Errorf("%q", rows)
		}
		if got := a.Header.Get("Content-Disposition"); got != `attachment; filename="tally.csv"` {
			t.Error(got)
		}
		admin.Get("/awards/tally", "Accept", asCSV, "If-None-Match", admin.Get("/awards/tally", "Accept", asCSV).Header.Get("ETag")).Must(304)
		for path, offered := range map[string][]any{"/me": {"application/json"}, "/persons": {"application/json", "text/csv"}} {
			got, _ := admin.Get(path, "Accept", "image/png").Refused(406, "not_acceptable").At("offered").([]any)
			if !slices.Equal(got, offered) {
				t.Errorf("%s offers %v", path, got)
			}
		}
	})
}

// A key whose first use was refused for its Accept header is not spent.
func TestNotAcceptableIsNotRemembered(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		admin.Post("/persons", m{"name": "a"}, "Idempotency-Key", "k", "Accept", "text/html").Refused(406, "not_acceptable")
		admin.Post("/persons", m{"name": "a"}, "Idempotency-Key", "k").Must(201)
	})
}

// paged serves a list of many pages and calls before each, with its number.
func paged(t *testing.T, s *apptest.Service, log io.Writer, before func(page int) error) http.Handler {
	t.Helper()
	srv := httpx.New(httpx.Options{DB: s.DB, Log: slog.New(slog.NewTextHandler(log, nil)), Authenticate: s.Accounts.Authenticate})
	type view struct {
		Name string `json:"name"`
	}
	asked := 0
	list := db.List{Fields: []db.Field{{Name: "name", SQL: "name", Sort: true}}, Default: "name"}
	httpx.List(srv, httpx.Op{ID: "listPersons", Path: "/persons", Tag: "registry"}, list, func(ctx context.Context, in *httpx.Asked) (db.Page[view], error) {
		asked++
		if err := before(asked); err != nil {
			return db.Page[view]{}, err
		}
		return db.Fetch[view](s.DB.Read(ctx), db.Select{Columns: "name", From: "persons"}, in.Request())
	})
	return srv.Handler()
}

func get(t *testing.T, url, token string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", asCSV)
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

// A failure before the first byte is a problem; one after it breaks off, so that
// a cut file is never taken for a whole one.
func TestCSVBreaksOff(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		names(t, s, 450)
		token := s.Admin().Token
		var log bytes.Buffer
		for fails, want := range map[int]string{1: "problem", 3: "cut", 9: "whole"} {
			server := httptest.NewServer(paged(t, s, &log, func(page int) error {
				if page == fails {
					return errors.New("planted cause")
				}
				return nil
			}))
			res, err := http.DefaultTransport.RoundTrip(get(t, server.URL+"/api/v1/persons", token))
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(res.Body)
			res.Body.Close()
			server.Close()
			got := "whole"
			switch {
			case res.StatusCode == 500 && res.Header.Get("Content-Type") == "application/problem+json" && res.Header.Get("Content-Disposition") == "":
				got = "problem"
			case errors.Is(err, io.ErrUnexpectedEOF):
				got = "cut"
			}
			if got != want {
				t.Errorf("failing at page %d: %s (%d, %v, %d bytes), want %s", fails, got, res.StatusCode, err, len(body), want)
			}
			if bytes.Contains(body, []byte("planted")) {
				t.Errorf("the cause is shown: %s", body)
			}
		}
		if !strings.Contains(log.String(), `cut="planted cause"`) {
			t.Errorf("the cut is not logged:\n%s", log.String())
		}
	})
}

// Who is shut out while a file is being sent gets no page more of it.
func TestCSVEndsWithTheRight(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		names(t, s, 450)
		admin := s.Admin()
		for what, end := range map[string]func(c *apptest.Client){
			"disabled":   func(c *apptest.Client) { admin.Patch("/users/"+c.UserID, m{"status": "disabled"}).Must(200) },
			"signed out": func(c *apptest.Client) { c.Post("/auth/logout", m{"everywhere": true}).Must(200) },
			"without grant": func(c *apptest.Client) {
				admin.Delete("/grants/" + admin.Get("/grants?user_id=" + c.UserID).Must(200).Data()[0].(m)["id"].(string)).Must(204)
			},
		} {
			var log bytes.Buffer
			user, asked := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.All}), 0
			server := httptest.NewServer(paged(t, s, &log, func(page int) error {
				if asked = page; page == 2 {
					end(user)
					time.Sleep(300 * time.Millisecond) // callers are not looked at more often
				}
				return nil
			}))
			res, err := http.DefaultTransport.RoundTrip(get(t, server.URL+"/api/v1/persons", user.Token))
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(res.Body)
			res.Body.Close()
			server.Close()
			if rows := bytes.Count(body, []byte("\n")); !errors.Is(err, io.ErrUnexpectedEOF) || asked != 2 || rows > 401 {
				t.Errorf("%s: %v after %d rows of %d pages", what, err, rows, asked)
			}
			if !strings.Contains(log.String(), "cut=") {
				t.Errorf("%s: the cut is not logged:\n%s", what, log.String())
			}
		}
	})
}

// patient notes the deadlines it is given.
type patient struct {
	*httptest.ResponseRecorder
	deadlines []time.Time
}

func (p *patient) SetWriteDeadline(at time.Time) error {
	p.deadlines = append(p.deadlines, at)
	return nil
}

// Each page of a stream has the time that a whole answer has otherwise.
func TestCSVExtendsItsDeadline(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	names(t, s, 450)
	w := &patient{ResponseRecorder: httptest.NewRecorder()}
	start := time.Now()
	paged(t, s, io.Discard, func(int) error { return nil }).ServeHTTP(w, get(t, "/api/v1/persons", s.Admin().Token))
	if w.Code != 200 || !w.Flushed || len(w.deadlines) != 3 {
		t.Fatalf("%d, flushed %v, deadlines %v", w.Code, w.Flushed, w.deadlines)
	}
	for i, at := range w.deadlines {
		if at.Before(start.Add(time.Minute)) || i > 0 && !at.After(w.deadlines[i-1]) {
			t.Errorf("deadlines %v after %v", w.deadlines, start)
		}
	}
}

// Allow names every method that works, HEAD with GET.
func TestAllow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for path, want := range map[string][]string{"/persons": {"GET", "HEAD", "POST"}, "/persons/" + missing: {"DELETE", "GET", "HEAD", "PATCH"}, "/auth/login": {"POST"}} {
			got := strings.Split(admin.Do("OPTIONS", path, nil).Refused(405, "method_not_allowed").Header.Get("Allow"), ", ")
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Errorf("%s allows %q, want %q", path, got, want)
			}
		}
	})
}
