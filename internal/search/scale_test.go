package search_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/viet"
)

// scaleVariable sets how many commitments the books have: a million in the long
// check (make search-scale), fewer in the daily run.
const scaleVariable = "GIAOUOC_TEST_SCALE"

func scale(t *testing.T) int {
	v := os.Getenv(scaleVariable)
	if v == "" {
		return 10_000
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		t.Fatalf("%s=%q is no number", scaleVariable, v)
	}
	return n
}

// syllables of office prose, the frequent ones first.
var syllables = strings.Fields(`thực hiện công tác thi đua khen thưởng của tỉnh đảng ủy ban cán bộ chức viên nhiệm vụ xây dựng tổ
	nâng cao chất lượng quả hoạt động phong trào yêu nước học tập làm theo tư tưởng đạo phong cách Hồ Chí Minh cải hành chính chuyển đổi số
	kiểm tra giám sát tuyên truyền vận nhân dân tộc tôn giáo an ninh trật quốc phòng kinh tế xã hội văn hóa thể thao du lịch giáo dục y
	nông nghiệp thôn mới môi trường rừng cây xanh nước sạch giao thông thủy lợi doanh thuế ngân sách đầu tư hạ tầng khu cụm làng nghề thanh niên phụ nữ`)

// Every search at scale asks the index, on both engines, and a few statements
// answer it whatever the size. The time of each is logged.
func TestSearchAtScale(t *testing.T) {
	n := scale(t)
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		l := loader{t: t, s: s, random: rand.New(rand.NewPCG(1, 2))}
		l.load(n)
		clients := map[string]*apptest.Client{
			"admin":   s.Admin(),
			"clerk":   s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: l.units[len(l.units)/2]}),
			"council": s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: l.organizer}),
		}
		for _, q := range []string{
			"thi đua", "khen thuong", "thực hiện công tác", "đua thi", // frequent, and never in a row
			"covid", "so hieu 77", "kế hoạch riêng", "không có đâu", // rare and missing
			"uy ban kiem tra", "don vi 77 covid", "th", "công tác ki", "y te", // names, unit with text, unfinished
		} {
			for _, who := range []string{"admin", "clerk", "council"} {
				begin := time.Now()
				sql := s.Statements(func() { clients[who].Get("/search?limit=50&q=" + url.QueryEscape(q)).Must(200) })
				took := time.Since(begin)
				sql = slices.DeleteFunc(sql, func(q string) bool { return strings.Contains(q, "session_live") })
				t.Logf("%s %-8s %-22s %5d ms %d statements", s.DB.Engine(), who, q, took.Milliseconds(), len(sql))
				if len(sql) > 10 {
					t.Errorf("%s as %s: %d statements", q, who, len(sql))
				}
				for _, stmt := range sql {
					if plan := explain(t, s, stmt); !usesIndex(plan) {
						t.Errorf("%s as %s does not ask the index:\n%s\n%s", q, who, stmt, plan)
					}
				}
			}
		}
	})
}

// usesIndex holds when no table of many rows is read whole.
func usesIndex(plan string) bool {
	for _, line := range strings.Split(plan, "\n") {
		line = strings.TrimSpace(line)
		for _, table := range []string{"commitments", "search_entries"} {
			if strings.Contains(line, "Seq Scan on "+table) || line == "SCAN "+table {
				return false
			}
		}
		// Under their aliases on SQLite: commitments, entries, records joined to hits.
		if what, scan := strings.CutPrefix(line, "SCAN "); scan && slices.Contains([]string{"c", "e", "r"}, strings.Fields(what)[0]) {
			return false
		}
	}
	return true
}

