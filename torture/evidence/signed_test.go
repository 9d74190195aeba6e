package evidence_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// paper is a signed agreement with two commitments, three annexes signed and the
// signatures under them.
type paper struct {
	agreement, hash string
	annexes, hashes []string
	signature       string
	last            string // hash of the last annex, which builds on everything
}

// sign makes a paper of a term of its own.
func sign(c *apptest.Client, bloc string, units []string, year int) (p paper) {
	term := c.Post("/terms", object{"bloc_id": bloc, "period": fmt.Sprintf("%d-%d", year, year+2), "period_kind": "range", "status": "planning"}).Must(201).ID()
	for _, u := range units {
		c.Post("/terms/"+term+"/members", object{"unit_id": u}).Must(201)
	}
	p.agreement = c.Post("/agreements", object{"term_id": term, "title": "Giao ước", "preamble": "Căn cứ", "legal_bases": []string{"Luật 06/2022/QH15"}, "basis": "original"}).Must(201).ID()
	for i, scope := range []string{"common", "unit"} {
		body := object{"agreement_id": p.agreement, "scope": scope, "text": fmt.Sprintf("Nội dung %d", i), "theme": "Chủ đề", "measure": "quantity", "target": 10.5, "unit_of_measure": "lượt", "baseline": 3, "due_on": "2021-06-30", "weight": 5, "legal_basis": []string{"Điều 1"}}
		if scope == "unit" {
			body["unit_id"] = units[0]
		} else {
			body["targets"] = []object{{"unit_id": units[0], "target": 4}}
		}
		c.Post("/commitments", body).Must(201)
	}
	path := "/agreements/" + p.agreement
	c.Move(path, "consulting", "").Must(200)
	c.Move(path, "signing", "").Must(200)
	p.signature = c.Post(path+"/signatures", object{"unit_id": units[0], "status": "signed", "signed_on": "2021-03-01", "person_as_written": "Lê Văn Cường", "position_as_written": "Trưởng phòng", "role": "head", "method": "in_person"}).Must(201).ID()
	for i := range 3 {
		x := c.Post(path+"/annexes", object{"title": fmt.Sprintf("Phụ lục %d", i), "text": "Sửa"}).Must(201).ID()
		c.Post(path+"/signatures", object{"annex_id": x, "unit_id": units[0], "status": "signed"}).Must(201)
		p.annexes = append(p.annexes, x)
		p.hashes = append(p.hashes, c.Get("/annexes/"+x).Must(200).Str("content_hash"))
	}
	p.hash, p.last = c.Get(path).Must(200).Str("content_hash"), p.hashes[2]
	return p
}

// beside are columns of signed rows that are no part of what was signed.
var beside = map[string]string{
	"version": "counts changes", "created_at": "when it was entered", "updated_at": "when it was entered", "created_by": "who entered it", "search_text": "follows from the text",
	"sources": "where it was found", "basis": "how well it is known", "remark": "a remark", "status": "moves on after signing", "signing_event_id": "where it was signed",
	"id":            "the key of the row; the text does not tell it",
	"frozen_at":     "the program's own note of when the text was fixed",
	"basis_of_text": "guarded by a trigger only; the text is the same",
	"term_id":       "the text names period and bloc itself", "bloc_id": "the text names period and bloc itself",
}

// signedTexts changes every column of signed agreements, commitments and annexes
// by direct SQL, and takes rows away and adds some: whoever asks with the hash
// that was printed is told, or nothing is found under it any more.
func signedTexts(t *testing.T, s *rig.Server, c *apptest.Client) {
	r := rig.Measure(t, "E1", "signed texts, "+s.Books.Engine())
	bloc := c.Post("/blocs", object{"kind": "bloc", "names": []object{{"name": "Khối ký", "kind": "current"}}}).Must(201).ID()
	var units []string
	for i := range 2 {
		units = append(units, c.Post("/units", object{"name": fmt.Sprintf("Đơn vị ký %d", i)}).Must(201).ID())
	}
	x := intrude(t, s.Books)
	year, unnoticed, noticed, outside := 1900, 0, 0, map[string]bool{}
	try := func(what, hidden string, act func(p paper) []string) {
		year++
		p := sign(c, bloc, units, year)
		if !intact(c, p.hash) || !intact(c, p.last) {
			t.Fatalf("not intact before anybody touched it: %+v", p)
		}
		for _, q := range act(p) {
			x.exec(q)
		}
		switch told := !intact(c, p.hash) || !intact(c, p.last); {
		case told:
			noticed++
		case hidden != "":
			outside[what] = true
		default:
			unnoticed++
			t.Errorf("%s: /verify says intact", what)
		}
	}
	for _, table := range []string{"agreements", "commitments", "annexes"} {
		for _, column := range x.columns(table) {
			if rig.Long() || beside[column] == "" {
				try(table+"."+column, beside[column], func(p paper) []string { return []string{x.change(table, column, p.row(table))} })
			}
		}
	}
	for _, c := range rows {
		try(c.what, "", c.act)
	}
	r.Saw("changes", year-1900)
	r.Saw("changes noticed by /verify", noticed)
	r.None("changes of what was signed that /verify does not notice", unnoticed)
	r.Saw("changes beside the text that nothing notices", len(outside))
	t.Run("signatures", func(t *testing.T) { signatures(t, s, c, x, sign(c, bloc, units, year+1)) })
}

