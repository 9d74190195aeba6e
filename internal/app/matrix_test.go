package app_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/app/apptest"
)

var update = flag.Bool("update", false, "write golden files anew")

// world is one bloc with everything that can hang on it, in a scope of its own.
type world struct {
	ids    map[string]string // entity → id
	leader *apptest.Client
}

// The matrix asks every operation, as every role, for a record of one's own
// scope and for a foreign one, and compares with what the policy table says.
// Targets are made anew for every cell that may succeed.
func TestPermissionMatrix(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		m := newMatrix(t, s)
		ops := slices.Sorted(maps.Keys(s.Server.Operations()))
		for _, op := range ops {
			t.Run(op, func(t *testing.T) { m.operation(t, op) })
		}
		t.Run("unlock", m.unlock)
		t.Run("recognise", m.recognise)
		t.Run("review", m.review("unit", actor.ScoreReview))
		t.Run("override", m.review("council", actor.ScoreOverride))
		t.Run("published", m.published)
		m.write(t, len(ops))
	})
}

type matrix struct {
	s            *apptest.Service
	spec         *huma.OpenAPI
	admin        *apptest.Client
	own, foreign *world
	clients      map[string]*apptest.Client
	spares       map[string]*apptest.Client // second users of the roles, whose sessions a cell may end
	n, year      int
	tallied
}

// roleNames are the columns of the matrix; "anonymous" has no token, "nobody"
// is signed in without a grant.
var roleNames = []string{"anonymous", "nobody", "admin", "council", "leader", "deputy", "clerk", "viewer", "auditor"}

func newMatrix(t *testing.T, s *apptest.Service) *matrix {
	m := &matrix{s: s, spec: app.Described().Spec(), admin: s.Admin(), clients: map[string]*apptest.Client{}, spares: map[string]*apptest.Client{}}
	m.own, m.foreign = m.build(t), m.build(t)
	m.enter()
	return m
}

// enter makes a user of every role in the own world.
func (m *matrix) enter() {
	for _, role := range roleNames {
		m.clients[role] = m.as(role)
	}
}

