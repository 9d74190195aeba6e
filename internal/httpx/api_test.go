package httpx_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db/dbtest"
)

type m = map[string]any

// hole is a parameter of a text that nobody filled.
var hole = regexp.MustCompile(`\{[a-z_]+\}`)

const missing = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"

// state counts the rows a refused request must not change.
func state(t *testing.T, s *apptest.Service) string {
	t.Helper()
	var out []string
	for _, table := range []string{"units", "unit_versions", "persons", "authorities", "users", "grants", "audit_events", "transitions"} {
		var n int64
		if err := s.DB.Read(t.Context()).Raw("SELECT count(*) FROM " + table).Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(table, "=", n))
	}
	return strings.Join(out, " ")
}

// isProblem checks what every refusal carries, in both languages.
func isProblem(t *testing.T, a *apptest.Answer, lang string) {
	t.Helper()
	if ct := a.Header.Get("Content-Type"); ct != "application/problem+json" {
		t.Errorf("Content-Type %q: %s", ct, a.Raw)
	}
	for _, k := range []string{"type", "title", "detail", "instance", "code", "request_id"} {
		if s := a.Str(k); s == "" || strings.HasPrefix(s, "problem.") || hole.MatchString(s) {
			t.Errorf("%s is %q", k, s)
		}
	}
	if a.At("status") != float64(a.Status) || a.Str("request_id") != a.Header.Get("X-Request-Id") || a.Header.Get("Content-Language") != lang {
		t.Errorf("%v %v: %s", a.Status, a.Header, a.Raw)
	}
	if list, ok := a.At("errors").([]any); ok {
		for _, e := range list {
			if s := e.(m)["message"].(string); s == "" || strings.HasPrefix(s, "field.") || hole.MatchString(s) {
				t.Errorf("message %q", s)
			}
		}
	}
}

func deep(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }

type bad struct {
	name, method, path, body string
	headers                  []string
	status                   int
	code                     string
	fields                   []string
}

