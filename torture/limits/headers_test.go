package limits_test

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"giaouoc/internal/app"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/app/demo"
	"giaouoc/internal/db/dbtest"
	"giaouoc/torture/rig"
)

// sweep asks every route in every way and looks at the headers of what comes.
type sweep struct {
	t        *testing.T
	s        *apptest.Service
	spec     *huma.OpenAPI
	admin    *apptest.Client
	ids      []string // of records of all kinds
	answers  int
	findings int
	feed     string // where a calendar is read
	statuses map[int]int
}

// TestHeaders looks at the headers of every answer: of every operation and every
// other route, with success and with every kind of refusal.
func TestHeaders(t *testing.T) {
	beside(t)
	s := apptest.New(t, dbtest.SQLite(t))
	s.Server.Engine().GET("/boom", func(*gin.Context) { panic("planted") })
	if _, err := demo.Fill(t.Context(), s.App, apptest.Password); err != nil {
		t.Fatal(err)
	}
	w := &sweep{t: t, s: s, spec: app.Described().Spec(), admin: s.Admin(), statuses: map[int]int{}}
	w.complete()
	routes := s.Server.Engine().Routes()
	for range 2 { // once more, for the lists below the records found
		w.collect(routes)
	}
	row := rig.Measure(t, "H8", "headers")
	neverWell := w.routes(routes)
	w.elsewhere()
	for _, want := range []int{200, 201, 204, 304, 400, 401, 404, 405, 406, 409, 412, 413, 415, 422, 428, 500, 503} {
		if w.statuses[want] == 0 {
			t.Errorf("no answer with status %d was looked at", want)
		}
	}
	row.Saw("routes", len(routes))
	row.Saw("answers by status", w.statuses)
	row.None("routes that read and never answered with success", len(neverWell))
	if len(neverWell) > 0 {
		t.Log(neverWell)
	}
	row.None("findings", w.findings)
}

// routes asks every route, and tells which of those that read never answered well.
func (w *sweep) routes(routes []gin.RouteInfo) (neverWell []string) {
	isDelete := func(r gin.RouteInfo) bool { return r.Method == http.MethodDelete }
	deletes := slices.Clone(routes)
	deletes = slices.DeleteFunc(deletes, func(r gin.RouteInfo) bool { return !isDelete(r) })
	for _, r := range append(slices.DeleteFunc(slices.Clone(routes), isDelete), deletes...) {
		path := w.real(r)
		if r.Method == http.MethodGet {
			if !w.read(path) && r.Path != "/boom" {
				neverWell = append(neverWell, r.Path)
			}
		} else {
			w.write(r, path)
		}
		if w.admin.Get("/me").Status != http.StatusOK { // the operation ended the session
			w.admin = w.s.Admin()
		}
		for _, method := range []string{"TRACE", "OPTIONS", "PROPFIND", "FOO", "CONNECT"} {
			w.unknown(method, path, methodsAt(routes, path))
		}
	}
	return neverWell
}

// methodsAt are the methods of all routes that lead to a path.
func methodsAt(routes []gin.RouteInfo, path string) (methods []string) {
	bare, _, _ := strings.Cut(path, "?")
	parts := strings.Split(bare, "/")
	for _, r := range routes {
		pattern := strings.Split(r.Path, "/")
		if last := len(pattern) - 1; strings.HasPrefix(pattern[last], "*") && len(parts) > last { // takes all that follows
			pattern = append(pattern[:last:last], parts[last:]...)
		}
		leads := len(pattern) == len(parts)
		for i := 0; leads && i < len(parts); i++ {
			leads = pattern[i] == parts[i] || strings.HasPrefix(pattern[i], ":")
		}
		if leads && !slices.Contains(methods, r.Method) {
			methods = append(methods, r.Method)
		}
	}
	return methods
}

