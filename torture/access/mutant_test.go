package access_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/actor"
	"giaouoc/torture/rig"
)

// root is the module, seen from this folder.
const root = "../.."

// mutable is what is added to package actor in the tests' own build: each check
// can be taken away by its name, in the variable GIAOUOC_MUTANT.
const mutable = `package actor

import (
	"os"
	"slices"
	"strconv"
	"strings"
)

var mutants = strings.Split(os.Getenv("GIAOUOC_MUTANT"), " ")

func mutated(name string) bool { return slices.Contains(mutants, name) }

// MutantEntry is what the policy table says of an operation.
func MutantEntry(op string, p Permission) Permission {
	for _, m := range mutants {
		if to, ok := strings.CutPrefix(m, "entry:"+op+"="); ok {
			return Permission(to)
		}
	}
	return p
}

func mutantReach(p Permission, r Role, was Reach) Reach {
	for _, m := range mutants {
		if to, ok := strings.CutPrefix(m, "reach:"+string(p)+":"+string(r)+"="); ok {
			n, _ := strconv.Atoi(to)
			return Reach(n)
		}
	}
	return was
}

// CanAt is Can at one place of the source.
func (a Actor) CanAt(site string, p Permission, r Resource) error {
	if a.Known() && (mutated("can:"+site) || mutated("can:*")) {
		return nil
	}
	return a.Can(p, r)
}

// ExtentAt is Extent at one place of the source.
func (a Actor) ExtentAt(site string, p Permission) Extent {
	if mutated("extent:"+site) || mutated("extent:*") {
		return Extent{Everything: true, User: a.ID}
	}
	return a.Extent(p)
}
`

// mutants are builds of the packages' tests in which checks can be taken away,
// made with an overlay of the sources: the program itself has no such way.
type mutants struct {
	t        *testing.T
	top      string
	overlay  string
	binaries map[string]string // package → its tests
	sites    []string          // can:file:line and extent:file:line
}