// row says which rows of a table a change is made to.
func (p paper) row(table string) string {
	switch table {
	case "agreements":
		return "id = '" + p.agreement + "'"
	case "annexes":
		return "id = '" + p.annexes[1] + "'"
	}
	return "id = (SELECT MIN(id) FROM commitments WHERE agreement_id = '" + p.agreement + "')"
}

// rows are changes to whole rows.
var rows = []struct {
	what string
	act  func(p paper) []string
}{
	{"a commitment taken away", func(p paper) []string {
		return []string{"DELETE FROM commitments WHERE " + p.row("commitments")}
	}},
	{"all commitments taken away", func(p paper) []string {
		return []string{"DELETE FROM commitments WHERE agreement_id = '" + p.agreement + "'"}
	}},
	{"commitments swapped", func(p paper) []string {
		return []string{"UPDATE commitments SET position = 3 - position WHERE agreement_id = '" + p.agreement + "'"}
	}},
	{"a text written anew with its own hash", func(p paper) []string {
		return []string{"UPDATE agreements SET title = 'x', canonical = '{}', content_hash = '" + strings.Repeat("a", 64) + "' WHERE id = '" + p.agreement + "'"}
	}},
	{"the middle annex taken away", func(p paper) []string {
		return []string{"DELETE FROM signatures WHERE annex_id = '" + p.annexes[1] + "'", "DELETE FROM annexes WHERE id = '" + p.annexes[1] + "'"}
	}},
	{"the last annex taken away", func(p paper) []string {
		return []string{"DELETE FROM signatures WHERE annex_id = '" + p.annexes[2] + "'", "DELETE FROM annexes WHERE id = '" + p.annexes[2] + "'"}
	}},
	{"annexes swapped", func(p paper) []string {
		return []string{"UPDATE annexes SET number = number + 10 WHERE id = '" + p.annexes[0] + "'", "UPDATE annexes SET number = 1 WHERE id = '" + p.annexes[1] + "'", "UPDATE annexes SET number = 2 WHERE id = '" + p.annexes[0] + "'"}
	}},
	{"an annex unfrozen", func(p paper) []string {
		return []string{"UPDATE annexes SET frozen_at = NULL, canonical = NULL, content_hash = NULL, previous_hash = NULL WHERE id = '" + p.annexes[1] + "'"}
	}},
	{"an agreement unfrozen", func(p paper) []string {
		return []string{"UPDATE agreements SET frozen_at = NULL, canonical = NULL, content_hash = NULL WHERE id = '" + p.agreement + "'"}
	}},
}

// signatures changes a signature by direct SQL. What the program promises of it
// is that the database refuses; who takes the triggers away first is found out by
// what the record says of the signing, which somebody must compare.
func signatures(t *testing.T, s *rig.Server, c *apptest.Client, x *intrusion, p paper) {
	r := rig.Measure(t, "E1", "signatures, "+s.Books.Engine())
	x.t = t
	_, file := checkpoint(t, s)
	var silent []string
	at := "/verify/" + p.hash
	before := string(c.Get("!" + at).Must(200).Raw)
	for _, column := range x.columns("signatures") {
		if slices.Contains([]string{"id", "agreement_id", "created_at", "updated_at", "created_by", "version", "sources", "basis", "remark"}, column) {
			continue
		}
		was := x.text("SELECT CAST(" + column + " AS TEXT) FROM signatures WHERE id = '" + p.signature + "'")
		x.exec(x.change("signatures", column, "id = '"+p.signature+"'"))
		if string(c.Get("!"+at).Must(200).Raw) == before {
			silent = append(silent, column)
		}
		x.exec("UPDATE signatures SET " + column + " = " + quoted(was) + " WHERE id = '" + p.signature + "'")
	}
	x.exec("UPDATE signatures SET person_as_written = 'kẻ gian' WHERE id = '" + p.signature + "'")
	_, err := s.Run("", "audit", "verify", "--checkpoint", file)
	recorded := 0
	for _, e := range c.Get("/audit-events?limit=100&entity_id=" + p.signature).Must(200).Data() {
		if raw, _ := json.Marshal(e); strings.Contains(string(raw), "Lê Văn Cường") {
			recorded++
		}
	}
	r.Saw("columns whose change the public check does not show", strings.Join(silent, " "))
	r.Saw("a changed signer makes audit verify fail", err != nil)
	r.Must("entries of the record that still name who signed", recorded, "> 0", recorded > 0)
}

