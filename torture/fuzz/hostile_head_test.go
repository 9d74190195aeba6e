package fuzz_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// headSpoils are done to everything before the body.
var headSpoils = map[string]spoil{
	"id": func(w *worker, d *draft) bool {
		if !d.op.named() {
			return false
		}
		id := any1(w.r, []string{"1", "0", "-1", "1 OR 1=1", "' OR ''='", "..", "../users", "%00", "%ff", "null", "undefined", missing + "'", "{id}", "*", strings.Repeat("a", 3000), missing, "me", "ﬀ", "0190a1b2c3d47e5f8a9b0c1d2e3f4a5b"})
		path := strings.Replace(d.op.path, "{id}", any1(w.r, []string{url.PathEscape(id), strings.ReplaceAll(url.QueryEscape(id), "+", "%20")}), 1)
		d.target, d.must, d.stray = path, "F102-accepted", true
		return id != "me"
	},
	"removed record": func(w *worker, d *draft) bool {
		if d.id = w.pool.lost(w.r, d.op.kind()); !d.op.named() || d.id == "" || d.op.kind() == "tokens" {
			return false
		}
		d.must = "use-after-free"
		return true
	},
	"another kind's record": func(w *worker, d *draft) bool {
		if !d.op.named() {
			return false
		}
		d.id, d.must = w.pool.other(w.r, d.op.kind()), accepted
		return true
	},
	"path": func(w *worker, d *draft) bool {
		at := strings.Replace(d.op.path, "{id}", d.id, 1)
		d.target = any1(w.r, []string{at + "/", at + "//", "/" + at, strings.Replace(at, "/v1/", "/v1/../v1/", 1), strings.Replace(at, "/v1/", "/v1/%2e%2e/v1/", 1), strings.ToUpper(at), at + "%00", at + ".json", at + ";x=1", at + "/x/y/z", prefix + "/%2e%2e/%2e%2e/etc/passwd", "/../../etc/passwd", "/files/../x", at + "%2f" + missing, at + "\\..\\"})
		d.stray = true
		return true
	},
	"unknown parameter": func(w *worker, d *draft) bool {
		d.query = append(d.query, [2]string{any1(w.r, []string{"zzz", "where", "$filter", "password_hash", "name[]", "id)--", "sort[]", "ＬＡＮＧ", "fields", "or"}), "1"})
		d.must = accepted
		return true
	},
	"parameter twice": func(w *worker, d *draft) bool {
		if len(d.query) == 0 {
			return false
		}
		d.query = append(d.query, d.query[w.r.IntN(len(d.query))])
		return true
	},
	"cursor": func(w *worker, d *draft) bool {
		if !d.op.isList() {
			return false
		}
		d.query = append(d.query, [2]string{"cursor", any1(w.r, []string{"x", "MQ==", "eyJpZCI6MX0", "eyJ2IjpbIjEiXX0.x", strings.Repeat("A", 400), "' OR 1=1", "\x00", missing, "null", "eyJrIjpbXX0=.AAAA"})})
		d.must = accepted
		return true
	},
	"sort": func(w *worker, d *draft) bool {
		if !d.op.isList() {
			return false
		}
		d.query = withoutParam(d.query, "sort")
		d.query = append(d.query, [2]string{"sort", any1(w.r, []string{"password_hash", "id;DROP TABLE units", "1", "name DESC", "-", ",", "--name", "(name)", "created_at,(CASE WHEN 1=1 THEN 1 END)", "name COLLATE x", "random()", "tên", "\x00"})})
		d.must = accepted
		return true
	},
	"limit": func(w *worker, d *draft) bool {
		if !d.op.isList() {
			return false
		}
		d.query = withoutParam(d.query, "limit")
		d.query = append(d.query, [2]string{"limit", any1(w.r, []string{"0", "-1", "201", "1e2", "1.5", "abc", "99999999999999999999", "0x10", "٣", "1 OR 1=1"})})
		d.must = accepted
		return true
	},
	"filter": func(w *worker, d *draft) bool {
		var names []string
		for _, p := range d.op.params {
			if p.In == "query" && p.Name != "cursor" {
				names = append(names, p.Name)
			}
		}
		if len(names) == 0 {
			return false
		}
		name := any1(w.r, names)
		d.query = append(withoutParam(d.query, name), [2]string{name, any1(w.r, append([]string{",,,", missing + "," + missing, strings.Repeat("a,", 300), strings.Repeat(missing+",", 60), "9999999999", "-1", "1,2", "true,false", "2021-13-45", "9999", "0000-00-00", "2021-02-26T01:02:03+99:99"}, texts...))})
		return true
	},
	"query": func(w *worker, d *draft) bool {
		d.target = strings.Replace(d.op.path, "{id}", d.id, 1) + any1(w.r, []string{"?%zz", "?a=%", "?;", "?&&&", "?=", "?lang=xx", "?lang=vi&lang=en", "?%00=1", "?lang=%ff", "?" + strings.Repeat("a", 8000), "?a=1;b=2", "??", "?%6cang=vi"})
		return true
	},
	"If-Match": func(w *worker, d *draft) bool {
		if !d.op.match {
			return false
		}
		d.must = accepted
		if w.r.IntN(4) == 0 {
			d.unset("If-Match")
			d.wants = 0
			return true
		}
		d.set("If-Match", any1(w.r, []string{"*", "1", `"0"`, `"-1"`, `"99999"`, `"99999999999999999999"`, `"01"`, `"+1"`, `"1`, `W/"x"`, `"1", "2"`, `""`, `"1e0"`, `"١"`, strings.Repeat(`"1",`, 300), `"1 OR 1=1"`, `W/`}))
		return true
	},
	"Idempotency-Key": func(w *worker, d *draft) bool {
		d.set("Idempotency-Key", any1(w.r, []string{"", `""`, strings.Repeat("k", 256), strings.Repeat("k", 255), "khóa", "k", "k", "' OR 1=1", `"k"`, "a b"}))
		return d.method == http.MethodPost
	},
	"Accept": func(w *worker, d *draft) bool {
		d.set("Accept", any1(w.r, []string{"application/xml", "text/html", "*/*;q=0", "application/json;q=0", "text/csv", "text/*", ";;;", ",", "*/*;q=2", "application/json;q=NaN", "image/*", strings.Repeat("a/b,", 2000), "application/problem+json", "\xff"}))
		return true
	},
	"range": func(w *worker, d *draft) bool {
		d.set(any1(w.r, []string{"Range", "If-Range"}), any1(w.r, []string{"bytes=0-0", "bytes=-1", "bytes=99-1", "bytes=0-18446744073709551615", "bytes=" + strings.Repeat("0-0,", 300), "x", "lines=1-2"}))
		return d.method == http.MethodGet
	},
	"condition": func(w *worker, d *draft) bool {
		d.set(any1(w.r, []string{"If-None-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"}), any1(w.r, []string{"*", `"1"`, `W/"1"`, `"1", "2"`, "x", "Wed, 25 Nov 2026 00:00:00 GMT", `"`}))
		return true
	},
	"headers": func(w *worker, d *draft) bool {
		name := any1(w.r, []string{"X-Request-Id", "Accept-Language", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Origin", "Referer", "User-Agent", "Cookie", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "Expect", "TE", "Upgrade", "Via", "Traceparent", "Accept-Encoding", "Content-Type"})
		value := any1(w.r, []string{"http://" + w.canary + "/x", w.canary, "DELETE", "vi;q=x", "abcdefgh", "a\tb", "\x1b[31m", "x\x00y", "tiếng Việt", "\xff\xfe", strings.Repeat("x", 4000), strings.Repeat("x", 40000), `","level":"ERROR","msg":"forged"`, "127.0.0.1", "{{7*7}}", "a, b, c"})
		if name == "Expect" || name == "Upgrade" || name == "TE" {
			value = any1(w.r, []string{"x", "websocket", "trailers"})
		}
		d.head = append(d.head, [2]string{name, value})
		d.plain = true
		return name != "Content-Type" || d.op.body == nil
	},
	"addresses in headers": func(w *worker, d *draft) bool {
		at := any1(w.r, []string{"http://", "//", ""}) + w.canary
		for _, name := range []string{"X-Forwarded-Host", "X-Forwarded-Server", "Forwarded", "Origin", "Referer", "X-Original-URL", "X-Rewrite-URL", "X-Callback-URL", "X-Wap-Profile", "True-Client-IP", "From"} {
			d.head = append(d.head, [2]string{name, at + "/" + name})
		}
		return true
	},
	"Authorization": func(w *worker, d *draft) bool {
		value := any1(w.r, []string{"Bearer", "Bearer ", "Basic YTpi", "bearer x.y.z", "Bearer null", "Bearer gu_" + strings.Repeat("a", 40), "Bearer gu_", "Bearer " + strings.Repeat("e", 6000), "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "Digest x", "Bearer \xff", "Bearer ' OR 1=1", "Bearer " + jkuToken(w.canary)})
		d.as, d.must = nil, accepted
		d.set("Authorization", value)
		return true
	},
	"method": func(w *worker, d *draft) bool {
		declared := w.contract.methods[d.op.path]
		beside := d.op.path[:strings.LastIndexByte(d.op.path, '/')] + "/{id}" // takes the path as well, where a word stands in the id's place
		d.method = any1(w.r, []string{"PUT", "PATCH", "DELETE", "POST", "GET", "TRACE", "OPTIONS", "FOO", "get", "PROPFIND", "QUERY", fmt.Sprintf("X%d", w.r.IntN(1000))})
		d.foreign, d.must, d.wants = true, accepted, 405
		return !slices.Contains(declared, d.method) && !slices.Contains(w.contract.methods[beside], d.method)
	},
	"HEAD": func(w *worker, d *draft) bool {
		d.method = http.MethodHead
		return d.op.method == http.MethodGet
	},
	"body of a GET": func(w *worker, d *draft) bool {
		d.raw, d.media = []byte(any1(w.r, []string{`{"a":1}`, "x", strings.Repeat("a", 100_000)})), "application/json"
		return d.method == http.MethodGet
	},
}

func withoutParam(query [][2]string, name string) (rest [][2]string) {
	for _, p := range query {
		if p[0] != name {
			rest = append(rest, p)
		}
	}
	return rest
}

// formSpoils are done to an upload.
var formSpoils = map[string]spoil{
	"file name": func(w *worker, d *draft) bool {
		d.form.filename = any1(w.r, append([]string{"../../x.pdf", "a/b.pdf", `a\b.pdf`, "a.exe", "a.pdf.exe", ".pdf", "x", "CON.pdf", strings.Repeat("a", 300) + ".pdf", "a\x00.pdf", "a.PDF"}, texts...))
		return true
	},
	"content": func(w *worker, d *draft) bool {
		d.form.content = any1(w.r, [][]byte{{}, []byte("MZ\x90"), []byte("PK\x03\x04"), []byte("<svg onload=alert(1)>"), []byte("<html><script>"), []byte("\xd0\xcf\x11\xe0"), []byte("\x89PNG\r\n\x1a\n"), []byte("%PDF-1.7\n/URI (http://" + w.canary + "/)"), w.docx(), []byte("TUYỆT MẬT")})
		d.form.filename = any1(w.r, []string{"a.pdf", "a.docx", "a.xlsx", "a.png", "a.txt", "a.csv", "a.svg", "a.zip", "TỐI MẬT.pdf"})
		return true
	},
	"field": func(w *worker, d *draft) bool {
		name := any1(w.r, append([]string{"zzz", "file", "owner_kind", "owner_id", "name", "remark"}, serverOwned...))
		d.form.fields = append(d.form.fields, [2]string{name, any1(w.r, texts)})
		if slices.Contains(serverOwned, name) {
			d.must, d.how = "F203-mass", "member "+name
		}
		return true
	},
	"owner": func(w *worker, d *draft) bool {
		if len(d.form.fields) < 2 {
			return false
		}
		d.form.fields[1][1] = any1(w.r, []string{"", "1 OR 1=1", missing, w.pool.other(w.r, "x") + "x", "\x00"})
		d.must = accepted
		return true
	},
	"no file":  func(_ *worker, d *draft) bool { d.form.noFile, d.must = true, accepted; return true },
	"no end":   func(_ *worker, d *draft) bool { d.form.broken, d.must = true, accepted; return true },
	"no owner": func(_ *worker, d *draft) bool { d.form.fields, d.must = nil, accepted; return true },
	"no form": func(_ *worker, d *draft) bool {
		d.raw, d.media, d.must = []byte("{}"), "application/json", accepted
		return true
	},
	"no bounds": func(_ *worker, d *draft) bool {
		d.raw, d.media, d.must = []byte("x"), "multipart/form-data", accepted
		return true
	},
}

// What is done to requests, each as often as its turns: what has many forms, and
// what costs most when it succeeds, has several.
var (
	headTurns = append(sorted(headSpoils), "filter", "filter", "headers", "headers")
	formTurns = append(sorted(formSpoils), "field", "field", "file name", "file name")
	bodyTurns = append(sorted(bodySpoils), "text", "text", "text", "text", "server's member", "server's member", "server's member", "server's member", "record")
)

// hostile sends a request with one or two things wrong, as anybody.
func (w *worker) hostile(op *operation) {
	w.cheap = w.r.IntN(8) > 0 || strings.Contains(op.path, "/auth/") || op.id == "changePassword"
	d := w.ready(op)
	w.cheap = false
	if d.returns != nil {
		defer d.returns()
	}
	d.valid, d.how = false, "valid"
	if !d.own {
		d.as = w.admin
		if w.r.IntN(3) == 0 {
			d.as = any1(w.r, w.callers)
		}
	}
	for range 1 + w.r.IntN(5)/4 {
		w.spoil(d)
	}
	w.send(d)
	if d.must == "F203-mass" {
		w.mu.Lock()
		w.mass++
		w.mu.Unlock()
	}
}

// spoil does one wrong thing to a request. A second one may undo what the first
// was to be refused with, so only what both say is kept.
func (w *worker) spoil(d *draft) {
	for range 20 {
		list, names := headSpoils, headTurns
		switch {
		case d.form != nil && w.r.IntN(3) > 0:
			list, names = formSpoils, formTurns
		case d.form == nil && d.op.body != nil && w.r.IntN(4) > 0:
			list, names = bodySpoils, bodyTurns
		}
		name := any1(w.r, names)
		next := *d
		next.body, next.head, next.query = copied(d.body), slices.Clone(d.head), slices.Clone(d.query)
		if d.form != nil {
			f := *d.form
			f.fields = slices.Clone(f.fields)
			next.form = &f
		}
		next.how = name
		if !list[name](w, &next) {
			continue
		}
		if d.how != "valid" {
			next.how = d.how + " + " + next.how
			next.must, next.wants = "", 0
		}
		*d = next
		return
	}
}
