package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
)

// Sizes of the loaded books: 60 000 commitments in 300 blocs over 5 years.
const (
	plannedBlocs = 300
	plannedYears = 5
	perAgreement = 40
	perReport    = 25 // statements
)

// Lists answer from indexes on a loaded and analysed database, in one data
// statement whatever the page.
func TestPlansAndStatementCounts(t *testing.T) {
	if testing.Short() {
		t.Skip("loads 60 000 rows")
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		ids := loadBooks(t, s)
		bloc, term, agreement, unit := ids.bloc, ids.term, ids.agreement, ids.unit
		admin := s.Admin()
		clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: unit})
		council := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfBloc, ID: bloc})
		for _, q := range []struct {
			who  *apptest.Client
			path string
		}{
			{admin, "/commitments?bloc_id=" + bloc + "&year=2024&measure=qualitative"},
			{admin, "/commitments?agreement_id=" + agreement},
			{admin, "/commitments"},
			{clerk, "/commitments?term_id=" + term},
			{council, "/commitments?bloc_id=" + bloc},
			{admin, "/signatures?term_id=" + term + "&status=pending,absent"},
			{clerk, "/signatures?term_id=" + term},
			{admin, "/signatures?person_id=" + unit},
			{clerk, "/units?parent_id=" + unit},
			{clerk, "/events?purpose=signing"},
			{admin, "/awards?has_unlinked=true&bloc_id=" + bloc},
			{admin, "/agreements?bloc_id=" + bloc},
			{admin, "/awards?bloc_id=" + bloc + "&year=2024"},
			{admin, "/awards"},
			{admin, "/awards/tally?bloc_id=" + bloc},
			{admin, "/progress-entries"},
			{admin, "/progress-entries?bloc_id=" + bloc},
			{admin, "/progress-entries?commitment_id=" + ids.commitment},
			{clerk, "/progress-entries?term_id=" + term},
			{council, "/progress-entries?unit_id=" + unit},
			{admin, "/registrations"},
			{admin, "/registrations?bloc_id=" + bloc + "&status=submitted"},
			{clerk, "/registrations?unit_id=" + unit},
			{admin, "/ratings"},
			{admin, "/ratings?bloc_id=" + bloc + "&year=2024"},
			{clerk, "/ratings?unit_id=" + unit},
			{admin, "/models"},
			{council, "/models?bloc_id=" + bloc},
			{clerk, "/models?unit_id=" + unit},
			{admin, "/score-tables"},
			{council, "/score-tables?bloc_id=" + bloc},
			{clerk, "/score-tables?term_id=" + term},
			{admin, "/score-sheets"},
			{clerk, "/score-sheets?term_id=" + term},
			{admin, "/votes"},
			{council, "/votes?bloc_id=" + bloc},
			{clerk, "/votes?term_id=" + term},
			{admin, "/rankings"},
			{council, "/rankings?bloc_id=" + bloc},
			{clerk, "/rankings?term_id=" + term},
			{admin, "/deadlines"},
			{clerk, "/deadlines?term_id=" + term},
			{admin, "/members?term_id=" + term},
			{clerk, "/members?unit_id=" + unit},
			{admin, "/terms?bloc_id=" + bloc},
			{admin, "/terms?unit_id=" + unit},
			{admin, "/units"},
			{admin, "/units?sort=-name"},
			{clerk, "/units?bloc_id=" + bloc},
			{admin, "/blocs"},
			{admin, "/audit-events"},
			{clerk, "/audit-events"},
			{admin, "/attachments"},
			{admin, "/attachments?bloc_id=" + bloc},
			{admin, "/attachments?term_id=" + term + "&sort=name"},
			{admin, "/attachments?owner_kind=agreement&owner_id=" + agreement},
			{clerk, "/attachments"},
			{clerk, "/attachments?bloc_id=" + bloc},
			{council, "/attachments?term_id=" + term},
			{council, "/audit-events"},
			{admin, "/successions"},
			{clerk, "/successions?unit_id=" + unit},
			{admin, "/audit-events?at_gte=2026-01-01T00:00:00Z"},
		} {
			path := q.path
			if !strings.Contains(path, "tally") {
				path += sep(path) + "limit=20"
			}
			sql := onlyData(s.Statements(func() { q.who.Get(path).Must(200) }))
			if len(sql) != 1 {
				t.Errorf("%s: %d statements, want 1:\n%s", q.path, len(sql), strings.Join(sql, "\n"))
			}
			for _, stmt := range sql {
				if plan, bad := s.ReadsWhole(stmt); bad != "" {
					t.Errorf("%s reads all of %s:\n%s\n%s", q.path, bad, stmt, plan)
				}
			}
		}
		// A report asks each table once, of books of any length.
		m, reports := &matrix{s: s, spec: app.Described().Spec()}, 0
		for op, at := range s.Server.Operations() {
			if len(m.formats(op)) == 0 || op == "getIssuedReportFile" { // which reads the one row that was kept
				continue
			}
			reports++
			_, path, _ := strings.Cut(strings.Replace(at, "/api/v1", "", 1), " ")
			id := map[string]string{"blocs": bloc, "terms": term, "agreements": agreement, "units": unit, "decisions": ids.decision, "registrations": ids.registration, "score-tables": ids.table, "votes": ids.vote, "rankings": ids.ranking}[collection(path)]
			path = strings.Replace(path, "{id}", id, 1) + "?format=json"
			sql := onlyData(s.Statements(func() { admin.Get(path).Must(200) }))
			if len(sql) > perReport {
				t.Errorf("%s: %d statements, want %d at most:\n%s", op, len(sql), perReport, strings.Join(sql, "\n"))
			}
			for _, stmt := range sql { // agreements, joined by their id, are like units
				if plan, bad := s.ReadsWhole(stmt, "commitments", "signatures", "members", "awards", "attachments", "progress_entries", "registrations", "vote_items", "ranking_rows"); bad != "" {
					t.Errorf("%s reads all of %s:\n%s\n%s", op, bad, stmt, plan)
				}
			}
		}
		if reports < 5 {
			t.Errorf("only %d reports", reports)
		}
	})
}