// complete makes records of the kinds the demo has none of.
func (w *sweep) complete() {
	w.admin.Post("/tokens", map[string]any{"name": "Mã", "scope": "read"}).Must(201)
	w.feed = w.admin.Post("/calendar-feeds", map[string]any{"name": "Lịch", "scope": "personal"}).Must(201).Str("path")
	unit := w.admin.Get("/units?limit=1").Must(200).Str("data.0.id")
	w.admin.Upload("/attachments", map[string]string{"owner_kind": "unit", "owner_id": unit}, "a.pdf", "", []byte("%PDF-1.7\n")).Must(201)
	term := w.admin.Get("/terms?limit=1").Must(200).Str("data.0.id")
	w.admin.Post("/report-wordings", map[string]any{"kind": "annual", "subject_id": term, "number": "05"}).Must(201)
	w.admin.Post("/issued-reports", map[string]any{"kind": "annual", "subject_id": term}).Must(201)
	w.admin.Post("/report-jobs", map[string]any{"kind": "annual", "subject_id": term, "formats": []string{"json"}}).Must(201)
	if _, err := w.s.Reports.WorkOne(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	vote := w.admin.Get("/votes?limit=1").Must(200).Str("data.0.id")
	w.ids = append(w.ids, w.admin.Get("/votes/"+vote).Must(200).Str("voters.0.id")) // told with their vote only
	for _, id := range w.admin.Get("/agreements?limit=200").Must(200).Column("id") {
		if w.admin.Post("/agreements/"+id.(string)+"/annexes", map[string]any{"title": "Phụ lục", "text": "Sửa đổi"}).Status == 201 {
			return
		}
	}
	w.t.Fatal("no agreement takes an annex")
}

// read asks for a route in all ways; whether any was answered with success.
func (w *sweep) read(path string) bool {
	well := false
	for _, headers := range [][]string{
		{},
		{"Accept", "text/csv"},
		{"Accept", "text/plain"},
		{"Accept", "image/png"},
		{"If-None-Match", "*"},
		{"Origin", "https://evil.example"},
		{"Origin", "null", "Cookie", "a=b"},
		{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example"},
	} {
		a := w.ask(w.admin, "GET", path, nil, headers...)
		well = well || a.Status < 400
		head := w.ask(w.admin, "HEAD", path, nil, headers...)
		if head.Status != a.Status || len(head.Raw) > 0 || head.Header.Get("Content-Type") != a.Header.Get("Content-Type") {
			w.find("HEAD "+path, "differs from GET: %d %s", head.Status, head.Header)
		}
	}
	w.ask(w.s.Nobody(), "GET", path, nil, "Origin", "https://evil.example")
	w.ask(w.admin, "GET", path, nil, "Authorization", "Bearer x.y.z")
	w.ask(w.admin, "GET", path+"?lang=xx", nil)
	w.ask(w.admin, "GET", path+"?a=%zz", nil)
	return well
}

// write sends what is refused in every way, and the example of the contract.
func (w *sweep) write(r gin.RouteInfo, path string) {
	w.ask(w.s.Nobody(), r.Method, path, map[string]any{})
	for _, body := range []any{nil, "{", map[string]any{}, map[string]any{"zzz": 1}, strings.Repeat(" ", 1<<20+1)} {
		w.ask(w.admin, r.Method, path, body)
		w.ask(w.admin, r.Method, path, body, "If-Match", `"99"`, "Origin", "https://evil.example")
	}
	w.ask(w.admin, r.Method, path, "<a/>", "Content-Type", "text/xml", "If-Match", `"1"`)
	w.ask(w.admin, r.Method, path, w.example(r), "If-Match", w.admin.ETag("!"+path))
}

// unknown sends a method a route does not have.
func (w *sweep) unknown(method, path string, has []string) {
	a := w.ask(w.admin, method, path, nil, "Origin", "https://evil.example", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization")
	allow := strings.Split(a.Header.Get("Allow"), ", ")
	want := slices.Clone(has)
	if slices.Contains(has, "GET") {
		want = append(want, "HEAD")
	}
	slices.Sort(allow)
	slices.Sort(want)
	if a.Status != http.StatusMethodNotAllowed || !slices.Equal(allow, want) {
		w.find(method+" "+path, "%d, Allow %v, want %v", a.Status, allow, want)
	}
}

// elsewhere asks what is no route, and what only a broken service answers.
func (w *sweep) elsewhere() {
	for _, path := range []string{"/nowhere", "/api", "/api/v1", "/api/v1/nowhere", "/api/v1/units/", "/favicon.ico", "/robots.txt", "/.env", "/docs/nowhere", "/problems/nowhere", "/verify/0"} {
		for _, method := range []string{"GET", "POST", "OPTIONS"} {
			w.ask(w.admin, method, path, nil, "Origin", "https://evil.example")
			w.ask(w.s.Nobody(), method, path, nil)
		}
	}
	w.ask(w.s.Nobody(), "POST", "/api/v1/auth/login", map[string]any{"username": "a", "password": "b"})
	for range 30 { // until it is throttled
		w.ask(w.s.Nobody(), "POST", "/api/v1/auth/login", map[string]any{"username": "a", "password": "b"})
	}
	if w.statuses[http.StatusTooManyRequests] == 0 {
		w.t.Error("never throttled")
	}
	if err := errors.Join(w.s.Calendars.FlushUses(w.t.Context()), w.s.DB.Close()); err != nil {
		w.t.Fatal(err)
	}
	_ = w.s.DB.Ping(w.t.Context()) // finds out
	for _, path := range []string{"/readyz", "/healthz", "/api/v1/units", "/docs"} {
		w.ask(w.admin, "GET", path, nil)
	}
}

// real is the path of a route with the id of a record that is there, if any is.
func (w *sweep) real(r gin.RouteInfo) string {
	const missing = "01900000-0000-7000-8000-000000000000"
	switch {
	case strings.Contains(r.Path, ":tag"):
		return strings.Replace(r.Path, ":tag", "terms", 1)
	case strings.Contains(r.Path, ":code"):
		return strings.Replace(r.Path, ":code", "not_found", 1)
	case r.Path == "/calendar/:address":
		return w.feed
	case strings.Contains(r.Path, ":hash"):
		return strings.Replace(r.Path, ":hash", w.hash(), 1)
	case r.Path == "/assets/*name": // one that the dashboard's page loads
		return regexp.MustCompile(`/assets/[^"]+`).FindString(string(w.admin.Get("!/").Must(200).Raw))
	case strings.HasSuffix(r.Path, "/search"):
		return r.Path + "?q=khoi"
	case strings.Contains(r.Path, "/:id/reports/"):
		of, _, _ := strings.Cut(r.Path, "/reports/")
		path := strings.Replace(r.Path, ":id", w.find1(of), 1)
		if strings.HasSuffix(path, "/preview") {
			return path + "?layout=state"
		}
		if strings.HasSuffix(path, "/commendations") { // names may be missing
			path += "?draft=true&format=json"
		} else {
			path += "?format=json"
		}
		return path
	case strings.HasSuffix(r.Path, "/issued-reports/:id/file"):
		return strings.Replace(r.Path, ":id", w.find1(strings.TrimSuffix(r.Path, "/file")), 1) + "?format=json"
	case r.Path == "/schemas/:name/:version":
		return "/schemas/giaouoc.report.annual/3"
	case strings.Contains(r.Path, ":id"):
		record, _, _ := strings.Cut(r.Path, ":id")
		if id := w.find1(record + ":id"); id != "" {
			return strings.Replace(r.Path, ":id", id, 1)
		}
	}
	return strings.Replace(r.Path, ":id", missing, 1)
}

// find1 is the id of a record that is read at a path.
func (w *sweep) find1(path string) string {
	for _, id := range w.ids {
		if w.admin.Get("!"+strings.Replace(path, ":id", id, 1)).Status == http.StatusOK {
			return id
		}
	}
	return ""
}

// hash is that of a signed text.
func (w *sweep) hash() string {
	for _, h := range w.admin.Get("/agreements?limit=200").Must(200).Column("content_hash") {
		if h, ok := h.(string); ok {
			return h
		}
	}
	return "0"
}

// collect gathers ids from all lists, and from those below the records known.
func (w *sweep) collect(routes []gin.RouteInfo) {
	for _, r := range routes {
		if r.Method != "GET" || !strings.HasPrefix(r.Path, "/api/v1/") {
			continue
		}
		paths := []string{r.Path}
		if strings.Contains(r.Path, ":id") {
			paths = nil
			for _, id := range w.ids {
				paths = append(paths, strings.Replace(r.Path, ":id", id, 1))
			}
		}
		for _, path := range paths {
			for _, id := range w.admin.Get("!" + path + "?limit=2").Column("id") {
				if id, ok := id.(string); ok && !slices.Contains(w.ids, id) {
					w.ids = append(w.ids, id)
				}
			}
		}
	}
}

// example is the documented body of an operation.
func (w *sweep) example(r gin.RouteInfo) any {
	path := strings.ReplaceAll(r.Path, ":id", "{id}")
	item := w.spec.Paths[path]
	if item == nil {
		return nil
	}
	op := map[string]*huma.Operation{"POST": item.Post, "PATCH": item.Patch, "PUT": item.Put, "DELETE": item.Delete}[r.Method]
	if op == nil || op.RequestBody == nil {
		return nil
	}
	if m := op.RequestBody.Content["application/json"]; m != nil {
		return m.Example
	}
	return nil
}

func (w *sweep) find(what, format string, args ...any) {
	w.t.Helper()
	w.findings++
	w.t.Errorf("%s: %s", what, fmt.Sprintf(format, args...))
}
