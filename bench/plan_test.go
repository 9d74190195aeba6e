package bench_test

import (
	"strings"
	"testing"

	"giaouoc/bench/books"
	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
)

// plans fails where a hot question reads a large table whole, or takes more
// statements than it has parts.
func (p *pair) plans(t *testing.T) {
	t.Helper()
	cursor, _ := p.deep(t)
	large := []string{"commitments", "search_entries", "signatures"}
	if p.size >= books.L { // below, a few hundred agreements and awards may well be read whole
		large = append(large, "agreements", "awards", "members")
	}
	p.service.Stop()
	o := db.Options{URL: p.books.URL}
	if o.URL == "" {
		o.Path = p.books.DataFile()
	}
	s := apptest.New(t, o, "GIAOUOC_TOKEN_KEY="+tokenKey)
	council := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: books.Organizer()})
	clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: books.Unit(0, 3)})
	for _, q := range []struct {
		as    *apptest.Client
		path  string
		parts int
	}{
		{council, "/commitments?bloc_id=" + books.Bloc(0) + "&year=2024&agreement_status=in_force", 1},
		{clerk, "/commitments?year=2024", 1},
		{council, "/commitments", 1},
		{council, "/commitments?cursor=" + cursor, 1},
		{council, "/agreements/" + books.Agreement(0, 2024) + "/whole", 5},
		{clerk, "/agreements/" + books.Agreement(0, 2024) + "/whole", 5},
		{council, "/awards/tally?bloc_id=" + books.Bloc(0), 1},
		{council, "/search?types=commitment&limit=50&q=thu+tuc+hanh+chinh", 6},
		{council, "/search?types=commitment&limit=50&q=covid", 6},
		{clerk, "/search?types=commitment&limit=50&q=thu+tuc+hanh+chinh", 7},
		{council, "/signatures?term_id=" + books.Term(0, 2024) + "&status=pending,absent", 1},
		{clerk, "/members?unit_id=" + books.Unit(0, 3), 1},
	} {
		var sent []string
		for _, stmt := range s.Statements(func() { q.as.Get(q.path).Must(200) }) {
			if !strings.Contains(stmt, "session_live") { // who asks
				sent = append(sent, stmt)
			}
		}
		if len(sent) > q.parts {
			t.Errorf("%s: %d statements, expected at most %d:\n%s", q.path, len(sent), q.parts, strings.Join(sent, "\n"))
		}
		for _, stmt := range sent {
			if plan, whole := s.ReadsWhole(stmt, large...); whole != "" {
				t.Errorf("%s reads all of %s:\n%s\n%s", q.path, whole, stmt, plan)
			}
		}
	}
}