// explain reads a statement's plan. At a small scale PostgreSQL may rightly read
// all of a table; there it is asked whether it can do without.
func explain(t *testing.T, s *apptest.Service, stmt string) string {
	t.Helper()
	var plan []string
	err := s.DB.View(s.System(), func(tx *gorm.DB) error {
		prefix, column := "EXPLAIN ", "QUERY PLAN"
		if s.DB.Engine() == db.SQLite {
			prefix, column = "EXPLAIN QUERY PLAN ", "detail"
		} else if scale(t) < 500_000 {
			if err := tx.Exec("SET LOCAL enable_seqscan = off").Error; err != nil {
				return err
			}
		}
		var rows []map[string]any
		if err := tx.Raw(prefix + stmt).Scan(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			plan = append(plan, fmt.Sprint(r[column]))
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%v: %s", err, stmt)
	}
	return strings.Join(plan, "\n")
}

// loader fills the books fast: ten units a bloc, ten years, 200 commitments an
// agreement, as the workloads have it.
type loader struct {
	t         *testing.T
	s         *apptest.Service
	random    *rand.Rand
	units     []string
	organizer string
	rows      map[string][]map[string]any
}

func (l *loader) load(commitments int) {
	l.rows = map[string][]map[string]any{}
	l.organizer = l.add("authorities", map[string]any{"name": "Hội đồng", "name_sort": "0", "search_text": "hoi dong"})
	for bloc := 0; commitments > 0; bloc++ {
		id := l.bloc(bloc)
		for year := 2016; year < 2026 && commitments > 0; year++ {
			l.agreement(id, year, min(commitments, 200))
			commitments -= 200
		}
		if bloc%10 == 9 {
			l.flush()
		}
	}
	l.flush()
	if err := l.s.DB.InTx(l.s.System(), func(tx *gorm.DB) error { return tx.Exec("ANALYZE").Error }); err != nil {
		l.t.Log(err) // the time of a write may be too short for it at full scale
	}
}

func (l *loader) add(table string, row map[string]any) string {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	id := db.NewID()
	for k, v := range map[string]any{"id": id, "version": 1, "created_at": now, "updated_at": now, "created_by": "test", "sources": "[]", "basis": "{}"} {
		row[k] = v
	}
	l.rows[table] = append(l.rows[table], row)
	return id
}

func (l *loader) flush() {
	for _, table := range []string{"authorities", "units", "blocs", "terms", "members", "agreements", "commitments"} {
		for chunk := range slices.Chunk(l.rows[table], 1000) {
			var err error
			for range 20 { // a busy machine may run out of a write's time
				err = l.s.DB.InTx(l.s.System(), func(tx *gorm.DB) error { return tx.Table(table).CreateInBatches(chunk, 500).Error })
				if err == nil || fault.From(err).Kind != fault.Unavailable {
					break
				}
				for _, row := range chunk {
					delete(row, "@id") // gorm leaves the row's number in the map
				}
			}
			if err != nil {
				l.t.Fatalf("%s: %v", table, err)
			}
		}
		delete(l.rows, table)
	}
}

func (l *loader) bloc(n int) string {
	name := fmt.Sprintf("Khối thi đua số %d", n)
	row := map[string]any{"kind": "bloc", "name": name, "names": "[]", "name_sort": fmt.Sprintf("%08d", n), "search_text": "khoi cum | " + viet.Key(name), "provinces": "[]"}
	if n%10 == 0 {
		row["organizer_id"] = l.organizer
	}
	id := l.add("blocs", row)
	for u := range 10 {
		name := fmt.Sprintf("Ủy ban Kiểm tra đơn vị %d khối %d", u, n)
		l.units = append(l.units, l.add("units", map[string]any{"name": name, "name_sort": fmt.Sprintf("%08d", 10*n+u), "search_text": viet.Key(name), "aliases": "[]"}))
	}
	return id
}

func (l *loader) agreement(bloc string, year, commitments int) {
	label := fmt.Sprint(year)
	term := l.add("terms", map[string]any{
		"bloc_id": bloc, "period_kind": "calendar_year", "period_label": label, "period_starts_on": label + "-01-01", "period_ends_on": label + "-12-31",
		"listing_year": year, "deputies_state": "unknown", "members_state": "listed", "without_ranking": false,
	})
	units := l.units[len(l.units)-10:]
	for i, u := range units {
		l.add("members", map[string]any{"term_id": term, "bloc_id": bloc, "unit_id": u, "position": i + 1})
	}
	agreement := l.add("agreements", map[string]any{"term_id": term, "bloc_id": bloc, "title": "Giao ước " + label, "legal_bases": "[]", "basis_of_text": "reported", "status": "in_force", "search_text": "giao uoc " + label})
	for i := range commitments {
		text := l.prose(i)
		l.add("commitments", map[string]any{
			"agreement_id": agreement, "term_id": term, "bloc_id": bloc, "position": i + 1, "text": text, "search_text": viet.Key(text),
			"scope": "unit", "unit_id": units[i%10], "measure": "qualitative", "legal_basis": "[]", "targets": "[]",
		})
	}
}

// prose is a sentence of twenty syllables, the frequent ones far more often.
func (l *loader) prose(i int) string {
	words := make([]string, 20)
	for w := range words {
		r := l.random.Float64()
		words[w] = syllables[int(r*r*r*float64(len(syllables)))]
	}
	if l.random.IntN(5000) == 0 {
		words = append(words, "Covid-19")
	}
	return strings.Join(words, " ") + fmt.Sprintf(" số hiệu %d", i)
}