func badRequests(unit, person string) []bad {
	field := func(name, body string, fields ...string) bad {
		return bad{name, "POST", "/persons", body, nil, 422, "validation_failed", fields}
	}
	text := func(s string) string { b, _ := json.Marshal(m{"name": s}); return string(b) }
	list := []bad{
		{"no JSON", "POST", "/persons", `{broken`, nil, 400, "malformed_json", nil},
		{"half a string", "POST", "/persons", `{"name":"a`, nil, 400, "malformed_json", nil},
		{"trailing object", "POST", "/persons", `{"name":"a"}{"name":"b"}`, nil, 400, "malformed_json", nil},
		{"trailing comma", "POST", "/persons", `{"name":"a",}`, nil, 400, "malformed_json", nil},
		{"trailing word", "POST", "/persons", `{"name":"a"} x`, nil, 400, "malformed_json", nil},
		{"comment", "POST", "/persons", `{"name":"a"}//`, nil, 400, "malformed_json", nil},
		{"single quotes", "POST", "/persons", `{'name':'a'}`, nil, 400, "malformed_json", nil},
		{"NaN", "POST", "/persons", `{"name":NaN}`, nil, 400, "malformed_json", nil},
		field("huge number", `{"name":1e999}`, "/name invalid_number"),
		{"byte order mark", "POST", "/persons", "\ufeff" + `{"name":"a"}`, nil, 400, "malformed_json", nil},
		{"invalid UTF-8", "POST", "/persons", "{\"name\":\"a\xff\"}", nil, 400, "malformed_json", nil},
		{"UTF-16", "POST", "/persons", "{\x00\"\x00", nil, 400, "malformed_json", nil},
		{"too deep", "POST", "/persons", `{"name":` + deep(64) + `}`, nil, 400, "malformed_json", nil},
		{"much too deep", "POST", "/persons", deep(100000), nil, 400, "malformed_json", nil},
		{"NUL byte", "POST", "/persons", "{\"name\":\"a\x00\"}", nil, 400, "malformed_json", nil},
		{"empty body", "POST", "/persons", ``, nil, 400, "malformed_json", nil},
		{"spaces", "POST", "/persons", `  `, nil, 400, "malformed_json", nil},
		field("a list", `[]`, " wrong_type"), field("a text", `"a"`, " wrong_type"), field("null", `null`, " wrong_type"), field("a number", `1`, " wrong_type"),
		field("nothing in it", `{}`, "/name required"),
		field("name null", `{"name":null}`, "/name required"),
		field("name a number", `{"name":1}`, "/name wrong_type"), field("name a list", `{"name":["a"]}`, "/name wrong_type"), field("name an object", `{"name":{}}`, "/name wrong_type"),
		field("positions an object", `{"name":"a","positions":{}}`, "/positions wrong_type"),
		field("position a text", `{"name":"a","positions":["x"]}`, "/positions/0 wrong_type"),
		field("position untitled", `{"name":"a","positions":[{"title":"x"},{}]}`, "/positions/1/title required"),
		field("unknown", `{"name":"a","zzzzzz":1}`, "/zzzzzz unknown_field"),
		field("misspelt", `{"name":"a","remrak":"b"}`, "/remrak unknown_field"),
		field("misspelt inside", `{"name":"a","positions":[{"title":"x","form":"2021"}]}`, "/positions/0/form unknown_field"),
		field("other case", `{"Name":"a"}`, "/Name unknown_field"),
		field("a name with signs of a pointer", `{"name":"a","x~y/z":1}`, "/x~0y~1z unknown_field"),
		field("such a name inside", `{"name":"a","positions":[{"title":"x","a/b":1}]}`, "/positions/0/a~1b unknown_field"),
		field("misspelt with a sign", `{"name":"a","remar~":1}`, "/remar~0 unknown_field"),
		field("a map's key with signs", `{"name":"a","basis":{"a/~":" "}}`, "/basis/a~1~0 blank"),
		field("two wrong", `{"nane":"a","unit_id":"7"}`, "/nane unknown_field", "/unit_id invalid_id"),
		field("id malformed", `{"name":"a","unit_id":"7"}`, "/unit_id invalid_id"),
		field("id empty", `{"name":"a","unit_id":""}`, "/unit_id invalid_id"),
		field("id injected", `{"name":"a","unit_id":"1 OR 1=1"}`, "/unit_id invalid_id"),
		field("id of nobody", `{"name":"a","unit_id":"`+missing+`"}`, "/unit_id reference_not_found"),
		field("id of a person", `{"name":"a","unit_id":"`+person+`"}`, "/unit_id reference_not_found"),
		field("too long", text(strings.Repeat("a", 201)), "/name max_length"),
		field("too many", `{"name":"a","positions":[`+strings.TrimSuffix(strings.Repeat(`{"title":"x"},`, 51), ",")+`]}`, "/positions max_items"),
		field("blank", text(""), "/name blank"), field("spaces only", text("   "), "/name blank"), field("NBSP only", text("\u00a0\u3000"), "/name blank"),
		field("control", text("a\u0007"), "/name forbidden_character"), field("escaped NUL", `{"name":"a\u0000"}`, "/name forbidden_character"), field("line end", text("a\nb"), "/name forbidden_character"), field("tab", text("a\tb"), "/name forbidden_character"),
		field("zero width space", text("a\u200bb"), "/name forbidden_character"), field("zero width joiner", text("a\u200db"), "/name forbidden_character"),
		field("bidi override", text("a\u202eb"), "/name forbidden_character"), field("bidi isolate", text("a\u2066b"), "/name forbidden_character"), field("soft hyphen", text("a\u00adb"), "/name forbidden_character"),
		field("BOM inside", text("a\ufeffb"), "/name forbidden_character"), field("private use", text("a\ue000b"), "/name forbidden_character"), field("line separator", text("a\u2028b"), "/name forbidden_character"),
		field("half a surrogate", `{"name":"a\ud800"}`, "/name forbidden_character"),
		field("control in a remark", `{"name":"a","remark":"x\u001b[31m"}`, "/remark forbidden_character"),
		field("basis unknown", `{"name":"a","basis":{"name":"guessed"}}`, "/basis/name not_allowed"),
		field("basis of no field", `{"name":"a","basis":{"x y":"inferred"}}`, "/basis pattern"),
		field("basis of NUL", `{"name":"a","basis":{"\u0000":"inferred"}}`, "/basis pattern"),
		field("basis of a long name", `{"name":"a","basis":{"`+strings.Repeat("a", 201)+`":"inferred"}}`, "/basis pattern"),
		{"alias too long", "POST", "/units", `{"name":"a","aliases":["b","` + strings.Repeat("a", 2001) + `"]}`, nil, 422, "validation_failed", []string{"/aliases/1 max_length"}},
		{"count not whole in form", "POST", "/arrangements", `{"organizer_as_written":"x","period":"2021","stated_bloc_count":1.0}`, nil, 422, "validation_failed", []string{"/stated_bloc_count invalid_number"}},
		{"count of many digits", "POST", "/arrangements", `{"organizer_as_written":"x","period":"2021","stated_bloc_count":1e10}`, nil, 422, "validation_failed", []string{"/stated_bloc_count maximum"}},
		{"a number nobody can hold", "POST", "/arrangements", `{"organizer_as_written":"x","period":"2021","stated_unit_count":1e400}`, nil, 422, "validation_failed", []string{"/stated_unit_count invalid_number"}},
		{"such a number deep inside", "POST", "/persons", `{"name":"a","positions":[{"title":"x"},{"title":1e400}]}`, nil, 422, "validation_failed", []string{"/positions/1/title invalid_number"}},
		field("source dated wrong", `{"name":"a","sources":[{"published":"2021-02-30"}]}`, "/sources/0/published invalid_date"),
	}
	for _, name := range []string{"id", "version", "created_at", "updated_at", "created_by", "etag"} {
		list = append(list, field("read-only "+name, `{"name":"a","`+name+`":"x"}`, "/"+name+" read_only_field"))
	}
	for _, day := range []string{"2023-02-29", "2021-13", "2021-00", "2021-04-31", "2021-2-3", "2021-02-26T00:00:00Z", "26/02/2021", "hôm nay"} {
		code := " invalid_date"
		if !digits(day) {
			code = " pattern"
		}
		list = append(list, field("date "+day, `{"name":"a","positions":[{"title":"x","from":"`+day+`"}]}`, "/positions/0/from"+code))
	}
	for _, day := range []string{"0000", "1899", "2200"} {
		list = append(list, field("year "+day, `{"name":"a","positions":[{"title":"x","to":"`+day+`"}]}`, "/positions/0/to invalid_date"))
	}
	at := "/persons/" + person
	match := func(v string) []string { return []string{"If-Match", v} }
	return append(list,
		bad{"form", "POST", "/persons", "name=a", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "unsupported_media_type", nil},
		bad{"plain text", "POST", "/persons", `{"name":"a"}`, []string{"Content-Type", "text/plain"}, 415, "unsupported_media_type", nil},
		bad{"XML", "POST", "/persons", `<a/>`, []string{"Content-Type", "application/xml"}, 415, "unsupported_media_type", nil},
		bad{"another JSON", "POST", "/persons", `{"name":"a"}`, []string{"Content-Type", "application/json-patch+json"}, 415, "unsupported_media_type", nil},
		bad{"a patch that makes", "POST", "/persons", `{"name":"a"}`, []string{"Content-Type", "application/merge-patch+json"}, 415, "unsupported_media_type", nil},
		bad{"another charset", "POST", "/persons", `{"name":"a"}`, []string{"Content-Type", "application/json; charset=iso-8859-1"}, 415, "unsupported_media_type", nil},
		bad{"packed", "POST", "/persons", `{"name":"a"}`, []string{"Content-Encoding", "gzip"}, 415, "unsupported_media_type", nil},
		bad{"key blank", "POST", "/persons", `{"name":"a"}`, []string{"Idempotency-Key", ""}, 400, "invalid_idempotency_key", nil},
		bad{"too large", "POST", "/persons", `{"name":"` + strings.Repeat("a", 1<<20) + `"}`, nil, 413, "payload_too_large", nil},
		bad{"too large, with a key", "POST", "/persons", `{"name":"` + strings.Repeat("a", 1<<20) + `"}`, []string{"Idempotency-Key", "k"}, 413, "payload_too_large", nil},
		bad{"key too long", "POST", "/persons", `{"name":"a"}`, []string{"Idempotency-Key", strings.Repeat("k", 256)}, 400, "invalid_idempotency_key", nil},
		bad{"key empty", "POST", "/persons", `{"name":"a"}`, []string{"Idempotency-Key", `""`}, 400, "invalid_idempotency_key", nil},
		bad{"no If-Match", "PATCH", at, `{}`, nil, 428, "precondition_required", nil},
		bad{"no If-Match, broken body", "PATCH", at, `{`, nil, 428, "precondition_required", nil},
		bad{"delete without If-Match", "DELETE", at, ``, nil, 428, "precondition_required", nil},
		bad{"If-Match bare", "PATCH", at, `{}`, match(`1`), 400, "invalid_parameter", []string{"If-Match invalid_parameter"}},
		bad{"If-Match star", "PATCH", at, `{}`, match(`*`), 400, "invalid_parameter", nil},
		bad{"If-Match two", "PATCH", at, `{}`, match(`"1", "2"`), 400, "invalid_parameter", nil},
		bad{"If-Match text", "PATCH", at, `{}`, match(`"x"`), 400, "invalid_parameter", nil},
		bad{"If-Match zero", "PATCH", at, `{}`, match(`"0"`), 400, "invalid_parameter", nil},
		bad{"If-Match padded", "PATCH", at, `{}`, match(`"01"`), 400, "invalid_parameter", nil},
		bad{"If-Match weak", "PATCH", at, `{}`, match(`W/"7"`), 412, "stale_version", nil},
		bad{"If-Match to come", "PATCH", at, `{}`, match(`"9"`), 412, "stale_version", nil},
		bad{"If-Match huge", "PATCH", at, `{}`, match(`"99999999999999999999"`), 400, "invalid_parameter", nil},
		bad{"stale delete", "DELETE", at, ``, match(`"9"`), 412, "stale_version", nil},
		bad{"no such id", "GET", "/persons/" + missing, ``, nil, 404, "not_found", nil},
		bad{"malformed id", "GET", "/persons/7", ``, nil, 404, "not_found", nil},
		bad{"injected id", "GET", "/persons/1%3D1", ``, nil, 404, "not_found", nil},
		bad{"NUL id", "GET", "/persons/%00", ``, nil, 404, "not_found", nil},
		bad{"not UTF-8 id", "GET", "/persons/%ff", ``, nil, 404, "not_found", nil},
		bad{"malformed id, changing", "PATCH", "/persons/7", `{}`, match(`"1"`), 404, "not_found", nil},
		bad{"another thing's id", "GET", "/persons/" + unit, ``, nil, 404, "not_found", nil},
		bad{"upper-case id", "GET", "/persons/" + strings.ToUpper(person), ``, nil, 404, "not_found", nil},
		bad{"child of nobody", "POST", "/units/" + missing + "/versions", `{"name":"a"}`, nil, 404, "not_found", nil},
		bad{"unknown parameter", "GET", "/persons?nmae=a", ``, nil, 400, "unknown_parameter", []string{"nmae unknown_parameter"}},
		bad{"parameter of one record", "GET", at + "?limit=1", ``, nil, 400, "unknown_parameter", []string{"limit unknown_parameter"}},
		bad{"parameter of a POST", "POST", "/persons?dry=1", `{"name":"a"}`, nil, 400, "unknown_parameter", nil},
		bad{"bad escape", "GET", "/persons?name=%zz", ``, nil, 400, "bad_request", nil},
		bad{"semicolon", "GET", "/persons?name=a;b", ``, nil, 400, "bad_request", nil},
		bad{"language", "GET", "/persons?lang=xx", ``, nil, 400, "invalid_parameter", []string{"lang not_allowed"}},
		bad{"method", "PUT", at, `{}`, nil, 405, "method_not_allowed", nil},
		bad{"method of a list", "DELETE", "/persons", ``, nil, 405, "method_not_allowed", nil},
		bad{"options", "OPTIONS", "/persons", ``, nil, 405, "method_not_allowed", nil},
		bad{"strange method", "FROBNICATE", "/persons", ``, nil, 405, "method_not_allowed", nil},
		bad{"not offered", "GET", at, ``, []string{"Accept", "application/xml"}, 406, "not_acceptable", nil},
		bad{"CSV of one record", "GET", at, ``, []string{"Accept", "text/csv"}, 406, "not_acceptable", nil},
		bad{"not offered of a list", "GET", "/persons", ``, []string{"Accept", "text/html, application/json;q=0"}, 406, "not_acceptable", nil},
		bad{"not offered, writing", "POST", "/persons", `{"name":"a"}`, []string{"Accept", "text/html"}, 406, "not_acceptable", nil},
		bad{"total in CSV", "GET", "/persons?include_total=true", ``, []string{"Accept", "text/csv"}, 400, "invalid_parameter", []string{"include_total not_in_csv"}},
		bad{"page too large in CSV", "GET", "/persons?limit=201", ``, []string{"Accept", "text/csv"}, 400, "invalid_parameter", []string{"limit out_of_range"}},
		bad{"cursor of nothing in CSV", "GET", "/persons?cursor=x", ``, []string{"Accept", "text/csv"}, 400, "cursor_mismatch", nil},
		bad{"no such path", "GET", "/nowhere", ``, nil, 404, "not_found", nil},
		bad{"trailing slash", "GET", "/persons/", ``, nil, 404, "not_found", nil},
		bad{"other case path", "GET", "/Persons", ``, nil, 404, "not_found", nil},
		bad{"double slash", "GET", "//persons", ``, nil, 404, "not_found", nil},
		bad{"above the prefix", "GET", "!/api/v2/persons", ``, nil, 404, "not_found", nil},
		bad{"dots", "GET", "/persons/../units/x", ``, nil, 404, "not_found", nil},
	)
}

