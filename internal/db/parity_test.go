package db_test

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/migrations"
)

func open(t testing.TB, o db.Options) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// Both engines hold the same tables, columns, types, nullability, keys, checks
// and indexes, unique and partial ones included. The word index is each engine's
// own.
func TestSchemasAgree(t *testing.T) {
	lite := sqliteCatalogue(t, open(t, dbtest.SQLite(t)).Read(context.Background()))
	post := postgresCatalogue(t, open(t, dbtest.Postgres(t)).Read(context.Background()))
	if len(lite) < 300 {
		t.Errorf("only %d facts were read from SQLite's catalogue", len(lite))
	}
	if diff := gocmp.Diff(lite, post); diff != "" {
		t.Errorf("SQLite (-) and PostgreSQL (+) differ:\n%s", diff)
	}
}

type rows []map[string]any

func query(t *testing.T, tx *gorm.DB, sql string, args ...any) rows {
	t.Helper()
	var out []map[string]any
	if err := tx.Raw(sql, args...).Scan(&out).Error; err != nil {
		t.Fatal(err)
	}
	return out
}

func sqliteCatalogue(t *testing.T, tx *gorm.DB) []string {
	var facts []string
	add := func(format string, a ...any) { facts = append(facts, fmt.Sprintf(format, a...)) }
	types := map[any]string{"TEXT": "text", "INTEGER": "integer", "BIGINT": "bigint", "BOOLEAN": "boolean", "TIMESTAMP": "instant"}
	for _, m := range query(t, tx, "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version' AND name <> 'search_entries' AND name NOT LIKE 'search_words%'") {
		table := m["name"].(string)
		for _, c := range query(t, tx, "SELECT * FROM pragma_table_info(?)", table) {
			if m["type"] == "view" {
				add("view %s.%v", table, c["name"])
				continue
			}
			required := c["notnull"].(int64) == 1 || c["pk"].(int64) > 0
			add("column %s.%v %s required=%v", table, c["name"], types[c["type"]], required)
		}
		if m["type"] == "view" {
			continue
		}
		if n := strings.Count(m["sql"].(string), "CHECK ("); n > 0 {
			add("checks %s %d", table, n)
		}
		for _, k := range query(t, tx, `SELECT "from", "table", "to", on_delete, on_update FROM pragma_foreign_key_list(?)`, table) {
			add("foreign key %s.%v → %v.%v %v %v", table, k["from"], k["table"], k["to"], k["on_delete"], k["on_update"])
		}
		for _, i := range query(t, tx, "SELECT * FROM pragma_index_list(?)", table) {
			var columns []string
			for _, c := range query(t, tx, "SELECT seqno, name FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno", i["name"]) {
				columns = append(columns, nameOr(c["name"], "(expression)"))
			}
			name := i["name"].(string)
			if i["origin"] != "c" {
				name = map[any]string{"pk": "primary key", "u": "constraint"}[i["origin"]]
			}
			add("index %s(%s) %s unique=%v partial=%v", table, strings.Join(columns, ","), name, i["unique"].(int64) == 1, i["partial"].(int64) == 1)
		}
	}
	slices.Sort(facts)
	return facts
}

func nameOr(v any, other string) string {
	if s, ok := v.(string); ok && s != "" {
		return s
	}
	return other
}

