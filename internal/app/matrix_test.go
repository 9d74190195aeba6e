package app_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/audit"
)

var update = flag.Bool("update", false, "write golden files anew")

// world is one bloc with everything that can hang on it, in a scope of its own.
type world struct{ ids map[string]string } // entity → id

// The matrix asks every operation, as every role, for a record of one's own
// scope and for a foreign one, and compares with what the policy table says.
// Targets are made anew for every cell that may succeed.
func TestPermissionMatrix(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		m := newMatrix(t, s)
		for _, op := range slices.Sorted(maps.Keys(s.Server.Operations())) {
			t.Run(op, func(t *testing.T) { m.operation(t, op) })
		}
	})
}

type matrix struct {
	s            *apptest.Service
	admin        *apptest.Client
	own, foreign *world
	clients      map[string]*apptest.Client
	n, year      int
}

// roleNames are the columns of the matrix; "anonymous" has no token, "nobody"
// is signed in without a grant.
var roleNames = []string{"anonymous", "nobody", "admin", "council", "leader", "deputy", "clerk", "viewer", "auditor"}

func newMatrix(t *testing.T, s *apptest.Service) *matrix {
	m := &matrix{s: s, admin: s.Admin(), clients: map[string]*apptest.Client{}}
	m.own, m.foreign = m.build(t), m.build(t)
	own := m.own.ids
	m.clients["anonymous"], m.clients["nobody"], m.clients["admin"] = s.Nobody(), s.As(), s.Admin()
	m.clients["council"] = s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: own["organizer"]})
	m.clients["leader"] = s.As(apptest.Right{Role: actor.Leader, Scope: actor.OfUnit, ID: own["leading_unit"]})
	m.clients["deputy"] = s.As(apptest.Right{Role: actor.Deputy, Scope: actor.OfUnit, ID: own["deputy_unit"]})
	m.clients["clerk"] = s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: own["member_unit"]})
	m.clients["viewer"] = s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: own["bloc"]})
	m.clients["auditor"] = s.As(apptest.Right{Role: actor.Auditor, Scope: actor.OfBloc, ID: own["bloc"]})
	return m
}

// unique makes names and numbers that no other cell uses.
func (m *matrix) unique() string { m.n++; return fmt.Sprintf("%04d", m.n) }