func digits(s string) bool { return strings.Trim(s, "0123456789-") == "" && len(s) != 8 }

func TestBadInput(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		unit := admin.Post("/units", m{"name": "Văn phòng"}).Must(201).ID()
		person := admin.Post("/persons", m{"name": "Lê Văn Cường"}).Must(201).ID()
		before := state(t, s)
		requests := badRequests(unit, person)
		if len(requests) < 60 {
			t.Errorf("only %d cases", len(requests))
		}
		for _, b := range requests {
			t.Run(b.name, func(t *testing.T) {
				for _, lang := range []string{"vi", "en"} {
					admin.Lang = lang
					var body any
					if b.body != "" || b.method == "POST" {
						body = b.body
					}
					a := admin.Do(b.method, b.path, body, b.headers...)
					if a.Status != b.status || a.Str("code") != b.code {
						t.Fatalf("%d %s, want %d %s: %.300s", a.Status, a.Str("code"), b.status, b.code, a.Raw)
					}
					isProblem(t, a, lang)
					got := a.Fields()
					slices.Sort(got)
					if b.fields != nil && !slices.Equal(got, b.fields) {
						t.Errorf("fields %q, want %q", got, b.fields)
					}
					if b.status == 405 && a.Header.Get("Allow") == "" {
						t.Error("405 without Allow")
					}
				}
			})
		}
		if after := state(t, s); after != before {
			t.Errorf("refused requests changed something:\n%s\n%s", before, after)
		}
	})
}