// as makes a user of a role in the own world and signs in.
func (m *matrix) as(role string) *apptest.Client {
	own := m.own.ids
	grant := func(r actor.Role, scope actor.Scope, id string) *apptest.Client {
		return m.s.As(apptest.Right{Role: r, Scope: scope, ID: id})
	}
	switch role {
	case "anonymous":
		return m.s.Nobody()
	case "admin":
		return m.s.Admin()
	case "council":
		return grant(actor.Council, actor.OfAuthority, own["organizer"])
	case "leader":
		return grant(actor.Leader, actor.OfUnit, own["leading_unit"])
	case "deputy":
		return grant(actor.Deputy, actor.OfUnit, own["deputy_unit"])
	case "clerk":
		return grant(actor.Clerk, actor.OfUnit, own["member_unit"])
	case "viewer":
		return grant(actor.Viewer, actor.OfBloc, own["bloc"])
	case "auditor":
		return grant(actor.Auditor, actor.OfBloc, own["bloc"])
	}
	return m.s.As() // nobody
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
	w.leader = m.s.As(apptest.Right{Role: actor.Leader, Scope: actor.OfUnit, ID: w.ids["leading_unit"]})
	post("agreement", "/agreements", map[string]any{"term_id": w.ids["term"], "title": "Giao ước " + tag, "basis": "reported", "status": "in_force"})
	post("decision", "/decisions", map[string]any{"bloc_id": w.ids["bloc"], "kind": "award", "authority_id": w.ids["organizer"], "number": tag, "summary": "Quyết định khen thưởng " + tag})
	post("award", "/awards", map[string]any{"bloc_id": w.ids["bloc"], "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 900, "period": "2026"})
	return w
}

// operation runs the cells of one operation.
func (m *matrix) operation(t *testing.T, op string) {
	method, path, _ := strings.Cut(m.s.Server.Operations()[op], " ")
	path = strings.TrimPrefix(path, "/api/v1") + m.form(op)
	permission := m.permission(op)
	if sessionOps[op] {
		m.sessions(t, op, method, path)
		return
	}
	for _, scope := range []string{"own", "foreign"} {
		w := m.own
		if scope == "foreign" {
			w = m.foreign
		}
		refused := m.standing(w, path) // unchanged by refusals
		for _, role := range roleNames {
			p := permission
			if (strings.HasSuffix(op, "Rating") || op == "saveScores") && scope == "foreign" && role != "admin" { // who may rate or score somewhere is told that it is not there
				p = actor.Operations()[op]
			}
			want := m.expect(role, scope, p, op, method)
			target := refused
			switch {
			case permission == actor.TokenManage || permission == actor.ReportJob:
				target = m.ownRecord(t, role, want, op, path, refused, w)
			case want == "allowed" && method != "GET":
				target = m.fresh(t, w, op, path)
			}
			m.cell(t, cell{op, method, path, role, scope, want, target}, m.body(op, w), w)
		}
	}
	m.logged(t)
}

// unlock runs the cells of opening a locked term, which has a permission of its own.
func (m *matrix) unlock(t *testing.T) {
	const path = "/terms/{id}/transitions"
	for _, scope := range []string{"own", "foreign"} {
		w := m.own
		if scope == "foreign" {
			w = m.foreign
		}
		refused := m.locked(w)
		for _, role := range roleNames {
			want, locked := m.expect(role, scope, actor.TermUnlock, "transitionTerm", "POST"), refused
			switch {
			case want == "allowed":
				locked = m.locked(w)
			case scope == "foreign" && actor.Matrix()[actor.TermWrite][actor.Role(role)] != actor.Never:
				want = "404" // may take other steps of terms, but not see this one
			}
			on := m.at(path, "terms", locked)
			m.cell(t, cell{"transitionTerm", "POST", path, role, scope, want, on}, map[string]any{"to": "concluded", "reason": "sửa sổ"}, w)
		}
	}
	m.logged(t)
}

// recognise runs the cells of ratings that an authority recognised, which are for
// other roles than a unit's of itself.
func (m *matrix) recognise(t *testing.T) {
	for _, scope := range []string{"own", "foreign"} {
		w := m.own
		if scope == "foreign" {
			w = m.foreign
		}
		for _, role := range roleNames {
			body := m.body("createRating", w)
			body["standing"] = "recognised"
			p := actor.AwardWrite
			if scope == "foreign" {
				p = actor.RatingWrite
			}
			m.cell(t, cell{"createRating", "POST", "/ratings", role, scope, m.expect(role, scope, p, "createRating", "POST"), target{path: "/ratings"}}, body, w)
		}
	}
	m.logged(t)
}

// review runs the cells of what a review finds, which is for other roles than what a
// unit says of itself, and of what the council alone gives.
func (m *matrix) review(by string, p actor.Permission) func(*testing.T) {
	return func(t *testing.T) {
		for _, scope := range []string{"own", "foreign"} {
			w := m.own
			if scope == "foreign" {
				w = m.foreign
			}
			term, criterion := m.scored(w, by)
			w.leader.Post("/score-sheets", map[string]any{"term_id": term, "unit_id": w.ids["member_unit"], "status": "submitted"}).Must(201)
			for _, role := range roleNames {
				body := m.scores(w, term, criterion)
				body["stage"] = "verified"
				asked := p
				if scope == "foreign" {
					asked = actor.ScoreWrite
				}
				m.cell(t, cell{"saveScores", "POST", "/scores/cells", role, scope, m.expect(role, scope, asked, "saveScores", "POST"), target{path: "/scores/cells"}}, body, w)
			}
		}
		m.logged(t)
	}
}

// published runs the cells of a ranking that everybody of its scope may read, in a term
// that none of them leads.
func (m *matrix) published(t *testing.T) {
	for _, scope := range []string{"own", "foreign"} {
		w := m.own
		if scope == "foreign" {
			w = m.foreign
		}
		term := m.make(w, "bare-terms")
		for _, u := range []string{"leading_unit", "deputy_unit", "member_unit"} {
			m.admin.Post("/terms/"+term+"/members", map[string]any{"unit_id": w.ids[u]}).Must(201)
		}
		rows := []any{map[string]any{"unit_id": w.ids["member_unit"], "rank": 1}}
		council := m.s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: w.ids["organizer"]})
		id := council.Post("/rankings", map[string]any{"term_id": term, "origin": "stated", "status": "published", "rows": rows}).Must(201).ID()
		for _, role := range roleNames {
			m.cell(t, cell{"getRanking", "GET", "/rankings/{id}", role, scope, m.expect(role, scope, actor.PublishedRead, "getRanking", "GET"), m.at("/rankings/{id}", "rankings", id)}, nil, w)
		}
	}
	m.logged(t)
}

// locked makes a term and takes it to its end.
func (m *matrix) locked(w *world) string {
	id := m.make(w, "terms")
	for _, to := range []string{"signing", "in_force", "reviewing", "concluded", "locked"} {
		body := map[string]any{"to": to}
		if to == "concluded" {
			body["without_ranking"] = true
		}
		m.admin.Do("POST", "/terms/"+id+"/transitions", body, "If-Match", m.admin.ETag("/terms/"+id)).Must(200)
	}
	return id
}

