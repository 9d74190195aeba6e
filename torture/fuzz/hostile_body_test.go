package fuzz_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// spoil changes a request; it returns false where it does not apply. What must
// be refused for it is said in the draft.
type spoil func(w *worker, d *draft) bool

// accepted is the finding when something wrong is taken.
const accepted = "F102-accepted"

// bodySpoils are done to the JSON of a body.
var bodySpoils = map[string]spoil{
	"server's member": func(w *worker, d *draft) bool {
		m, s := w.somewhere(d)
		name := any1(w.r, serverOwned)
		if m == nil || s.Properties[name] != nil || !s.Additional.none {
			return false
		}
		m[name] = any1(w.r, []any{1, 99, missing, "system", "admin", "in_force", "2020-01-01T00:00:00Z", true, nil, []any{"admin"}})
		d.must, d.how = "F203-mass", "member "+name
		return true
	},
	"unknown member": func(w *worker, d *draft) bool {
		m, s := w.somewhere(d)
		if m == nil || !s.Additional.none {
			return false
		}
		m[any1(w.r, []string{"zzz", "__proto__", "constructor", "$ref", "Name", "a/b~c", "", "ID", "tên", "a\u0000"})+any1(w.r, []string{"", "x"})] = any1(w.r, []any{nil, 1, "x", map[string]any{}})
		d.must = accepted
		return true
	},
	"missing member": func(w *worker, d *draft) bool {
		m, s := w.somewhere(d)
		if m == nil || len(s.Required) == 0 {
			return false
		}
		delete(m, any1(w.r, s.Required))
		d.must = accepted
		return true
	},
	"wrong type": func(w *worker, d *draft) bool {
		m, of := w.somewhere(d)
		if m == nil {
			return false
		}
		name := any1(w.r, sorted(of.Properties))
		wrong := slices.DeleteFunc([]any{"x", 1, 1.5, true, []any{}, map[string]any{}, []any{map[string]any{}}, nil}, func(v any) bool { return w.contract.takes(of.Properties[name], kindOf(float(v))) })
		if len(wrong) == 0 {
			return false
		}
		m[name] = any1(w.r, wrong)
		d.must = accepted
		return true
	},
	"not in the list": func(w *worker, d *draft) bool {
		m, name, s := w.member1(d)
		if s == nil || len(s.Enum) == 0 {
			return false
		}
		m[name] = any1(w.r, []any{"", "x", strings.ToUpper(fmt.Sprint(s.Enum[0])), fmt.Sprint(s.Enum[0]) + " ", "null"})
		d.must = accepted
		return true
	},
	"too long": func(w *worker, d *draft) bool {
		m, name, s := w.member1(d)
		if s == nil || s.MaxLength == nil || !s.takes("string") || len(s.Enum) > 0 || s.Pattern != "" {
			return false
		}
		m[name] = strings.Repeat("ữ", *s.MaxLength+1+w.r.IntN(2)*1000)
		d.must = accepted
		return true
	},
	"number": func(w *worker, d *draft) bool {
		m, name, s := w.member1(d)
		if s == nil || !s.takes("integer") {
			return false
		}
		m[name] = any1(w.r, []any{-1, 0, 1, 2147483647, 2147483648, -2147483649, 9223372036854775807, number("9223372036854775808"), number("1e400"), number("-0"), number("1e2"), number("0.1"), number("1e-7"), number("123456789012345678901234567890"), number("12345678901234.123456")})
		if v, isInt := m[name].(int); isInt && (s.Minimum != nil && float64(v) < *s.Minimum || s.Maximum != nil && float64(v) > *s.Maximum || s.Format == "int32" && (v > 1<<31-1 || v < -1<<31)) {
			d.must = accepted
		}
		return true
	},
	"text": func(w *worker, d *draft) bool {
		m, name, s := w.member1(d)
		if s == nil || !s.takes("string") {
			return false
		}
		text := any1(w.r, texts)
		m[name] = text
		if s.Format != "password" && strings.ContainsAny(text, "\x00\x1b\x07\u202e\u200b\ufeff\u2066\ue000") {
			d.must = accepted
		}
		return true
	},
	"address": func(w *worker, d *draft) bool {
		m, name, s := w.member1(d)
		if s == nil || !s.takes("string") {
			return false
		}
		m[name] = any1(w.r, []string{"http://", "https://", "//", "ftp://", "${jndi:ldap://", `\\`, "<img src=http://", `<!ENTITY x SYSTEM "http://`}) + w.canary + "/x"
		return true
	},
	"record": func(w *worker, d *draft) bool {
		m, name, s := w.member1(d)
		if s == nil || s.Format != "uuid" {
			return false
		}
		kind, _ := w.contract.kindNamed(name)
		wrong := []string{"", "1", "1 OR 1=1", missing, missing + "x", "{" + missing + "}", "../" + missing, w.pool.other(w.r, kind)}
		if gone := w.pool.lost(w.r, kind); gone != "" {
			wrong = append(wrong, gone, gone)
		}
		m[name] = any1(w.r, wrong)
		if kind != "tokens" && kind != "" {
			d.must = accepted
		}
		return true
	},
	"day": func(w *worker, d *draft) bool {
		m, name, s := w.member1(d)
		if s == nil || s.Pattern == "" && s.Format != "date" && s.Format != "date-time" {
			return false
		}
		m[name] = any1(w.r, []string{"2021-02-30", "2023-02-29", "0000", "0000-00-00", "2021-13", "9999-99-99", "-001", "2021-1-1", "2021-02-26T00:00:00Z", "26/02/2021", "hôm nay", " 2021", "２０２１", "2021-12-31T23:59:60Z", "2021-01-01T00:00:00+99:99", "1e3"})
		if s.Format != "date-time" {
			d.must = accepted
		}
		return true
	},
	"many items": func(w *worker, d *draft) bool {
		m, name, s := w.member1(d)
		if s == nil || s.MaxItems == nil || *s.MaxItems > 200 {
			return false
		}
		m[name] = slices.Repeat([]any{"x"}, *s.MaxItems+1)
		d.must = accepted
		return true
	},
	"no object": func(w *worker, d *draft) bool {
		d.body = any1(w.r, []any{[]any{}, "x", 1, nil, []any{d.body}, true})
		d.must = accepted
		return true
	},
	"deep": func(w *worker, d *draft) bool {
		n := any1(w.r, []int{65, 200, 5000, 50000})
		d.raw = []byte(`{"name":` + strings.Repeat(any1(w.r, []string{"[", `{"a":`}), n))
		if w.r.IntN(2) == 0 {
			d.raw = []byte(strings.Repeat("[", n) + strings.Repeat("]", n))
		}
		d.must = accepted
		return true
	},
	"broken": func(w *worker, d *draft) bool {
		b := marshalled(d.body)
		d.raw = any1(w.r, [][]byte{
			b[:len(b)/2], append(bytes.Clone(b), '}'), append(bytes.Clone(b), " x"...), append([]byte("\xef\xbb\xbf"), b...),
			{},
			[]byte("  "),
			bytes.ReplaceAll(b, []byte(`"`), []byte(`'`)), []byte(`{"name":NaN}`), []byte(`{"name":Infinity}`), []byte(`{"name":"a` + "\xff\xfe" + `"}`),
			[]byte(`{"name":"` + "\x00" + `"}`), []byte(`{"name":"\ud800"}`), []byte(`{"name":"a",}`), []byte(`{"name":"a"}//`), []byte("\xff\xfe{\x00}\x00"), bytes.Repeat([]byte("a"), 2000),
			[]byte(`name=a&b=c`), []byte("<?xml version=\"1.0\"?><a/>"), []byte(`{"name":"\x41"}`), []byte(`{name:1}`), []byte(`{"name":"a` + "\n" + `b"}`),
		})
		d.must = accepted
		return true
	},
	"bits": func(w *worker, d *draft) bool {
		d.raw = marshalled(d.body)
		for range 1 + w.r.IntN(3) {
			if len(d.raw) > 0 {
				d.raw[w.r.IntN(len(d.raw))] = byte(w.r.IntN(256))
			}
		}
		return true
	},
	"twice": func(w *worker, d *draft) bool {
		m, ok := d.body.(map[string]any)
		if !ok || len(m) == 0 {
			return false
		}
		name := any1(w.r, sorted(m))
		d.raw = append([]byte(`{"`+name+`":1,`), marshalled(m)[1:]...)
		return true
	},
	"large": func(w *worker, d *draft) bool {
		if w.r.IntN(20) > 0 {
			return false
		}
		d.raw = []byte(`{"remark":"` + strings.Repeat("a", 1<<20) + `"}`)
		d.must, d.wants = accepted, 0
		return true
	},
	"media type": func(w *worker, d *draft) bool {
		d.raw = marshalled(d.body)
		d.media = any1(w.r, []string{"text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "application/vnd.x+json", "json", ";", "application/json/x", "application/yaml"})
		d.must, d.wants = accepted, 415
		return true
	},
	"coding": func(w *worker, d *draft) bool {
		d.set("Content-Encoding", any1(w.r, []string{"gzip", "br", "deflate", "x"}))
		d.must, d.wants = accepted, 415
		return true
	},
}

// serverOwned are members the program sets itself.
var serverOwned = []string{
	"id", "version", "created_by", "created_at", "updated_at", "updated_by", "status", "role", "roles", "is_admin", "password_hash", "frozen_at",
	"content_hash", "locked", "user_id", "actor_id", "scope", "prefix", "mac", "sha256", "size", "media_type", "deleted_at", "search", "name_folded", "revoked_at", "failures",
}

// texts are what fields of text get.
var texts = []string{
	"", " ", "\x00", "a\x00b", "\x1b[31mđỏ", "\x07", "a\r\nSet-Cookie: x=1", "a\nb", "\t", "\u202egnụhc", "\u200b", "\ufeffa", "\u2066a", "\ue000",
	"Đảng ủy", "Kho\u0302\u0301i", "ĐẢNG ỦY", "đ\u0323", "e\u0301\u0301\u0301\u0301", "ｆｕｌｌ", "ﬁ", "İ", "ß", "😀👨‍👩‍👧", "\U0010ffff", "\ufffd", "א\u05b7", "ناد",
	"'; DROP TABLE units;--", "' OR '1'='1", `" OR ""="`, "1) OR (1=1", "%' OR 1=1 --", "\\", "'", `"`, "`", "%", "_", "%%", "*", "?", "$1", ":name", "@p1", "?1",
	"{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{.}}", "{%raw%}", "%s%s%n%d", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "<!--", "&lt;&#0;",
	"=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0", "../../../../etc/passwd", "..\\..\\x", "file:///etc/passwd", "/dev/null", "CON", "a/b", "%2e%2e%2f", "%00", "%0d%0a",
	"null", "true", "NaN", "Infinity", "0x10", "1e400", "-0", "undefined", "[]", "{}", "()", strings.Repeat("a", 199), strings.Repeat("ữ", 5000), strings.Repeat("à ", 500),
}

// number is a number as it is written.
type number string

// MarshalJSON writes it so.
func (n number) MarshalJSON() ([]byte, error) { return []byte(n), nil }

func float(v any) any {
	if n, ok := v.(int); ok {
		return float64(n)
	}
	return v
}

// somewhere is the body, or an object in it, with its schema.
func (w *worker) somewhere(d *draft) (map[string]any, *schema) {
	m, _ := d.body.(map[string]any)
	s := w.contract.schemaOf(d.op.body)
	if m == nil || s == nil {
		return nil, nil
	}
	for _, name := range sorted(m) {
		p := w.contract.schemaOf(s.Properties[name])
		if p == nil || w.r.IntN(3) > 0 {
			continue
		}
		if list, ok := m[name].([]any); ok && len(list) > 0 {
			if inner, ok := list[0].(map[string]any); ok {
				if s := w.contract.schemaOf(p.Items); s != nil {
					return inner, s
				}
			}
		}
	}
	return m, s
}

// member1 is a member of the body, there or not, with its schema.
func (w *worker) member1(d *draft) (m map[string]any, name string, s *schema) {
	m, of := w.somewhere(d)
	if m == nil {
		return nil, "", nil
	}
	name = any1(w.r, sorted(of.Properties))
	return m, name, w.contract.schemaOf(of.Properties[name])
}