func TestSuggestions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for body, want := range map[string]string{
			`{"name":"a","remrak":"b"}`: "remark", `{"name":"a","positions":[{"title":"x","form":"2021"}]}`: "from", `{"name":"a","sources":[{"titel":"x"}]}`: "title",
		} {
			a := admin.Post("/persons", body).Refused(422, "validation_failed")
			if got := a.Str("errors.0.params.did_you_mean"); got != want {
				t.Errorf("%s: did you mean %q", body, got)
			}
		}
		// The nearest name was sent already: it is not what was meant.
		if a := admin.Post("/persons", `{"name":"a","names":"b"}`).Refused(422, "validation_failed"); a.At("errors.0.params") != nil || a.Str("errors.0.code") != "unknown_field" {
			t.Errorf("%s", a.Raw)
		}
		if got := admin.Get("/persons?nmae=a").Refused(400, "unknown_parameter").Str("errors.0.params.did_you_mean"); got != "name" {
			t.Errorf("did you mean %q", got)
		}
		a := admin.Post("/persons", m{"name": "ab\u200bc"}).Refused(422, "validation_failed")
		if a.At("errors.0.params.position") != 3.0 || a.Str("errors.0.params.character") != `'\u200b'` {
			t.Errorf("%s", a.Raw)
		}
	})
}

