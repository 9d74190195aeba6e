package apptest

import (
	"fmt"
	"regexp"
	"strings"

	"giaouoc/internal/db"
)

// large are the tables no list may read whole. Models are few, and units are joined by their id; at
// this size reading all 1 500 can be the better plan.
var large = []string{"commitments", "signatures", "members", "awards", "agreements", "audit_events", "attachments", "search_entries", "progress_entries", "registrations", "ratings"}

var aliased = regexp.MustCompile(`(?i)\b(?:FROM|JOIN)\s+"?([a-z_]+)"?\s+(?:AS\s+)?"?([a-z]+)"?\b`)

// ReadsWhole reads a statement's plan and names the table it reads whole, of those
// that are large; "" for none. Without any named, all that grow with the years are.
func (s *Service) ReadsWhole(stmt string, tables ...string) (plan, table string) {
	s.t.Helper()
	if len(tables) == 0 {
		tables = large
	}
	explain := "EXPLAIN "
	if s.DB.Engine() == db.SQLite {
		explain = "EXPLAIN QUERY PLAN "
	}
	rows, err := s.DB.Read(s.System()).Raw(explain + stmt).Rows()
	if err != nil {
		s.t.Fatalf("%v: %s", err, stmt)
	}
	defer rows.Close()
	cols, _ := rows.Columns()
	for rows.Next() {
		cells := make([]any, len(cols))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			s.t.Fatal(err)
		}
		plan += fmt.Sprintln(*cells[len(cells)-1].(*any))
	}
	names := map[string]string{}
	for _, m := range aliased.FindAllStringSubmatch(stmt, -1) {
		names[m[2]] = m[1]
	}
	for _, line := range strings.Split(plan, "\n") {
		for _, l := range tables {
			if strings.Contains(line, "Seq Scan on "+l+" ") {
				return plan, l
			}
			for alias, name := range names {
				if name == l && strings.TrimSpace(line) == "SCAN "+alias {
					return plan, l
				}
			}
			if strings.TrimSpace(line) == "SCAN "+l {
				return plan, l
			}
		}
	}
	return plan, ""
}