// build makes a world as the administrator.
func (m *matrix) build(t *testing.T) *world {
	t.Helper()
	w := &world{ids: map[string]string{}}
	post := func(entity, path string, body map[string]any) string {
		w.ids[entity] = m.admin.Post(path, body).Must(201).ID()
		return w.ids[entity]
	}
	tag := m.unique()
	for _, u := range []string{"leading_unit", "deputy_unit", "member_unit"} {
		post(u, "/units", map[string]any{"name": "Đơn vị " + u + " " + tag, "code": u + tag})
	}
	post("organizer", "/authorities", map[string]any{"name": "Hội đồng " + tag})
	post("bloc", "/blocs", map[string]any{"kind": "bloc", "names": []any{map[string]any{"name": "Khối " + tag, "kind": "current"}}, "organizer_id": w.ids["organizer"]})
	post("term", "/terms", map[string]any{"bloc_id": w.ids["bloc"], "period": "2026", "status": "planning"})
	for _, u := range []string{"leading_unit", "deputy_unit", "member_unit"} {
		m.admin.Post("/terms/"+w.ids["term"]+"/members", map[string]any{"unit_id": w.ids[u]}).Must(201)
	}
	m.admin.Post("/terms/"+w.ids["term"]+"/leadership", map[string]any{"role": "leader", "unit_id": w.ids["leading_unit"]}).Must(201)
	m.admin.Post("/terms/"+w.ids["term"]+"/leadership", map[string]any{"role": "deputy", "unit_id": w.ids["deputy_unit"]}).Must(201)
	post("agreement", "/agreements", map[string]any{"term_id": w.ids["term"], "title": "Giao ước " + tag, "basis": "reported", "status": "in_force"})
	post("decision", "/decisions", map[string]any{"bloc_id": w.ids["bloc"], "kind": "award", "authority_id": w.ids["organizer"], "number": tag})
	post("award", "/awards", map[string]any{"bloc_id": w.ids["bloc"], "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 900, "period": "2026"})
	return w
}

// operation runs the cells of one operation.
func (m *matrix) operation(t *testing.T, op string) {
	method, path, _ := strings.Cut(m.s.Server.Operations()[op], " ")
	path = strings.TrimPrefix(path, "/api/v1") + asked[op]
	permission := actor.Operations()[op]
	if p, ok := ownerRights[op]; ok {
		permission = p
	}
	if sessionOps[op] {
		return // they open or end the session the other cells need; proven in package account
	}
	for _, scope := range []string{"own", "foreign"} {
		w := m.own
		if scope == "foreign" {
			w = m.foreign
		}
		refused := m.standing(w, path) // unchanged by refusals
		for _, role := range roleNames {
			want := m.expect(role, scope, permission, op, method)
			target := refused
			switch {
			case permission == actor.TokenManage:
				target = m.ownToken(t, role, want, op, path, refused, w)
			case want == "allowed" && method != "GET":
				target = m.fresh(t, w, op, path)
			}
			m.cell(t, op, method, role, scope, want, target, w)
		}
	}
}

// cell sends one request and judges the answer and its effect.
func (m *matrix) cell(t *testing.T, op, method, role, scope, want string, target target, w *world) {
	t.Helper()
	client := m.clients[role]
	var body any
	if b := m.body(op, w); b != nil {
		body = b
	}
	headers := []string{}
	if target.etag != "" {
		headers = append(headers, "If-Match", target.etag)
	}
	before := m.acts(t)
	a := m.send(client, op, method, target.path, body, headers)
	after := m.acts(t)
	name := op + " as " + role + " on " + scope
	got := classify(a.Status)
	if want == "hidden" {
		// The list is answered, and shows nothing of the foreign scope.
		if a.Status != 200 || strings.Contains(string(a.Raw), w.ids["bloc"]) || strings.Contains(string(a.Raw), w.ids["term"]) {
			t.Errorf("%s: status %d, or a foreign record is shown", name, a.Status)
		}
		return
	}
	if got != want {
		t.Errorf("%s: status %d, want %s: %.300s", name, a.Status, want, a.Raw)
	}
	switch {
	case got != "allowed" && after != before:
		t.Errorf("%s: refused, yet %d acts were recorded", name, after-before)
	case got == "allowed" && method != "GET" && after != before+1:
		t.Errorf("%s: %d acts recorded for one write", name, after-before)
	}
}

// send sends a cell's request: as a form, where the operation takes a file.
func (m *matrix) send(c *apptest.Client, op, method, path string, body any, headers []string) *apptest.Answer {
	if op != "createAttachment" {
		return c.Do(method, path, body, headers...)
	}
	form := map[string]string{}
	for k, v := range body.(map[string]any) {
		form[k] = v.(string)
	}
	return c.Upload(path, form, "van-ban.pdf", "", []byte("%PDF-1.7\n"))
}

// ownerRights are what decides about attachments, here those of an award; the
// other kinds of owner are asked in package attachment.
var ownerRights = map[string]actor.Permission{
	"listAttachments": actor.AwardRead, "getAttachment": actor.AwardRead, "getAttachmentContent": actor.AwardRead,
	"createAttachment": actor.AwardWrite, "deleteAttachment": actor.AwardWrite,
}

func (m *matrix) acts(t *testing.T) (n int64) {
	t.Helper()
	if err := m.s.DB.Read(m.s.System()).Model(&audit.Event{}).Count(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func classify(status int) string {
	if status < 300 {
		return "allowed"
	}
	return fmt.Sprint(status)
}

// expect reads the policy table: what a role gets for a record of a scope.
func (m *matrix) expect(role, scope string, p actor.Permission, op, method string) string {
	switch {
	case p == actor.Public:
		return "allowed"
	case role == "anonymous":
		return "401"
	case p == actor.SignedIn:
		return "allowed"
	case role == "nobody":
		return "403"
	}
	if op == "search" { // finds what lists would show
		return m.expect(role, scope, actor.BlocRead, "listBlocs", method)
	}
	if op == "createToken" {
		return "allowed" // one's own, whatever else exists
	}
	reach := actor.Matrix()[p][actor.Role(role)]
	if reach == actor.Never {
		return "403"
	}
	if reach == actor.Anywhere || role == "admin" {
		return "allowed"
	}
	if isTopList(op) {
		if scope == "own" {
			return "allowed"
		}
		return "hidden"
	}
	if scope == "foreign" {
		if method == "POST" && makesUnderBody(op) {
			return m.foreignBody(op)
		}
		return "404"
	}
	return "allowed"
}

// foreignBody: a new record whose body names a foreign parent is refused for
// the reference; a new bloc for a foreign organizer is forbidden.
func (m *matrix) foreignBody(op string) string {
	if op == "createBloc" {
		return "403"
	}
	return "422"
}

var sessionOps = map[string]bool{"login": true, "refreshTokens": true, "setUp": true, "logout": true, "changePassword": true, "updateMe": true}

// asked are the parameters an operation cannot do without.
var asked = map[string]string{"getAnnualReport": "?format=json"}

func isList(op string) bool    { return strings.HasPrefix(op, "list") || op == "tallyAwards" }
func isTopList(op string) bool { return isList(op) && !nested[op] }

// nested lists hang below one record, which is found or not.
var nested = map[string]bool{
	"listUnitVersions": true, "listTermMembers": true, "listTermLeadership": true, "listTermDeadlines": true, "listTermTransitions": true,
	"listAgreementSignatures": true, "listAgreementAnnexes": true, "listAgreementTransitions": true, "listSignatureTransitions": true,
	"listAwardRecipients": true, "listDecisionTransitions": true,
}

func makesUnderBody(op string) bool {
	return slices.Contains([]string{"createBloc", "createTerm", "createEvent", "createAgreement", "createCommitment", "createDecision", "createAward", "createAttachment"}, op)
}

func TestPermissionTableIsDocumented(t *testing.T) {
	want := permissionTable()
	const file = "../../docs/permissions.md"
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the policy table says; run make generate", file)
	}
}

func permissionTable() string {
	var b strings.Builder
	b.WriteString("# Permissions\n\nGenerated from the policy table (`internal/actor`). *All*: any record. *In scope*: the blocs an organizer organises, one bloc, or the terms a unit belongs to, as granted. *Terms led*: the terms the unit is recorded as leading (a deputy's: deputising in). *Own acts*: what the user did, or made for themselves. A record out of reach is answered as if it did not exist. `attachment.*` opens the door only: each attachment is read by who may read the record it hangs on, and written by who may change it (`registry.write`, `bloc.write`, `term.write`, `event.write`, `agreement.write`, `award.write`).\n\nAn API token carries its user's rights within its scope: `read` calls GET only, `write` everything but what needs `user.manage`, `admin` that too. What writes with `public` or `signed_in`, and everything of `token.manage`, needs a session; so does, whatever the scope, setting a password (`createUser`, `updateUser`) and making or revoking a grant of `admin`.\n\n| permission |")
	for _, r := range actor.Roles() {
		b.WriteString(" " + string(r) + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(actor.Roles())) + "\n")
	table := actor.Matrix()
	for _, p := range slices.Sorted(maps.Keys(table)) {
		b.WriteString("| `" + string(p) + "` |")
		for _, r := range actor.Roles() {
			b.WriteString(" " + table[p][r].String() + " |")
		}
		b.WriteString("\n")
	}
	b.WriteString("\n## Operations\n\n| operation | permission |\n|---|---|\n")
	ops := actor.Operations()
	for _, op := range slices.Sorted(maps.Keys(ops)) {
		b.WriteString("| `" + op + "` | `" + string(ops[op]) + "` |\n")
	}
	return b.String()
}