func TestTextIsStoredClean(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for in, want := range map[string]string{
			"Le\u0302\u0301 Va\u0306n": "Lế Văn", "  a\u00a0b\u3000c  ": "a b c", "Đảng ủy": "Đảng ủy", "=1+1": "=1+1", "<b>&\"'": "<b>&\"'", "😀": "😀",
		} {
			a := admin.Post("/persons", m{"name": in}).Must(201)
			if got := admin.Get("/persons/" + a.ID()).Must(200).Str("name"); got != want || a.Str("name") != want {
				t.Errorf("%q is stored as %q", in, got)
			}
			if found := admin.Get("/persons?name=" + url.QueryEscape(in)).Must(200).Column("id"); !slices.Contains(found, any(a.ID())) {
				t.Errorf("%q is not found", in)
			}
		}
		a := admin.Post("/persons", m{"name": "a", "remark": "one\r\ntwo\rthree\n\n"}).Must(201)
		if got := a.Str("remark"); got != "one\ntwo\nthree" {
			t.Errorf("remark %q", got)
		}
	})
}

func TestSecretsAreNotEchoed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for _, body := range []string{
			`{"username":"SECRET1 x","password":"SECRET2"}`, `{"username":1,"password":["SECRET2"]}`, `{"username":"abc","password":"SECRET2","language":"SECRET3"}`,
			`{"username":"abc","password":"SECRET2`, `{"username":"abc","password":{"SECRET2":1}}`,
		} {
			for _, path := range []string{"/users", "/auth/login", "/auth/setup"} {
				if a := admin.Post(path, body); strings.Contains(string(a.Raw), "SECRET") {
					t.Errorf("%s %s: %s", path, body, a.Raw)
				}
			}
		}
	})
}

func TestReading(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		at := "/persons/" + admin.Post("/persons", m{"name": "Lê Văn Cường"}).Must(201).ID()
		one := admin.Get(at).Must(200)
		tag := one.Header.Get("ETag")
		if tag != `"1"` || one.Header.Get("Location") != "" {
			t.Errorf("%v", one.Header)
		}
		for _, header := range []string{tag, `"7", ` + tag, "W/" + tag, "*"} {
			a := admin.Get(at, "If-None-Match", header).Must(304)
			if len(a.Raw) != 0 || a.Header.Get("ETag") != tag || a.Header.Get("Content-Type") != "" {
				t.Errorf("If-None-Match %s: %v %q", header, a.Header, a.Raw)
			}
		}
		admin.Get(at, "If-None-Match", `"2"`).Must(200)
		list := admin.Get("/persons").Must(200)
		weak := list.Header.Get("ETag")
		if a := admin.Get("/persons", "If-None-Match", weak).Must(304); len(a.Raw) != 0 || a.Header.Get("ETag") != weak || !strings.HasPrefix(weak, `W/"`) {
			t.Errorf("%v", a.Header)
		}
		admin.Patch(at, m{"remark": "x"}).Must(200)
		admin.Get("/persons", "If-None-Match", weak).Must(200)
		for _, path := range []string{at, "/persons", "/me"} {
			get, head := admin.Get(path).Must(200), admin.Do("HEAD", path, nil).Must(200)
			if len(head.Raw) != 0 || head.Header.Get("ETag") != get.Header.Get("ETag") || head.Header.Get("Content-Type") != get.Header.Get("Content-Type") {
				t.Errorf("HEAD %s: %v", path, head.Header)
			}
		}
		admin.Do("HEAD", "/nowhere", nil).Must(404)
		for _, accept := range []string{"*/*", "application/json;q=0.5", "application/problem+json", "text/html,application/xml;q=0.9,*/*;q=0.8", ""} {
			if a := admin.Get(at, "Accept", accept).Must(200); a.Header.Get("Content-Type") != "application/json" {
				t.Errorf("Accept %q: %q", accept, a.Header.Get("Content-Type"))
			}
		}
	})
}

func TestStaleSaysWhatChanged(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		at := "/persons/" + admin.Post("/persons", m{"name": "a"}).Must(201).ID()
		admin.Patch(at, m{"remark": "x"}).Must(200)
		admin.Patch(at, m{"unit_as_written": "y"}).Must(200)
		a := admin.Do("PATCH", at, m{"name": "b"}, "If-Match", `"1"`).Refused(412, "stale_version")
		if diff := cmp.Diff([]any{"remark", "unit_as_written"}, a.At("changed_fields")); diff != "" || a.Str("current_etag") != `"3"` {
			t.Errorf("%s", a.Raw)
		}
		won := 0
		var mu sync.Mutex
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				a := admin.Do("PATCH", at, m{"name": fmt.Sprint(i)}, "If-Match", `"3"`)
				mu.Lock()
				defer mu.Unlock()
				if a.Status == 200 {
					won++
				} else if a.Status != 412 {
					t.Errorf("%d %s", a.Status, a.Raw)
				}
			})
		}
		wg.Wait()
		if won != 1 || admin.Get(at).Header.Get("ETag") != `"4"` {
			t.Errorf("%d of 8 changes of one version were taken", won)
		}
	})
}