func postgresCatalogue(t *testing.T, tx *gorm.DB) []string {
	var facts []string
	add := func(format string, a ...any) { facts = append(facts, fmt.Sprintf(format, a...)) }
	types := map[any]string{"text": "text", "integer": "integer", "bigint": "bigint", "boolean": "boolean", "timestamp with time zone": "instant"}
	for _, c := range query(t, tx, `SELECT c.table_name, c.column_name, c.data_type, c.is_nullable, c.collation_name, t.table_type
		FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
		WHERE c.table_schema = current_schema() AND c.table_name NOT IN ('goose_db_version', 'search_entries')`) {
		if c["table_type"] == "VIEW" {
			add("view %v.%v", c["table_name"], c["column_name"])
			continue
		}
		add("column %v.%v %s required=%v", c["table_name"], c["column_name"], types[c["data_type"]], c["is_nullable"] == "NO")
		if c["data_type"] == "text" && c["collation_name"] != "C" {
			t.Errorf("%v.%v does not compare byte by byte", c["table_name"], c["column_name"])
		}
	}
	for _, c := range query(t, tx, `SELECT conrelid::regclass::text AS tab, count(*) AS n FROM pg_constraint WHERE contype = 'c' AND connamespace = current_schema()::regnamespace GROUP BY 1`) {
		add("checks %v %v", c["tab"], c["n"])
	}
	actions := map[any]string{"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
	for _, k := range query(t, tx, `SELECT conrelid::regclass::text AS tab, a.attname AS col, confrelid::regclass::text AS other, b.attname AS at, confdeltype::text AS del, confupdtype::text AS upd
		FROM pg_constraint JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1] JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1] WHERE contype = 'f'`) {
		add("foreign key %v.%v → %v.%v %v %v", k["tab"], k["col"], k["other"], k["at"], actions[k["del"]], actions[k["upd"]])
	}
	for _, i := range query(t, tx, `SELECT indrelid::regclass::text AS tab, c.relname AS name, indisunique AS uniq, indpred IS NOT NULL AS part, COALESCE(contype::text, '') AS con,
			(SELECT string_agg(COALESCE(a.attname, '(expression)'), ',' ORDER BY k.n) FROM unnest(indkey) WITH ORDINALITY k(att, n) LEFT JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = k.att AND k.att > 0) AS cols
		FROM pg_index JOIN pg_class c ON c.oid = indexrelid LEFT JOIN pg_constraint ON conindid = indexrelid AND contype IN ('p', 'u')
		WHERE c.relnamespace = current_schema()::regnamespace AND indrelid::regclass::text NOT IN ('goose_db_version', 'search_entries')`) {
		name := i["name"].(string)
		if con, ok := map[any]string{"p": "primary key", "u": "constraint"}[i["con"]]; ok {
			name = con
		}
		add("index %v(%v) %s unique=%v partial=%v", i["tab"], i["cols"], name, i["uniq"], i["part"])
	}
	slices.Sort(facts)
	return facts
}

// A migration is one file for both engines, or a twin for each.
func TestMigrationsAreTwins(t *testing.T) {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`^(\d{5})_([a-z_]+)(\.sqlite|\.postgres)?\.sql$`)
	engines := map[string][]string{}
	for _, n := range names {
		m := form.FindStringSubmatch(n)
		if m == nil {
			t.Errorf("%s is not named NNNNN_name[.sqlite|.postgres].sql", n)
			continue
		}
		engines[m[1]+"_"+m[2]] = append(engines[m[1]+"_"+m[2]], m[3])
		b, err := fs.ReadFile(migrations.Files, n)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(b), "-- +goose Up") || !strings.Contains(string(b), "-- +goose Down") {
			t.Errorf("%s lacks a way up or down", n)
		}
	}
	var numbers []string
	for name, twins := range engines {
		slices.Sort(twins)
		if s := strings.Join(twins, " "); s != "" && s != ".postgres .sqlite" {
			t.Errorf("%s exists for %q only", name, s)
		}
		numbers = append(numbers, name[:5])
	}
	slices.SortFunc(numbers, cmp.Compare)
	for i, n := range numbers {
		if n != fmt.Sprintf("%05d", i+1) {
			t.Errorf("migration %d has number %s", i+1, n)
		}
	}
}

func catalogue(t *testing.T, d *db.DB) []string {
	tx := d.Read(context.Background())
	if d.Engine() == db.SQLite {
		return sqliteCatalogue(t, tx)
	}
	return postgresCatalogue(t, tx)
}

func TestUpDownUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		ctx, d := context.Background(), open(t, o)
		before := catalogue(t, d)
		if err := d.MigrateDown(ctx); err != nil {
			t.Fatal(err)
		}
		if left := catalogue(t, d); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		n, err := d.Migrate(ctx)
		if _, want, _ := d.SchemaVersion(ctx); err != nil || int64(n) != want {
			t.Fatalf("%d migrations ran, %v", n, err)
		}
		if diff := gocmp.Diff(before, catalogue(t, d)); diff != "" {
			t.Error(diff)
		}
		if n, err := d.Migrate(ctx); n != 0 || err != nil {
			t.Errorf("again: %d, %v", n, err)
		}
	})
}

func TestSchemaOfAnotherRelease(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		ctx, d := context.Background(), open(t, o)
		if err := d.CheckSchema(ctx); err != nil {
			t.Fatalf("own schema: %v", err)
		}
		_, want, err := d.SchemaVersion(ctx)
		if err != nil {
			t.Fatal(err)
		}
		all, err := d.Migrations(ctx)
		if err != nil {
			t.Fatal(err)
		}
		before := all[len(all)-2].Version
		setVersion := func(sql string, args ...any) {
			t.Helper()
			if err := d.InTx(ctx, func(tx *gorm.DB) error { return tx.Exec(sql, args...).Error }); err != nil {
				t.Fatal(err)
			}
		}
		setVersion("INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, ?)", want+7, true)
		refused(t, d.CheckSchema(ctx), db.ErrNewer, fmt.Sprintf("schema %d", want+7), fmt.Sprint(want), "newer giaouoc")
		_, err = d.Migrate(ctx)
		refused(t, err, db.ErrNewer, "newer giaouoc")
		setVersion("DELETE FROM goose_db_version WHERE version_id >= ?", want)
		refused(t, d.CheckSchema(ctx), db.ErrBehind, fmt.Sprintf("schema %d", before), "giaouoc migrate up")
	})
}

func refused(t *testing.T, err, want error, words ...string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want.Error()) {
		t.Fatalf("%v, want %v", err, want)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
}

func TestSeveralMigrateAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		ctx := context.Background()
		first := open(t, o)
		if err := first.MigrateDown(ctx); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 3)
		ran := make(chan int, 3)
		for range 3 {
			d := open(t, o)
			go func() {
				n, err := d.Migrate(ctx)
				ran <- n
				done <- err
			}()
		}
		total := 0
		for range 3 {
			if err := <-done; err != nil {
				t.Error(err)
			}
			total += <-ran
		}
		all, err := first.Migrations(ctx) // their numbers may have gaps
		if err != nil || total != len(all) {
			t.Errorf("%d migrations ran, want each of %d once (%v)", total, len(all), err)
		}
		if err := first.CheckSchema(ctx); err != nil {
			t.Error(err)
		}
	})
}
