package app_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"giaouoc/torture/rig"
)

// module is a module of somebody else's, as linked into the program.
type module struct {
	Path, Version, Dir string
	Replace            *module // what stands in its place, by a line of go.mod
}

// linkedModules are those of the releases, which are for Linux.
var linkedModules = sync.OnceValues(func() ([]module, error) {
	found := map[string]module{}
	for _, arch := range []string{"amd64", "arm64"} {
		list := exec.Command("go", "list", "-deps", "-tags", "nomsgpack,timetzdata", "-json=Module", "./cmd/giaouoc")
		list.Dir, list.Env = root, append(os.Environ(), "GOOS=linux", "GOARCH="+arch, "CGO_ENABLED=0", "GOFLAGS=")
		out, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		for d := json.NewDecoder(strings.NewReader(string(out))); ; {
			var p struct{ Module *module }
			if err := d.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			m := p.Module
			if m == nil || m.Path == "giaouoc" {
				continue
			}
			if r := m.Replace; r != nil {
				m = &module{m.Path, r.Version, r.Dir, r}
			}
			found[m.Path] = *m
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b module) int { return strings.Compare(a.Path, b.Path) }), nil
})

func linked(t *testing.T) []module {
	t.Helper()
	out, err := linkedModules()
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 30 {
		t.Fatalf("only %d modules are linked", len(out))
	}
	return out
}

// floors are the first versions without a known hole: those of the Go
// vulnerability database of 21 August 2026, later ones where an advisory is
// known, and what we build on.
var floors = map[string]string{
	"modernc.org/sqlite":                  "1.61.1", // SQLite 3.51.3 and later, which db.Open asks the driver for
	"github.com/xuri/excelize/v2":         "2.11.1",
	"github.com/golang-jwt/jwt/v5":        "5.2.2",
	"github.com/danielgtaylor/huma/v2":    "2.39.1",
	"github.com/jackc/pgx/v5":             "5.9.2",
	"github.com/gin-gonic/gin":            "1.9.1",
	"github.com/quic-go/quic-go":          "0.59.1",
	"github.com/prometheus/client_golang": "1.11.1",
	"go.mongodb.org/mongo-driver/v2":      "2.4.2",
	"golang.org/x/crypto":                 "0.55.0",
	"golang.org/x/net":                    "0.56.0",
	"golang.org/x/sys":                    "0.44.0",
	"golang.org/x/text":                   "0.39.0",
	"google.golang.org/protobuf":          "1.33.0",
}

// gone are modules not to be linked: unmaintained, or with a known hole.
var gone = []string{"github.com/glebarez/", "github.com/mattn/go-sqlite3", "gorm.io/driver/sqlite", "github.com/golang-jwt/jwt/v4", "github.com/dgrijalva/"}

func TestDependencyFloors(t *testing.T) {
	r := rig.Measure(t, "E4", "versions of dependencies")
	seen, old := map[string]bool{}, 0
	for _, m := range linked(t) {
		for _, g := range gone {
			if strings.HasPrefix(m.Path, g) {
				t.Errorf("%s is not to be used", m.Path)
			}
		}
		if m.Replace != nil {
			t.Errorf("%s is replaced by %s", m.Path, m.Replace.Path)
		}
		floor, ok := floors[m.Path]
		if !ok {
			continue
		}
		seen[m.Path] = true
		if !newEnough(strings.TrimPrefix(m.Version, "v"), floor) {
			t.Errorf("%s %s, want %s or later", m.Path, m.Version, floor)
			old++
		}
	}
	for path := range floors {
		if !seen[path] {
			t.Errorf("%s is watched and no longer linked", path)
		}
	}
	r.Saw("modules linked", len(linked(t)))
	r.Saw("modules with a floor", len(floors))
	r.None("below their floor", old)
}

// packagesWithHoles are packages of linked modules that no version mends.
var packagesWithHoles = []string{"golang.org/x/crypto/openpgp"}

func TestNoPackageWithHolesIsLinked(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "-tags", "nomsgpack,timetzdata", "./cmd/giaouoc")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packagesWithHoles {
		if strings.Contains(string(out), p+"\n") {
			t.Errorf("%s is linked", p)
		}
	}
}

// goFloor is the newest Go when go.mod was last looked at.
const goFloor = "1.26.8"

// The toolchain line makes an older Go fetch the patched one; the go line stays
// low, so that a machine without a network can still build.
func TestGoIsPatched(t *testing.T) {
	r := rig.Measure(t, "E4", "version of Go")
	b, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^toolchain go(\S+)$`).FindSubmatch(b)
	if line == nil || !newEnough(string(line[1]), goFloor) {
		t.Errorf("go.mod names no toolchain of go%s or later", goFloor)
	}
	have := strings.TrimPrefix(strings.Fields(runtime.Version())[0], "go")
	r.Must("Go", have, "go"+goFloor+" or later; unset GOTOOLCHAIN, and go fetches it", newEnough(have, goFloor))
}

func newEnough(have, floor string) bool {
	h, f := strings.Split(have, "."), strings.Split(floor, ".")
	for i := range f {
		if i >= len(h) {
			return false
		}
		a, _ := strconv.Atoi(h[i])
		if b, _ := strconv.Atoi(f[i]); a != b {
			return a > b
		}
	}
	return true
}

func TestNewEnough(t *testing.T) {
	for _, tt := range []struct {
		have, floor string
		want        bool
	}{
		{"1.26.8", "1.26.8", true},
		{"1.27.0", "1.26.8", true},
		{"2.0.0", "1.26.8", true},
		{"1.26.7", "1.26.8", false},
		{"1.26", "1.26.8", false},
		{"1.9.9", "1.10.0", false},
	} {
		if got := newEnough(tt.have, tt.floor); got != tt.want {
			t.Errorf("%s against %s: %v", tt.have, tt.floor, got)
		}
	}
}