func TestLanguages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		c := s.Admin()
		title := map[string]string{"vi": "Không tìm thấy", "en": "Not found"}
		for _, tt := range []struct{ accept, query, profile, want string }{
			{"", "", "", "vi"},
			{"en", "", "", "en"},
			{"en-US,en;q=0.9", "", "", "en"},
			{"fr", "", "", "vi"},
			{"vi-VN", "", "", "vi"},
			{"en", "?lang=vi", "", "vi"},
			{"vi", "?lang=en", "", "en"},
			{"", "", "en", "en"},
			{"vi", "", "en", "vi"},
			{"vi-u-rg-vnzzzz", "", "", "vi"},
		} {
			var language any
			if tt.profile != "" {
				language = tt.profile
			}
			c.Lang = "en"
			c.Patch("/me", m{"language": language}).Must(200)
			c.Lang = tt.accept
			a := c.Get("/persons/"+missing+tt.query).Refused(404, "not_found")
			if a.Str("title") != title[tt.want] || a.Header.Get("Content-Language") != tt.want {
				t.Errorf("%+v: %q in %s", tt, a.Str("title"), a.Header.Get("Content-Language"))
			}
			if !strings.Contains(a.Header.Get("Vary"), "Accept-Language") {
				t.Error("no Vary")
			}
		}
	})
}

func TestHeaders(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for _, path := range []string{"/persons", "/nowhere", "!/", "!/docs", "!/healthz", "/persons?limit=0"} {
			h := admin.Get(path).Header
			for k, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin"} {
				if h.Get(k) != want {
					t.Errorf("%s: %s is %q", path, k, h.Get(k))
				}
			}
			csp := h.Get("Content-Security-Policy")
			for _, part := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} {
				if !strings.Contains(csp, part) || strings.Contains(csp, "unsafe-inline") {
					t.Errorf("%s: CSP %q lacks %s", path, csp, part)
				}
			}
			if h.Get("X-Powered-By")+h.Get("Server")+h.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%v", h)
			}
		}
		if got := admin.Get("/persons").Header.Get("Cache-Control"); got != "private, no-cache" {
			t.Errorf("Cache-Control %q", got)
		}
		if got := admin.Post("/auth/logout", "{").Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("Cache-Control of auth %q", got)
		}
		if got := admin.Get("/meta", "X-Request-Id", "trace-0001").Header.Get("X-Request-Id"); got != "trace-0001" {
			t.Errorf("a request id became %q", got)
		}
		for _, id := range []string{"", "short", "has space in it", strings.Repeat("x", 65), "inject\"ed=1"} {
			if got := admin.Get("/meta", "X-Request-Id", id).Header.Get("X-Request-Id"); len(got) != 16 || got == id {
				t.Errorf("%q became %q", id, got)
			}
		}
	})
}

// A panic is our mistake: 500 with an id, no cause, and the service goes on.
func TestPanics(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		s.Server.Engine().GET("/boom", func(*gin.Context) { panic("planted cause") })
		if err := s.DB.InTx(t.Context(), func(tx *gorm.DB) error { return tx.Exec("ALTER TABLE persons RENAME TO people").Error }); err != nil {
			t.Fatal(err)
		}
		admin := s.Admin()
		for _, path := range []string{"!/boom", "/persons"} {
			a := admin.Get(path).Refused(500, "internal")
			isProblem(t, a, "en")
			for _, leak := range []string{"planted", "persons p", "SQL", "no such table", "relation", "SELECT", ".go"} {
				if strings.Contains(string(a.Raw), leak) {
					t.Errorf("the cause is shown: %s", a.Raw)
				}
			}
		}
		admin.Get("/units").Must(200)
	})
}