func sep(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}

// onlyData leaves out the one statement that reads the caller's rights.
func onlyData(statements []string) []string {
	var out []string
	for _, s := range statements {
		if !strings.Contains(s, "session_live") {
			out = append(out, s)
		}
	}
	return out
}

// books are ids of one bloc's things.
type books struct {
	bloc, term, agreement, commitment, unit, decision, registration, table, vote, ranking string
}

// loadBooks fills the database fast.
func loadBooks(t *testing.T, s *apptest.Service) (ids books) {
	t.Helper()
	l := loader{t: t, now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	for b := range plannedBlocs {
		id := l.bloc(b)
		for y := range plannedYears {
			of := l.term(id, 2022+y, b)
			if b == 7 && y == 2 {
				ids = of
			}
		}
	}
	l.acts(s, ids.bloc)
	l.flush(s)
	if err := s.DB.InTx(s.System(), func(tx *gorm.DB) error { return tx.Exec("ANALYZE").Error }); err != nil {
		t.Fatal(err)
	}
	return ids
}

type loader struct {
	t     *testing.T
	now   time.Time
	units []string
	rows  map[string][]map[string]any
	order []string
}

func (l *loader) add(table string, row map[string]any) {
	for k, v := range map[string]any{"version": 1, "created_at": l.now, "updated_at": l.now, "created_by": "test", "sources": "[]", "basis": "{}"} {
		if (table == "attachments" || table == "score_sheets") && (k == "sources" || k == "basis") {
			continue
		}
		row[k] = v
	}
	l.put(table, row)
}

// put adds a row as it is.
func (l *loader) put(table string, row map[string]any) {
	if l.rows == nil {
		l.rows = map[string][]map[string]any{}
	}
	if _, known := l.rows[table]; !known {
		l.order = append(l.order, table)
	}
	l.rows[table] = append(l.rows[table], row)
}

// acts fills the record of acts; nothing here verifies its chain.
func (l *loader) acts(s *apptest.Service, bloc string) {
	var events []audit.Event
	for i := range 4000 {
		events = append(events, audit.Event{ID: db.NewID(), Chain: "test", Seq: int64(i + 1), BlocID: &bloc, Changes: "[]"})
	}
	if err := s.DB.InTx(s.System(), func(tx *gorm.DB) error { return tx.CreateInBatches(events, 400).Error }); err != nil {
		l.t.Fatal(err)
	}
}

func (l *loader) flush(s *apptest.Service) {
	for _, table := range l.order {
		for chunk := range slices.Chunk(l.rows[table], 4000) {
			if err := s.DB.InTx(s.System(), func(tx *gorm.DB) error { return tx.Table(table).CreateInBatches(chunk, 400).Error }); err != nil {
				l.t.Fatalf("%s: %v", table, err)
			}
		}
	}
}

func (l *loader) bloc(n int) string {
	id := db.NewID()
	name := fmt.Sprintf("Khối thi đua số %d", n)
	l.add("blocs", map[string]any{"id": id, "kind": "bloc", "name": name, "names": "[]", "name_sort": fmt.Sprintf("%08d", n), "search_text": "khoi thi dua so", "provinces": "[]"})
	l.units = nil
	for u := range 5 {
		uid := db.NewID()
		un := fmt.Sprintf("Đơn vị %d khối %d", u, n)
		l.add("units", map[string]any{"id": uid, "name": un, "name_sort": fmt.Sprintf("%08d", n*10+u), "search_text": "don vi", "aliases": "[]"})
		l.add("unit_versions", map[string]any{"id": db.NewID(), "unit_id": uid, "name": un, "name_key": un})
		l.units = append(l.units, uid)
	}
	return id
}

func (l *loader) term(bloc string, year, n int) books {
	term, agreement, decision := db.NewID(), db.NewID(), db.NewID()
	ids := books{bloc: bloc, term: term, agreement: agreement, unit: l.units[0], decision: decision}
	l.add("terms", map[string]any{
		"id": term, "bloc_id": bloc, "period_kind": "calendar_year", "period_label": fmt.Sprint(year), "period_starts_on": fmt.Sprintf("%d-01-01", year),
		"period_ends_on": fmt.Sprintf("%d-12-31", year), "listing_year": year, "deputies_state": "unknown", "members_state": "listed", "without_ranking": false,
	})
	l.add("agreements", map[string]any{"id": agreement, "term_id": term, "bloc_id": bloc, "title": "Giao ước", "legal_bases": "[]", "basis_of_text": "reported", "status": "in_force", "search_text": "giao uoc"})
	for i, u := range l.units {
		l.add("members", map[string]any{"id": db.NewID(), "term_id": term, "bloc_id": bloc, "unit_id": u, "position": i + 1})
		l.add("signatures", map[string]any{"id": db.NewID(), "agreement_id": agreement, "term_id": term, "bloc_id": bloc, "position": i + 1, "unit_id": u, "status": []string{"signed", "pending"}[i%2]})
	}
	for i := range 3 {
		l.add("attachments", map[string]any{
			"id": db.NewID(), "of_agreement_id": agreement, "name": fmt.Sprintf("%d.pdf", i), "name_sort": fmt.Sprint(i), "search_text": "pdf",
			"media_type": "application/pdf", "size": 1000, "sha256": "", "storage_key": db.NewID(),
		})
	}
	for i := range perAgreement {
		ids.commitment = db.NewID()
		l.add("commitments", map[string]any{
			"id": ids.commitment, "agreement_id": agreement, "term_id": term, "bloc_id": bloc, "position": i + 1, "text": "Nội dung", "search_text": "noi dung",
			"scope": "common", "measure": []string{"qualitative", "percent"}[i%2], "legal_basis": "[]", "targets": "[]",
		})
	}
	l.add("decisions", map[string]any{"id": decision, "bloc_id": bloc, "kind": "award", "search_text": "", "status": "draft"})
	for i := range 3 {
		l.add("awards", map[string]any{
			"id": db.NewID(), "decision_id": decision, "bloc_id": bloc, "bloc_state": "one", "type_as_written": []string{"cờ thi đua", "bằng khen", "giấy khen"}[i], "recipient_kind": "collective", "count": i + 1, "named": 0,
			"period_kind": "calendar_year", "period_label": fmt.Sprint(year), "period_starts_on": fmt.Sprintf("%d-01-01", year), "period_ends_on": fmt.Sprintf("%d-12-31", year),
			"listing_year": year, "status": "in_force", "search_text": "",
		})
	}
	ids.registration = l.yearly(&ids, year)
	return ids
}

// yearly adds what the units of a term write in the course of it, and returns the
// first registration.
func (l *loader) yearly(of *books, year int) (registration string) {
	within := func(row map[string]any) map[string]any {
		row["id"], row["term_id"], row["bloc_id"] = db.NewID(), of.term, of.bloc
		return row
	}
	model := within(map[string]any{"title": "Mô hình", "status": "piloting", "search_text": "mo hinh"})
	l.add("models", model)
	table := within(map[string]any{"edition": 1, "title": "Bảng điểm", "status": "applied", "mode": "points", "rounding_step": 1, "rounding_mode": "half_up", "tie_breaks": "[]", "classes": "[]", "search_text": "bang diem"})
	l.add("score_tables", table)
	vote := within(map[string]any{"title": "Bỏ phiếu", "status": "closed", "round": 1, "threshold_over": false, "base": "eligible", "items_state": "listed", "search_text": "bo phieu"})
	l.add("votes", vote)
	ranking := within(map[string]any{"edition": 1, "status": []string{"published", "draft"}[year%2], "origin": "stated", "facts": "[]"})
	l.add("rankings", ranking)
	of.table, of.vote, of.ranking = table["id"].(string), vote["id"].(string), ranking["id"].(string)
	for i, u := range l.units {
		r := within(map[string]any{"unit_id": u, "status": []string{"submitted", "draft"}[i%2], "status_since": l.now, "reopened": "[]", "recorded_by": "unit", "search_text": ""})
		l.add("registrations", r)
		l.add("ratings", within(map[string]any{"unit_id": u, "standing": "self", "level": "good", "circumstances": "[]"}))
		l.put("vote_items", within(map[string]any{"vote_id": of.vote, "position": i + 1, "unit_id": u, "yes": i}))
		l.put("ranking_rows", within(map[string]any{"ranking_id": of.ranking, "position": i + 1, "unit_id": u, "unit_name": "Đơn vị", "place": i + 1, "tied": false, "broken_by": "null", "left_out": false, "marks": "[]"}))
		l.add("score_sheets", within(map[string]any{"table_id": of.table, "unit_id": u, "status": "final", "status_since": l.now}))
		l.put("model_units", map[string]any{"model_id": model["id"], "position": i + 1, "part": "pilot", "unit_id": u})
		for q := range 2 {
			label := fmt.Sprintf("%d-Q%d", year, q+1)
			l.add("progress_entries", within(map[string]any{
				"commitment_id": of.commitment, "scope": "unit", "unit_id": u, "period_kind": "quarter", "period_label": label,
				"period_starts_on": label, "period_ends_on": label, "level": "good", "evidence": "[]",
			}))
		}
		if registration == "" {
			registration = r["id"].(string)
		}
	}
	l.add("deadlines", within(map[string]any{"kind": "progress_report", "due_on": fmt.Sprintf("%d-06-15", year)}))
	return registration
}
