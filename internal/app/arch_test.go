package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// source is one Go file that is not a test.
type source struct {
	path string // from the module's root
	pkg  string // the folder below internal, or cmd/…
	file *ast.File
	set  *token.FileSet
}

func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	set := token.NewFileSet()
	for _, top := range []string{"internal", "cmd", "migrations"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			rel, _ := filepath.Rel(root, path)
			rel = filepath.ToSlash(rel)
			dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(rel)), "internal/")
			out = append(out, source{rel, dir, f, set})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < 50 {
		t.Fatalf("only %d files found", len(out))
	}
	return out
}

func (s source) imports() []string {
	var out []string
	for _, i := range s.file.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		out = append(out, p)
	}
	return out
}

func (s source) at(n ast.Node) string {
	p := s.set.Position(n.Pos())
	return s.path + ":" + strconv.Itoa(p.Line)
}

// order is the one way imports go: to the left.
var order = [][]string{
	{"fault", "date", "amount", "text", "config", "../migrations", "migrations"},
	{"period", "actor", "viet"},
	{"db"},
	{"db/dbtest", "audit", "httpx"},
	{"record"},
	{"account"},
	{"unit"},
	{"bloc"},
	{"succession"},
	{"agreement"},
	{"registration", "pilot", "progress", "rating", "calendar"},
	{"scoring/marks", "scoring/ballot"},
	{"scoring", "report/paper"},
	{"award", "report/encode", "report/paper/papertest"},
	{"search", "report", "intake", "attachment", "web"},
	{"app/pages"},
	{"app"},
	{"app/apptest", "app/demo"},
	{"cmd/giaouoc"},
}

func rank(pkg string) int {
	return slices.IndexFunc(order, func(l []string) bool { return slices.Contains(l, pkg) })
}

// alone are packages that import nothing of ours but what is named.
var alone = map[string][]string{
	"fault": nil, "date": nil, "viet": {"amount"}, "amount": nil, "scoring/marks": {"amount"}, "scoring/ballot": nil, "text": nil, "config": nil, "period": {"date"}, "actor": {"fault"}, "migrations": nil,
}

func TestImportsGoLeft(t *testing.T) {
	for _, s := range sources(t) {
		from := rank(s.pkg)
		if from < 0 {
			t.Errorf("%s: package %s has no place in the order", s.path, s.pkg)
			continue
		}
		for _, p := range s.imports() {
			ours, ok := strings.CutPrefix(p, "giaouoc/")
			if !ok {
				continue
			}
			ours = strings.TrimPrefix(ours, "internal/")
			if to := rank(ours); to < 0 || to >= from {
				t.Errorf("%s imports %s, which is not to its left", s.path, ours)
			}
			if only, ok := alone[s.pkg]; ok && !slices.Contains(only, ours) {
				t.Errorf("%s imports %s, but stands alone", s.path, ours)
			}
		}
	}
}

// Who may import what is not ours. A name that ends in / is a folder.
var reserved = map[string][]string{
	"modernc.org/sqlite":            {"internal/db/"},
	"gorm.io/driver/":               {"internal/db/"},
	"github.com/jackc/pgx":          {"internal/db/"},
	"github.com/pressly/goose":      {"internal/db/"},
	"database/sql":                  {"internal/db/"},
	"github.com/danielgtaylor/huma": {"internal/httpx/"},
	// The page that verifies a printed hash is for people and no operation.
	"github.com/gin-gonic/gin":        {"internal/httpx/", "internal/app/", "internal/agreement/api_verify.go"},
	"github.com/golang-jwt/":          {"internal/account/"},
	"github.com/alexedwards/argon2id": {"internal/account/"},
	"math/rand":                       {"internal/db/tx.go"},                // jitter
	"os/exec":                         {"internal/report/paper/papertest/"}, // reads what was written with programs of others
	"unsafe":                          {},
	"reflect":                         {"internal/httpx/", "internal/audit/diff.go", "internal/db/", "internal/app/demo/", "internal/award/catalogue.go"},
}

func TestWhoImportsWhat(t *testing.T) {
	for _, s := range sources(t) {
		for _, p := range s.imports() {
			for what, who := range reserved {
				if strings.HasPrefix(p, what) && !slices.ContainsFunc(who, func(w string) bool { return strings.HasPrefix(s.path, w) }) {
					t.Errorf("%s imports %s", s.path, p)
				}
			}
			if strings.HasPrefix(p, "gorm.io") && strings.HasPrefix(filepath.Base(s.path), "api") {
				t.Errorf("%s: what speaks HTTP does not speak SQL", s.path)
			}
			if strings.HasPrefix(p, "gorm.io") && !sqlFile(s.path) {
				t.Errorf("%s imports gorm; SQL belongs in query.go and service.go", s.path)
			}
			if p == "net/http" && strings.Contains(filepath.Base(s.path), "service") {
				t.Errorf("%s: services know nothing of HTTP", s.path)
			}
		}
	}
}

func sqlFile(path string) bool {
	name := filepath.Base(path)
	shared := []string{"internal/db/", "internal/audit/", "internal/bloc/scope.go", "internal/record/record.go", "internal/record/lifecycle.go", "internal/account/session.go"}
	return strings.HasPrefix(name, "query") || strings.HasPrefix(name, "service") ||
		slices.ContainsFunc(shared, func(p string) bool { return strings.HasPrefix(path, p) })
}

// caches are the package variables that change: each is filled once or holds
// what can be made again.
var caches = []string{"audit.layouts", "award.catalogue", "db/dbtest.sqliteTemplate", "db/dbtest.postgresTemplate", "httpx.buffers", "httpx.hooks", "report/paper.layouts", "text.load", "text.loadDocs", "viet.collators"}