func TestIdempotency(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		people := func() int { return len(admin.Get("/persons").Must(200).Data()) }
		post := func(c *apptest.Client, key string, body any, path ...string) *apptest.Answer {
			return c.Post(append(path, "/persons")[0], body, "Idempotency-Key", key)
		}
		first := post(admin, "k1", m{"name": "a"}).Must(201)
		for _, key := range []string{"k1", `"k1"`} {
			again := post(admin, key, m{"name": "a"}).Must(201)
			if string(again.Raw) != string(first.Raw) || again.Header.Get("Idempotency-Replayed") != "true" || first.Header.Get("Idempotency-Replayed") != "" {
				t.Errorf("%v %s", again.Header, again.Raw)
			}
			for _, h := range []string{"ETag", "Location", "Content-Type"} {
				if again.Header.Get(h) != first.Header.Get(h) || first.Header.Get(h) == "" {
					t.Errorf("%s: %q and %q", h, first.Header.Get(h), again.Header.Get(h))
				}
			}
		}
		post(admin, "k1", m{"name": "b"}).Refused(422, "idempotency_key_reused")
		post(admin, "k1", m{"name": "a"}, "/authorities").Must(201) // another path, another scope
		post(s.Admin(), "k1", m{"name": "a"}).Must(201)             // another caller
		if n := people(); n != 2 {
			t.Errorf("%d persons", n)
		}

		// A refusal a repetition cannot mend is remembered, even where it now could.
		body := m{"name": "c", "unit_id": missing}
		refusal := post(admin, "k2", body).Refused(422, "validation_failed")
		again := post(admin, "k2", body).Refused(422, "validation_failed")
		if again.Header.Get("Idempotency-Replayed") != "true" || string(again.Raw) != string(refusal.Raw) {
			t.Errorf("%v", again.Header)
		}

		// What a repetition can mend is not.
		nobody := s.Nobody()
		post(nobody, "k3", m{"name": "d"}).Refused(401, "unauthenticated")
		nobody.Token = admin.Token
		post(nobody, "k3", m{"name": "d"}).Must(201)
		plain := s.As()
		post(plain, "k4", m{"name": "f"}).Refused(403, "forbidden")
		admin.Post("/grants", m{"user_id": plain.UserID, "role": "admin", "scope": "all"}).Must(201)
		post(plain, "k4", m{"name": "f"}).Must(201)
		here, there := admin.Post("/blocs", m{"kind": "bloc", "name": "Khối A"}).Must(201).ID(), admin.Post("/blocs", m{"kind": "bloc", "name": "Khối B"}).Must(201).ID()
		council := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfBloc, ID: there})
		term := admin.Post("/terms", m{"bloc_id": here, "period": "2021"}).Must(201).ID()
		unit := admin.Post("/units", m{"name": "Văn phòng"}).Must(201).ID()
		post(council, "k5", m{"unit_id": unit}, "/terms/"+term+"/members").Refused(404, "not_found")
		admin.Post("/grants", m{"user_id": council.UserID, "role": "council", "scope": "bloc", "scope_id": here}).Must(201)
		post(council, "k5", m{"unit_id": unit}, "/terms/"+term+"/members").Must(201)

		// The database holds no plain hash of what was sent: it would tell a
		// password that was guessed.
		raw, _ := json.Marshal(m{"name": "d"})
		plainly := sha256.Sum256(raw)
		var kept []string
		if err := s.DB.Read(t.Context()).Raw("SELECT fingerprint FROM idempotency_records").Scan(&kept).Error; err != nil || len(kept) == 0 || slices.Contains(kept, hex.EncodeToString(plainly[:])) {
			t.Errorf("%q (%v)", kept, err)
		}

		// After a day the key is free.
		s.Advance(24*time.Hour + time.Minute)
		admin = s.Login("user001", apptest.Password)
		if a := post(admin, "k1", m{"name": "e"}).Must(201); a.Header.Get("Idempotency-Replayed") != "" || a.ID() == first.ID() {
			t.Errorf("%v", a.Header)
		}
	})
}

// The first answer is nobody's to see again who may no longer act so, or no
// longer read what was made.
func TestReplayAsksForTheRightAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		post := func(path string, body m) string { return admin.Post(path, body).Must(201).ID() }
		here, there := post("/blocs", m{"kind": "bloc", "name": "Khối A"}), post("/blocs", m{"kind": "bloc", "name": "Khối B"})
		user := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfBloc, ID: here})
		rights := func(want ...m) {
			t.Helper()
			for _, id := range admin.Get("/grants?user_id=" + user.UserID).Must(200).Column("id") {
				admin.Delete("/grants/" + id.(string)).Must(204)
			}
			for _, g := range want {
				g["user_id"] = user.UserID
				post("/grants", g)
			}
		}
		council := func(bloc string) m { return m{"role": "council", "scope": "bloc", "scope_id": bloc} }
		again := func() *apptest.Answer {
			return user.Post("/awards", m{"bloc_id": here, "type_as_written": "bằng khen", "count": 1}, "Idempotency-Key", "k")
		}
		first := again().Must(201)
		admin.Patch("/awards/"+first.ID(), m{"count": 2}).Must(200)
		if a := again().Must(201); string(a.Raw) != string(first.Raw) || a.Header.Get("ETag") != first.Header.Get("ETag") || a.Header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("%v %s", a.Header, a.Raw)
		}
		for _, c := range []struct {
			rights []m
			status int
			code   string
		}{
			{nil, 403, "forbidden"},
			{[]m{council(there)}, 404, "not_found"},
			{[]m{{"role": "viewer", "scope": "bloc", "scope_id": here}}, 403, "forbidden"},
		} {
			rights(c.rights...)
			a := again().Refused(c.status, c.code)
			if a.Header.Get("Idempotency-Replayed") != "" || a.Header.Get("ETag") != "" || a.Str("request_id") != a.Header.Get("X-Request-Id") {
				t.Errorf("%v %s", a.Header, a.Raw)
			}
		}
		rights(council(here))
		again().Must(201)
		admin.Delete("/awards/" + first.ID()).Must(204)
		again().Refused(404, "not_found")
	})
}

func TestIdempotencyOfManyAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				a := admin.Post("/persons", m{"name": "a"}, "Idempotency-Key", "k")
				if a.Status == 409 && a.Str("code") == "request_in_progress" && a.Header.Get("Retry-After") != "" {
					return
				}
				a.Must(201)
			})
		}
		wg.Wait()
		if n := len(admin.Get("/persons").Must(200).Data()); n != 1 {
			t.Errorf("%d records from one key", n)
		}
	})
}