func build(t *testing.T) *mutants {
	t.Helper()
	dir, overlay := t.TempDir(), map[string]string{}
	top, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	m := &mutants{t: t, top: top, overlay: filepath.Join(dir, "overlay.json"), binaries: map[string]string{}}
	put := func(path, source string) {
		file := filepath.Join(dir, fmt.Sprintf("%d.go", len(overlay)))
		if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay[filepath.Join(top, path)] = file
	}
	put("internal/actor/mutant.go", mutable)
	replace := func(path, from, to string) {
		b, err := os.ReadFile(filepath.Join(top, path))
		if err != nil || !strings.Contains(string(b), from) {
			t.Fatalf("%s: %q is not there (%v)", path, from, err)
		}
		put(path, strings.Replace(string(b), from, to, 1))
	}
	replace("internal/actor/policy.go", "return matrix[p][r]", "return mutantReach(p, r, matrix[p][r])")
	replace("internal/httpx/register.go", "permission, listed := actor.Operations()[op.ID]", "permission, listed := actor.Operations()[op.ID]\n\tpermission = actor.MutantEntry(op.ID, permission)")
	replace("internal/httpx/upload.go", "permission: actor.Operations()[op.ID]", "permission: actor.MutantEntry(op.ID, actor.Operations()[op.ID])")
	call := regexp.MustCompile(`\.(Can|Extent)\(`)
	err = filepath.WalkDir(filepath.Join(top, "internal"), func(path string, e fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(top, path)
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(rel, "internal/actor/") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil || !call.Match(b) {
			return err
		}
		lines := strings.Split(string(b), "\n")
		for i, line := range lines {
			lines[i] = call.ReplaceAllStringFunc(line, func(s string) string {
				name := strings.Trim(s, ".(")
				site := fmt.Sprintf("%s:%d", strings.TrimPrefix(rel, "internal/"), i+1)
				m.sites = append(m.sites, strings.ToLower(name)+":"+site)
				return "." + name + "At(\"" + site + "\", "
			})
		}
		put(rel, strings.Join(lines, "\n"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	file, _ := json.Marshal(map[string]any{"Replace": overlay})
	if err := os.WriteFile(m.overlay, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return m
}

// tests builds the tests of a package, once.
func (m *mutants) tests(pkg string) string {
	m.t.Helper()
	if m.binaries[pkg] != "" {
		return m.binaries[pkg]
	}
	binary := filepath.Join(filepath.Dir(m.overlay), strings.ReplaceAll(pkg, "/", "-")+".test")
	cmd := exec.Command("go", "test", "-c", "-tags", "nomsgpack,timetzdata", "-overlay", m.overlay, "-o", binary, "./internal/"+pkg)
	cmd.Dir = m.top
	if out, err := cmd.CombinedOutput(); err != nil {
		m.t.Fatalf("%v: %s", err, out)
	}
	m.binaries[pkg] = binary
	return binary
}

var failed = regexp.MustCompile(`(?m)^\s*\w+_test\.go:\d+: (\S+ as \S+ on [^\s:]+(?:: status \d+)?|.{1,80})`)

// run runs tests of package app with checks taken away: what failed, nothing if
// all passed.
func (m *mutants) run(tests string, without ...string) []string {
	m.t.Helper()
	return m.runIn("app", tests, without...)
}

// runIn is run in a package.
func (m *mutants) runIn(pkg, tests string, without ...string) []string {
	m.t.Helper()
	cmd := exec.Command(m.tests(pkg), "-test.run", tests, "-test.timeout", "5m")
	cmd.Dir = filepath.Join(m.top, "internal", pkg)
	cmd.Env = append(os.Environ(), "GIAOUOC_MUTANT="+strings.Join(without, " "), "TORTURE_REPORT=")
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || !strings.Contains(string(out), "--- FAIL")) {
		m.t.Fatalf("%v: %v: %s", without, err, out)
	}
	found := map[string]bool{}
	for _, f := range failed.FindAllStringSubmatch(string(out), -1) {
		found[f[1]] = true
	}
	if err != nil && len(found) == 0 {
		found["failed"] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// mutation is one entry changed, and the operations whose cells must tell.
type mutation struct {
	what string
	ops  []string
}

// policyMutations change each entry of the policy table: what an operation asks
// for, and how far each role carries each permission.
func policyMutations() (out []mutation) {
	ops, under := actor.Operations(), map[actor.Permission][]string{}
	for op, p := range ops {
		under[p] = append(under[p], op)
		to := actor.SignedIn
		if p == actor.SignedIn {
			to = actor.Public
		}
		out = append(out, mutation{"entry:" + op + "=" + string(to), []string{op}})
	}
	// What is asked within an operation has cells of its own.
	under[actor.TermUnlock], under[actor.ScoreReview], under[actor.ScoreOverride], under[actor.PublishedRead] = []string{"unlock"}, []string{"review"}, []string{"override"}, []string{"published"}
	for p, roles := range actor.Matrix() {
		for _, r := range actor.Roles() {
			wide, narrow := fmt.Sprintf("reach:%s:%s=%d", p, r, actor.Anywhere), fmt.Sprintf("reach:%s:%s=%d", p, r, actor.Never)
			if p == actor.ScoreWrite && roles[r] != actor.Never {
				continue // the door only: how far, the permissions within it say
			}
			if roles[r] != actor.Anywhere {
				out = append(out, mutation{wide, under[p]})
			}
			// Who reads rankings of its whole scope beforehand loses nothing there.
			before := actor.Matrix()[actor.RankingRead][r]
			if roles[r] != actor.Never && (p != actor.PublishedRead || before != actor.Anywhere && before != actor.Covered) {
				out = append(out, mutation{narrow, under[p]})
			}
		}
	}
	slices.SortFunc(out, func(a, b mutation) int { return strings.Compare(a.what, b.what) })
	return out
}

// doors are the operations of cells whose permission is asked within, behind another.
var doors = map[string]string{"unlock": "transitionTerm", "review": "saveScores", "override": "saveScores"}

// Whichever entry of the policy table is changed, the permission matrix fails.
// Where a second check stands behind the one that was changed (the door before
// Can, or what one may read before what one may change), the matrix must fail
// otherwise than it does without the second alone.
func TestMatrixMissesEveryCheck(t *testing.T) {
	m := build(t)
	all := policyMutations()
	seed := uint64(time.Now().Unix() / 86400)
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	sample := all[:min(len(all), rig.Times(8, len(all)))]
	if found := m.run("^TestPermissionMatrix$/^sqlite$/^(getUnit|createBloc|listTerms)$"); len(found) > 0 {
		t.Fatalf("nothing was taken away, yet the matrix fails: %q", found)
	}
	behind, unseen := 0, 0
	for _, mu := range sample {
		tests := "^TestPermissionMatrix$/^sqlite$/^(" + strings.Join(mu.ops, "|") + ")$"
		if len(m.run(tests, mu.what)) > 0 {
			continue
		}
		behind++
		t.Log("held by a second check:", mu.what)
		seen := false
		seconds := [][]string{{"extent:*"}, {"can:*"}, {"can:*", "extent:*"}}
		if door := doors[mu.ops[0]]; door != "" {
			seconds = append(seconds, []string{"entry:" + door + "=" + string(actor.SignedIn)})
		}
		for _, second := range seconds {
			seen = seen || !slices.Equal(m.run(tests, append(second, mu.what)...), m.run(tests, second...))
		}
		if !seen {
			unseen++
			t.Errorf("the matrix does not see %s", mu.what)
		}
	}
	row := rig.Measure(t, "E7", "changed entries of the policy table")
	row.Saw("entries", len(all))
	row.Saw("seed", seed)
	row.Saw("changed", len(sample))
	row.Saw("held by a second check", behind)
	row.None("unseen", unseen)
}

// Each check in the services, and each condition on what a query may see, is
// taken away by itself: the tests that ask every operation see it, or the tests
// of the package it stands in. Some stand behind another check that refuses
// first, and are seen by none; they are named.
func TestEachCheckIsMissed(t *testing.T) {
	row := rig.Measure(t, "E7", "checks in the services taken away")
	if !rig.Long() {
		row.NotRun("the long form takes them away; each costs a whole matrix")
	}
	m := build(t)
	rand.Shuffle(len(m.sites), func(i, j int) { m.sites[i], m.sites[j] = m.sites[j], m.sites[i] })
	sample := m.sites[:rig.Times(1, len(m.sites))]
	if found := m.run("^TestPermissionMatrix$/^sqlite$/^(getUnit|createBloc|listTerms)$"); len(found) > 0 {
		t.Fatalf("nothing was taken away, yet the matrix fails: %q", found)
	}
	var behind []string
	own := 0
	for _, site := range sample {
		if len(m.run("^(TestPermissionMatrix|TestReadingElsewhereIsNotWriting|TestEveryListShowsOnesOwn|TestEveryNamedRecord|TestClerksSignForTheirUnit)$/^sqlite$", site)) == 0 {
			if own++; len(m.runIn(packageOf(site), ".", site)) == 0 {
				behind = append(behind, site)
			}
		}
	}
	row.Saw("checks", len(m.sites))
	row.Saw("taken away", len(sample))
	row.Saw("seen by the package's own tests only", own-len(behind))
	row.Saw("seen by none", fmt.Sprintf("%d %q", len(behind), behind))
}

// packageOf is the package a site such as can:bloc/service_term.go:81 stands in.
func packageOf(site string) string {
	_, file, _ := strings.Cut(site, ":")
	return filepath.Dir(file)
}
