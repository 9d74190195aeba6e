package fuzz_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"time"

	"giaouoc/torture/rig"
)

var setupCode = regexp.MustCompile(`"code":"([^"]+)"`)

// code is what the program printed for the first administrator.
func code(s *rig.Server) string {
	for range 200 {
		if m := setupCode.FindStringSubmatch(s.Log()); m != nil {
			return m[1]
		}
		time.Sleep(5 * time.Millisecond)
	}
	s.Kill()
	return ""
}

// enough is how many records of each kind the books begin with.
const enough = 4

// fill makes the first administrator, records of every kind, and callers of
// every role.
func (w *worker) fill(code string) {
	w.t.Helper()
	w.quiet = true
	op := w.contract.op("setUp")
	a := w.send(&draft{op: op, method: op.method, how: "valid", media: "application/json", body: map[string]any{"code": code, "username": "quantri", "password": rig.Password}})
	if a == nil || a.status != http.StatusCreated {
		w.t.Fatalf("no administrator: %+v", a)
	}
	w.admin = w.signIn("quantri")
	w.leading = w.post("createUnit", map[string]any{"name": "Đơn vị Trưởng khối"})
	me := w.send(&draft{op: w.contract.op("getMe"), method: http.MethodGet, as: w.admin, how: "valid"})
	w.post("createGrant", map[string]any{"user_id": idOf(me), "role": "leader", "scope": "unit", "scope_id": w.leading})
	w.quiet = false
	for range 12 {
		for _, op := range w.contract.ops {
			if op.makes() && op.id != "setUp" && w.ok(op.id) < enough {
				w.valid(op)
			}
		}
	}
	for _, op := range w.contract.ops {
		if op.makes() && w.ok(op.id) == 0 {
			w.t.Errorf("%s: nothing could be made: %s", op.id, w.counts[op.id].why)
		}
	}
	w.quiet = true
	w.callers = []*caller{w.admin, {"nobody", ""}, {"a bad token", "eyJhbGciOiJub25lIn0.e30."}}
	w.member("khach") // signed in, without a grant
	for _, r := range [][3]string{
		{"council", "authority", "authorities"},
		{"leader", "unit", "units"},
		{"deputy", "unit", "units"},
		{"clerk", "unit", "units"},
		{"viewer", "bloc", "blocs"},
		{"auditor", "bloc", "blocs"},
	} {
		id := w.member("vai-" + r[0])
		w.post("createGrant", map[string]any{"user_id": id, "role": r[0], "scope": r[1], "scope_id": w.pool.pick(w.r, r[2])})
	}
	for _, name := range []string{"du-tru-1", "du-tru-2"} {
		w.post("createUser", map[string]any{"username": name, "password": rig.Password})
		w.spares <- &spare{name: name, password: rig.Password}
	}
	w.quiet = false
}

// ok is how often an operation succeeded.
func (f *fuzz) ok(id string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.counts[id]; c != nil {
		return c.ok
	}
	return 0
}

// post makes something for the run itself and returns its id.
func (w *worker) post(id string, body map[string]any) string {
	w.t.Helper()
	op := w.contract.op(id)
	a := w.send(&draft{op: op, method: op.method, as: w.admin, how: "valid", media: "application/json", body: body})
	if a == nil || a.status != http.StatusCreated {
		w.t.Fatalf("%s: %+v", id, a)
	}
	var v struct{ ID string }
	_ = json.Unmarshal(a.body, &v)
	return v.ID
}

// member makes an account that asks from now on.
func (w *worker) member(name string) (id string) {
	id = w.post("createUser", map[string]any{"username": name, "password": rig.Password})
	w.callers = append(w.callers, w.signIn(name))
	return id
}

func (w *worker) signIn(name string) *caller {
	w.t.Helper()
	s := &spare{name: name, password: rig.Password}
	w.session(s)
	if s.access == "" {
		w.t.Fatalf("%s cannot sign in", name)
	}
	return &caller{name, s.access}
}