// The process died between the commit and the answer: a retry gets the record
// the first try made.
func TestIdempotencyAfterACrash(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		unit := admin.Post("/units", m{"name": "Văn phòng", "valid_from": "2001"}).Must(201).ID()
		for path, body := range map[string]m{"/persons": {"name": "a"}, "/units/" + unit + "/versions": {"name": "Văn phòng mới", "valid_from": "2021-02-26"}} {
			first := admin.Post(path, body, "Idempotency-Key", "k").Must(201)
			if err := s.DB.InTx(t.Context(), func(tx *gorm.DB) error {
				return tx.Exec("UPDATE idempotency_records SET body = NULL, headers = 'null', status = 201").Error
			}); err != nil {
				t.Fatal(err)
			}
			again := admin.Post(path, body, "Idempotency-Key", "k").Must(201)
			if diff := cmp.Diff(first.Body, again.Body); diff != "" || again.Header.Get("Idempotency-Replayed") != "true" {
				t.Errorf("%s: %s", path, diff)
			}
			for _, h := range []string{"ETag", "Location", "Content-Type"} {
				if again.Header.Get(h) != first.Header.Get(h) {
					t.Errorf("%s %s: %q and %q", path, h, first.Header.Get(h), again.Header.Get(h))
				}
			}
			admin.Post(path, m{"name": "other"}, "Idempotency-Key", "k").Refused(422, "idempotency_key_reused")
		}
	})
}

func TestPaging(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for i := range 5 {
			admin.Post("/persons", m{"name": fmt.Sprint("p", i)}).Must(201)
			admin.Post("/authorities", m{"name": fmt.Sprint("a", i)}).Must(201)
		}
		var names []any
		page := admin.Get("/persons?limit=2&include_total=true&sort=-name").Must(200)
		cursor := next(t, page).Query().Get("cursor")
		for pages := 1; ; pages++ {
			names = append(names, page.Column("name")...)
			if page.At("page.total") != 5.0 {
				t.Errorf("%s", page.Raw)
			}
			if page.At("page.next") == nil {
				if pages != 3 || page.At("page.has_more") != false {
					t.Errorf("%d pages", pages)
				}
				break
			}
			page = admin.Get(next(t, page).String()).Must(200)
		}
		if diff := cmp.Diff([]any{"p4", "p3", "p2", "p1", "p0"}, names); diff != "" {
			t.Error(diff)
		}
		link := admin.Get("/persons?limit=2").Header.Get("Link")
		if !strings.Contains(link, `rel="first"`) || !strings.Contains(link, `rel="next"`) {
			t.Errorf("Link %q", link)
		}
		for _, path := range []string{"/authorities?sort=-name&cursor=", "/persons?sort=name&cursor=", "/persons?cursor=", "/persons?sort=-name&name=p1&cursor="} {
			admin.Get(path+cursor).Refused(400, "cursor_mismatch")
		}
		broken := []byte(cursor)
		broken[3] ^= 1
		admin.Get("/persons?sort=-name&cursor="+url.QueryEscape(string(broken))).Refused(400, "cursor_mismatch")
		empty := admin.Get("/persons?name=nobody").Must(200)
		if string(empty.Raw) != `{"data":[],"page":{"limit":50,"has_more":false}}`+"\n" {
			t.Errorf("%s", empty.Raw)
		}
	})
}

func next(t *testing.T, a *apptest.Answer) *url.URL {
	t.Helper()
	u, err := url.Parse(a.Str("page.next"))
	if err != nil || u.Host == "" {
		t.Fatalf("page.next %q: %v", a.Str("page.next"), err)
	}
	return u
}

// A body that breaks off, is not framed or does not come is the caller's matter,
// with an idempotency key and without; and one of exactly the limit passes.
func TestBrokenBodies(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	server := httptest.NewServer(s.Server.Handler())
	defer server.Close()
	admin := s.Admin()
	for name, c := range map[string]struct {
		head, body string
		status     string
	}{
		"bad chunk":      {"Transfer-Encoding: chunked", "zz\r\n", "400"},
		"too short":      {"Content-Length: 50", `{"name":"a"}`, "400"},
		"exactly enough": {"Content-Length: 1048576", `{"name":"a","remark":"` + strings.Repeat("b", 4000) + `"` + strings.Repeat(" ", 1<<20-4000-24) + `}`, "201"},
	} {
		for _, key := range []string{"", "Idempotency-Key: " + strings.ReplaceAll(name, " ", "-") + "\r\n"} {
			conn, err := net.Dial("tcp", strings.TrimPrefix(server.URL, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(conn, "POST /api/v1/persons HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n%s%s\r\n\r\n%s", admin.Token, key, c.head, c.body)
			if tcp, ok := conn.(*net.TCPConn); ok && c.status == "400" {
				_ = tcp.CloseWrite()
			}
			answer, _ := io.ReadAll(conn)
			conn.Close()
			if !strings.HasPrefix(string(answer), "HTTP/1.1 "+c.status+" ") {
				t.Errorf("%s (%q): %.300s", name, key, answer)
			}
		}
	}
}