func intact(c *apptest.Client, hash string) bool {
	return c.Get("!/verify/"+hash).At("intact") == true
}

// intrusion is a connection of somebody who has the database, triggers off.
type intrusion struct {
	t  *testing.T
	db *sql.DB
	pg *pgx.Conn
}

func intrude(t *testing.T, b rig.Books) *intrusion {
	t.Helper()
	x := &intrusion{t: t}
	var err error
	if b.URL != "" {
		if x.pg, err = pgx.Connect(t.Context(), b.URL); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = x.pg.Close(context.Background()) })
		x.exec("SET session_replication_role = replica") // no triggers, no foreign keys
		return x
	}
	if x.db, err = sql.Open("sqlite", "file:"+b.DataFile()+"?_pragma=busy_timeout(5000)"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.db.Close() })
	for _, table := range []string{"agreements", "commitments", "annexes", "signatures"} {
		for _, name := range strings.Fields(x.text("SELECT group_concat(name, ' ') FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '" + table + "'")) {
			x.exec("DROP TRIGGER " + name)
		}
	}
	return x
}

func (x *intrusion) exec(q string) {
	x.t.Helper()
	var err error
	var n int64 = 1
	if x.pg != nil {
		_, err = x.pg.Exec(x.t.Context(), q)
	} else {
		var res sql.Result
		if res, err = x.db.ExecContext(x.t.Context(), q); err == nil && strings.HasPrefix(q, "UPDATE") {
			n, err = res.RowsAffected()
		}
	}
	if err != nil || n == 0 {
		x.t.Fatalf("%s: %v, %d rows", q, err, n)
	}
}

// text is the one value of a question; "" for none.
func (x *intrusion) text(q string) string {
	x.t.Helper()
	var s *string
	var err error
	if x.pg != nil {
		err = x.pg.QueryRow(x.t.Context(), q).Scan(&s)
	} else {
		err = x.db.QueryRowContext(x.t.Context(), q).Scan(&s)
	}
	if err != nil {
		x.t.Fatalf("%s: %v", q, err)
	}
	if s == nil {
		return ""
	}
	return *s
}

func (x *intrusion) columns(table string) []string {
	x.t.Helper()
	if x.pg != nil {
		return strings.Fields(x.text("SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = '" + table + "'"))
	}
	return strings.Fields(x.text("SELECT group_concat(name, ' ') FROM pragma_table_info('" + table + "')"))
}

// other are values a column with a rule may hold.
var other = map[string]string{
	"scope": "unit", "measure": "percent", "basis_of_text": "reported", "status": "cancelled", "signatures.status": "absent", "role": "union", "method": "circulated",
	"due_on": "2021-07-01", "signed_on": "2021-07-01", "person_id": "", "legal_bases": `["x"]`, "legal_basis": `["x"]`, "targets": "[]", "sources": `[{"title":"x"}]`,
	"basis": `{"title":"x"}`, "frozen_at": "2020-01-01 00:00:00", "created_at": "2020-01-01 00:00:00", "updated_at": "2020-01-01 00:00:00",
}

// change writes another value into a column: as little as makes a difference.
func (x *intrusion) change(table, column, where string) string {
	x.t.Helper()
	set := func(v string) string { return "UPDATE " + table + " SET " + column + " = " + v + " WHERE " + where }
	was := x.text("SELECT CAST(" + column + " AS TEXT) FROM " + table + " WHERE " + where)
	if v, ok := other[table+"."+column]; ok {
		return set(quoted(v))
	}
	if v, ok := other[column]; ok && column != "frozen_at" || x.pg == nil && ok {
		return set(quoted(v))
	}
	if slices.Contains([]string{"position", "number", "version", "target", "baseline", "weight"}, column) {
		return set("COALESCE(" + column + ", 0) + 7")
	}
	if column == "frozen_at" {
		return set("'2020-01-01T00:00:00Z'")
	}
	if column == "unit_id" {
		return set("(SELECT MIN(id) FROM units WHERE id <> '" + was + "')")
	}
	if strings.HasSuffix(column, "_id") {
		return set("'01900000-0000-7000-8000-000000000000'")
	}
	if column == "id" {
		return set("'01900000-0000-7000-8000-000000000001'")
	}
	return set("COALESCE(" + column + ", '') || '.'")
}

func quoted(v string) string {
	if v == "" {
		return "NULL"
	}
	return "'" + strings.ReplaceAll(v, "'", "''") + "'"
}