// permission is what decides about an operation's cells.
func (m *matrix) permission(op string) actor.Permission {
	if p, ok := ownerRights[op]; ok {
		return p
	}
	return actor.Operations()[op]
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

// ownerRights are what decides about attachments, here those of an award, and about
// ratings and scores, here a unit's of itself; the other kinds of owner are asked in
// package attachment, recognised ratings and verified scores in cells of their own.
var ownerRights = map[string]actor.Permission{
	"listAttachments": actor.AwardRead, "getAttachment": actor.AwardRead, "getAttachmentContent": actor.AwardRead,
	"createAttachment": actor.AwardWrite, "deleteAttachment": actor.AwardWrite,
	"createRating": actor.ProgressWrite, "updateRating": actor.ProgressWrite, "deleteRating": actor.ProgressWrite,
	"saveScores": actor.ScoreSelf,
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
	if op == "createToken" || op == "createCalendarFeed" || op == "createReportJob" && scope == "own" {
		return "allowed" // one's own, whatever else exists
	}
	reach := actor.Matrix()[p][actor.Role(role)]
	if early(p, role) {
		if isTopList(op) { // of what is not published it shows nothing
			return map[string]string{"own": "allowed", "foreign": "hidden"}[scope]
		}
		return "404"
	}
	if reach == actor.Never {
		return "403"
	}
	if reach == actor.Anywhere || role == "admin" {
		return "allowed"
	}
	if op == "getAuditEvent" && reach == actor.Self {
		return "404" // the administrator's act
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

// early holds for a role that reads something only once it is published.
func early(p actor.Permission, role string) bool {
	return actor.Matrix()[p][actor.Role(role)] == actor.Never && actor.Matrix()[p.WhenPublished()][actor.Role(role)] != actor.Never
}

// foreignBody: a new record whose body names a foreign parent is refused for
// the reference; a new bloc for a foreign organizer is forbidden.
func (m *matrix) foreignBody(op string) string {
	if op == "createBloc" {
		return "403"
	}
	return "422"
}

// sessionOps open or end sessions, or are about one's own account.
var sessionOps = map[string]bool{"login": true, "refreshTokens": true, "setUp": true, "logout": true, "changePassword": true, "updateMe": true}

// formats are the forms an operation makes one choose from; none: it makes no files.
func (m *matrix) formats(op string) (out []string) {
	method, path, _ := strings.Cut(m.s.Server.Operations()[op], " ")
	if method != "GET" {
		return nil
	}
	for _, p := range m.spec.Paths[path].Get.Parameters {
		if p.Name == "format" && p.Required {
			for _, name := range p.Schema.Enum {
				out = append(out, name.(string))
			}
		}
	}
	return out
}

// form is the choice of a form for programs, where an operation wants one.
func (m *matrix) form(op string) string {
	if slices.Contains(m.formats(op), "json") {
		return "?format=json"
	}
	return ""
}

func isList(op string) bool    { return strings.HasPrefix(op, "list") || op == "tallyAwards" }
func isTopList(op string) bool { return isList(op) && !nested[op] }

// nested lists hang below one record, which is found or not.
var nested = map[string]bool{
	"listUnitVersions": true, "listTermMembers": true, "listTermLeadership": true, "listTermDeadlines": true, "listTermTransitions": true,
	"listRegistrationTransitions": true, "listAgreementSignatures": true, "listAgreementAnnexes": true, "listAgreementTransitions": true, "listSignatureTransitions": true,
	"listAwardRecipients": true, "listDecisionTransitions": true, "listIssuedReportTransitions": true, "listPeriodClosingTransitions": true, "listModelTransitions": true, "listScoreTableTransitions": true, "listScoreSheetTransitions": true, "listVoteTransitions": true, "listRankingTransitions": true,
}

func makesUnderBody(op string) bool {
	return slices.Contains([]string{"createBloc", "createTerm", "createEvent", "createAgreement", "createCommitment", "createCommitments", "createMovementCommitment", "createRegistration", "createModel", "createScoreTable", "createScoreSheet", "saveScores", "createVote", "createRanking", "createRating", "createMembers", "transitionSignatures", "createDecision", "createAward", "createAttachment", "createReportWording", "createIssuedReport", "createReportJob", "createProgressEntry", "saveProgressEntries", "createPeriodClosing"}, op)
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
	b.WriteString("# Permissions\n\nGenerated from the policy table (`internal/actor`). *All*: any record. *In scope*: the blocs an organizer organises, one bloc, or the terms a unit belongs to, as granted. *Terms led*: the terms the unit is recorded as leading (a deputy's: deputising in); of awards those that stand in the annual report of such a term while it is not locked, of a bloc's decisions those issued in it or the year after. What a linked authority decided is annulled and restored by the council or an admin only. *Own unit*: its own rows; under an agreement that is signed or in force who leads the term or an admin annuls signatures, and they alone await a further row of a unit that has one. *Own acts*: what the user did, or made for themselves. A record out of reach is answered as if it did not exist. `attachment.*` opens the door only: each attachment is read by who may read the record it hangs on, and written by who may change it (`registry.write`, `bloc.write`, `term.write`, `event.write`, `agreement.write`, `award.write`).\n\nAn API token carries its user's rights within its scope: `read` calls GET only, `write` everything but what needs `user.manage`, `admin` that too. What writes with `public` or `signed_in`, and everything of `token.manage`, needs a session; so does, whatever the scope, setting a password (`createUser`, `updateUser`) and making or revoking a grant of `admin`.\n\n| permission |")
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