func TestNoStateInPackages(t *testing.T) {
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == "init" {
					t.Errorf("%s: init", s.at(d))
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					v, ok := spec.(*ast.ValueSpec)
					if !ok || d.Tok != token.VAR || !syncs(v) {
						continue
					}
					if name := s.pkg + "." + v.Names[0].Name; !slices.Contains(caches, name) {
						t.Errorf("%s: %s is state of a package", s.at(v), name)
					}
				}
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, l := range n.Lhs {
					if n.Tok != token.DEFINE && packageVariable(s, l) {
						t.Errorf("%s: a package variable is written", s.at(n))
					}
				}
			case *ast.IncDecStmt:
				if packageVariable(s, n.X) {
					t.Errorf("%s: a package variable is written", s.at(n))
				}
			}
			return true
		})
	}
}

func syncs(v *ast.ValueSpec) bool {
	found := false
	ast.Inspect(v, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && (x.Name == "sync" || x.Name == "atomic") {
				found = true
			}
		}
		return !found
	})
	return found
}

// packageVariable reports a target whose root is a variable of this package.
func packageVariable(s source, e ast.Expr) bool {
	for {
		switch x := e.(type) {
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.Ident:
			if x.Name == "_" || x.Obj != nil && !isTop(s, x.Obj.Decl) {
				return false
			}
			return x.Obj != nil || !slices.Contains(packageNames(s), x.Name) && x.Obj == nil
		default:
			return false
		}
	}
}

// packageNames are the imports' names; writing to huma's settings is done once,
// in httpx.
func packageNames(s source) []string {
	var out []string
	for _, p := range s.imports() {
		if s.path == "internal/httpx/problem.go" && strings.Contains(p, "huma") {
			out = append(out, "huma")
		}
	}
	return out
}

func isTop(s source, decl any) bool {
	for _, d := range s.file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && slices.ContainsFunc(g.Specs, func(x ast.Spec) bool { return any(x) == decl }) {
			return true
		}
	}
	return false
}

// Everything that runs beside a request starts in app.Run, which recovers,
// counts and waits for it; TestPanicsAreSurvived plants a panic in each job.
func TestGoroutinesStartInOnePlace(t *testing.T) {
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: go statement", s.at(n))
			case *ast.CallExpr:
				sel, ok := n.Fun.(*ast.SelectorExpr)
				if ok && (sel.Sel.Name == "Go" || sel.Sel.Name == "AfterFunc" && !onlyCancels(n)) && s.path != "internal/app/run.go" {
					t.Errorf("%s: work in the background", s.at(n))
				}
			}
			return true
		})
	}
}

// onlyCancels holds for AfterFunc(ctx, cancel), which has nothing that could panic.
func onlyCancels(c *ast.CallExpr) bool {
	name, ok := c.Args[len(c.Args)-1].(*ast.Ident)
	return ok && name.Name == "cancel"
}

// gorm's conveniences that race, cascade or fetch per row, and builders that
// take SQL from a value.
func TestGormIsUsedPlainly(t *testing.T) {
	banned := []string{"Preload", "Joins", "AutoMigrate", "Save", "FirstOrCreate", "FirstOrInit", "Association", "Unscoped", "Session", "Debug", "Migrator"}
	for _, s := range sources(t) {
		if !slices.Contains(s.imports(), "gorm.io/gorm") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if c, ok := n.(*ast.CallExpr); ok {
				if sel, ok := c.Fun.(*ast.SelectorExpr); ok && slices.Contains(banned, sel.Sel.Name) {
					t.Errorf("%s: %s", s.at(n), sel.Sel.Name)
				}
			}
			return true
		})
	}
}

// Only the seam writes: a transaction is opened in internal/db.
func TestOneSeamForWrites(t *testing.T) {
	for _, s := range sources(t) {
		if strings.HasPrefix(s.path, "internal/db/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && slices.Contains([]string{"Transaction", "Begin", "BeginTx", "SavePoint", "Commit"}, sel.Sel.Name) {
				t.Errorf("%s: %s outside the seam", s.at(n), sel.Sel.Name)
			}
			return true
		})
	}
}

// Sizes to look at again are reported with -v; far beyond them is a failure.
func TestSizes(t *testing.T) {
	for _, s := range sources(t) {
		lines := s.set.File(s.file.Pos()).LineCount()
		switch {
		case lines > 450:
			t.Errorf("%s has %d lines", s.path, lines)
		case lines > 400:
			t.Logf("%s has %d lines", s.path, lines)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1
			switch declares := strings.HasPrefix(strings.ToLower(f.Name.Name), "register"); {
			case n > 80 && !declares:
				t.Errorf("%s: %s has %d lines", s.at(f), f.Name.Name, n)
			case n > 60:
				t.Logf("%s: %s has %d lines", s.at(f), f.Name.Name, n)
			}
		}
	}
}

// Exported things say what they are.
func TestExportedThingsAreDocumented(t *testing.T) {
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || exportedReceiver(d)) {
					t.Errorf("%s: %s has no docstring", s.at(d), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if x, ok := spec.(*ast.TypeSpec); ok && x.Name.IsExported() && d.Doc == nil && x.Doc == nil {
						t.Errorf("%s: %s has no docstring", s.at(x), x.Name.Name)
					}
				}
			}
		}
	}
}

func exportedReceiver(f *ast.FuncDecl) bool {
	e := f.Recv.List[0].Type
	if p, ok := e.(*ast.StarExpr); ok {
		e = p.X
	}
	if i, ok := e.(*ast.IndexExpr); ok {
		e = i.X
	}
	x, ok := e.(*ast.Ident)
	return ok && x.IsExported()
}
