package fuzz_test

import (
	"fmt"
	"net/http"
	"strings"

	"giaouoc/torture/rig"
)

// draft is a request in the making.
type draft struct {
	op      *operation
	method  string
	id      string // in the path
	target  string // in the place of path and query
	query   [][2]string
	head    [][2]string
	body    any
	raw     []byte // in the place of body
	form    *form  // the same
	media   string
	as      *caller
	own     bool // as is not to be changed
	valid   bool // keeps to the contract and to what the books hold
	how     string
	must    string // the finding when it is accepted
	wants   int    // the status of its refusal
	plain   bool   // the server under the program may refuse it
	foreign bool   // the method is not the contract's
	stray   bool   // the path may be nobody's
	after   func(*reply)
	returns func() // gives back what was borrowed
}

// draft begins a request of an operation as the contract wants it.
func (w *worker) draft(op *operation) *draft {
	d := &draft{op: op, method: op.method, as: w.admin, valid: true, how: "valid"}
	if op.named() {
		d.id = w.pool.pick(w.r, op.kind())
		d.valid = d.id != ""
		if !d.valid {
			d.id = missing
		}
	}
	d.query = w.questions(op)
	if op.body != nil {
		d.media = op.media[w.r.IntN(len(op.media))]
		d.body = w.refer(copied(op.example), "", nil)
		if m, ok := d.body.(map[string]any); ok {
			w.widen(op, m)
		}
	}
	if op.method == http.MethodPost && w.r.IntN(5) == 0 {
		d.set("Idempotency-Key", w.unique("k"))
	}
	if op.method == http.MethodDelete && w.r.IntN(3) == 0 {
		d.query = append(d.query, [2]string{"reason", "Nhập nhầm"})
	}
	return d
}

// set puts a header in the place of one of the same name.
func (d *draft) set(name, value string) {
	d.unset(name)
	d.head = append(d.head, [2]string{name, value})
}

func (d *draft) unset(name string) {
	var rest [][2]string
	for _, h := range d.head {
		if h[0] != name {
			rest = append(rest, h)
		}
	}
	d.head = rest
}

func copied(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			out[k] = copied(x)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = copied(x)
		}
		return out
	}
	return v
}

// refer puts real records and texts of its own in the place of an example's.
func (w *worker) refer(v any, name string, within map[string]any) any {
	switch v := v.(type) {
	case map[string]any:
		for _, k := range sorted(v) {
			v[k] = w.refer(v[k], k, v)
		}
	case []any:
		for i := range v {
			v[i] = w.refer(v[i], name, within)
		}
	case string:
		switch name {
		case "code", "username", "number":
			return w.unique(v)
		case "name", "title", "text":
			return v + " " + w.unique("")
		case "password", "new_password":
			return rig.Password
		}
		if kind, _ := w.contract.kindNamed(name); kind != "" {
			if id := w.pool.pick(w.r, kind); id != "" {
				return id
			}
			return missing
		}
	}
	return v
}

// unique is a text nobody else uses.
func (w *worker) unique(start string) string {
	w.made++
	return fmt.Sprintf("%s%d-%d", start, w.number, w.made)
}

// steady are members whose value hangs on others, so that one by chance would be
// refused: they keep the example's. What they do to a request that is not meant
// to be accepted is tried there.
var steady = map[string]bool{
	"status": true, "basis": true, "basis_of_fields": true, "period_kind": true, "scope": true, "kind": true, "password": true,
	"must_change_password": true, "deputies_state": true, "members_state": true, "bloc_state": true, "annuls_id": true, "restores_id": true,
	"bloc_id": true, "names": true, "decision_id": true, "valid_from": true, "valid_to": true, "from": true, "to": true, "targets": true,
	"recipients": true, "role": true, "ended_on": true, "earliest_on": true, "latest_on": true, "family": true, "signing_event_id": true,
	"chosen_event_id": true, "parent_id": true, "annex_id": true, "period": true, "household": true, "recipient_kind": true, "measure": true,
	"person_id": true, "is_retired": true, "unit_id": true, "honoured_bloc_id": true, "award_type_id": true, "level": true, "seen_on": true,
	"published": true, "organizer_id": true, "authority_id": true, "organizer_as_written": true, "expires_at": true, "code": true,
	"honoured_bloc_as_written": true, "arrangement_id": true, "count": true, "baseline": true, "papers_count": true, "class": true, "without_ranking": true,
}

// widen adds members that the schema has and the example has not.
func (w *worker) widen(op *operation, body map[string]any) {
	s := w.contract.schemaOf(op.body)
	for _, name := range sorted(s.Properties) {
		if _, there := body[name]; there || steady[name] || w.r.IntN(5) > 0 {
			continue
		}
		if v, ok := w.value(s.Properties[name], name); ok {
			body[name] = v
		}
	}
}

// value is something a schema takes; ok is false when nothing is known.
func (w *worker) value(s *schema, name string) (v any, ok bool) {
	s = w.contract.schemaOf(s)
	switch {
	case s == nil:
		return nil, false
	case len(s.Enum) > 0:
		return s.Enum[w.r.IntN(len(s.Enum))], true
	case s.takes("null") && w.r.IntN(8) == 0:
		return nil, true
	case s.Format == "uuid":
		kind, _ := w.contract.kindNamed(name)
		id := w.pool.pick(w.r, kind)
		return id, id != ""
	case s.Format == "date" || s.Pattern != "":
		return fmt.Sprintf("20%02d-%02d-%02d", w.r.IntN(30), 1+w.r.IntN(12), 1+w.r.IntN(28)), true
	case s.Format == "date-time":
		return "2098-01-01T00:00:00Z", true
	case s.takes("string"):
		return w.words(s), true
	case s.takes("boolean"):
		return w.r.IntN(2) == 0, true
	case s.takes("integer"):
		low := 0
		if s.Minimum != nil {
			low = int(*s.Minimum)
		}
		return low + w.r.IntN(50), true
	case s.takes("array"):
		return w.items(s, name)
	case s.takes("object"):
		return w.members(s)
	}
	return nil, false
}

func (w *worker) items(s *schema, name string) (any, bool) {
	out := []any{}
	for range 1 + w.r.IntN(2) {
		if v, ok := w.value(s.Items, name); ok && v != nil && (!s.UniqueItems || len(out) == 0) {
			out = append(out, v)
		}
	}
	return out, len(out) > 0
}

func (w *worker) members(s *schema) (any, bool) {
	out := map[string]any{}
	for _, name := range sorted(s.Properties) {
		if steady[name] || w.r.IntN(2) == 0 {
			continue
		}
		if v, ok := w.value(s.Properties[name], name); ok && v != nil {
			out[name] = v
		}
	}
	for _, name := range s.Required {
		if _, ok := out[name]; !ok {
			return nil, false
		}
	}
	return out, len(out) > 0
}

var syllables = strings.Fields("khối thi đua Đảng ủy văn phòng tỉnh Ninh Bình công đoàn sở giáo dục đề nghị tặng bằng khen năm học quý Ủy ban kiểm tra")

func (w *worker) words(s *schema) string {
	n := 1 + w.r.IntN(6)
	list := make([]string, n)
	for i := range list {
		list[i] = any1(w.r, syllables)
	}
	text := []rune(strings.Join(list, " "))
	if s.MaxLength != nil && len(text) > *s.MaxLength {
		text = text[:*s.MaxLength]
	}
	return strings.TrimSpace(string(text))
}

// questions are query parameters an operation takes: those it needs, and of the
// others a few. Lists are kept short.
func (w *worker) questions(op *operation) [][2]string {
	var out [][2]string
	for _, p := range op.params {
		if p.In != "query" || p.Name == "cursor" || p.Name == "reason" {
			continue
		}
		chance := 12
		if op.isList() && p.Name == "limit" {
			chance = 1
		}
		if p.Required || w.r.IntN(chance) == 0 {
			out = append(out, [2]string{p.Name, w.asked(p)})
		}
	}
	return out
}

// asked is a value a parameter takes, as its schema and description say.
func (w *worker) asked(p *param) string {
	_, expected, _ := strings.Cut(p.Description, "(")
	first, rest, _ := strings.Cut(strings.TrimSuffix(expected, ")"), ", ")
	switch {
	case p.Name == "sort":
		_, list, _ := strings.Cut(p.Description, ": ")
		list, _, _ = strings.Cut(list, ";")
		return any1(w.r, []string{"", "-"}) + any1(w.r, strings.Split(list, ", "))
	case len(p.Schema.Enum) > 0:
		return fmt.Sprint(any1(w.r, p.Schema.Enum))
	case p.Schema.Pattern != "": // a label of a period
		return any1(w.r, []string{"2021", "2021-H1", "2021-Q2"})
	case p.Name == "limit":
		return fmt.Sprint(1 + w.r.IntN(15))
	case p.Name == "types":
		return any1(w.r, []string{"unit", "person,bloc", "commitment", "agreement,award"})
	case p.Schema.takes("boolean"):
		return any1(w.r, []string{"true", "false"})
	case first == "UUID" || p.Schema.Format == "uuid":
		kind, _ := w.contract.kindNamed(p.Name)
		if id := w.pool.pick(w.r, kind); id != "" {
			return id
		}
		return missing
	case first == "1" || p.Schema.takes("integer") && !p.Schema.takes("string"):
		return fmt.Sprint(2015 + w.r.IntN(15))
	case strings.Contains(expected, "hh:mm"):
		return "2021-02-26T01:02:03Z"
	case strings.HasPrefix(first, "YYYY"):
		return any1(w.r, []string{"2021", "2021-02", "2021-02-26"})
	case p.Name == "q":
		return any1(w.r, []string{"uy ban", "khối", "thi đua", "van phong"})
	case rest != "" && len(first) > 1 && !strings.ContainsAny(first, " …"):
		return first
	}
	return any1(w.r, syllables) + "x"
}
