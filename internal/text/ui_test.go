package text

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

const dashboard = "../../web/src"

// The dashboard's words stand in both languages, once, and say the same; every
// one is used, and every one that is used is there.
func TestWordsOfTheDashboard(t *testing.T) {
	paths, err := filepath.Glob("ui/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no words: %v", err)
	}
	words, from := map[string]Entry{}, map[string]string{}
	hole := regexp.MustCompile(`\{\w+\}`)
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		own := map[string]Entry{}
		if err := json.Unmarshal(raw, &own); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if n := len(regexp.MustCompile(`(?m)^\s*"[^"]+":`).FindAll(raw, -1)); n != len(own) {
			t.Errorf("%s has %d keys for %d words: one a line, each once", path, n, len(own))
		}
		for key, e := range own {
			if from[key] != "" {
				t.Errorf("%s stands in %s and %s", key, from[key], path)
			}
			words[key], from[key] = e, path
			vi, en := hole.FindAllString(e.Vi, -1), hole.FindAllString(e.En, -1)
			slices.Sort(vi)
			slices.Sort(en)
			switch {
			case strings.TrimSpace(e.Vi) == "" || strings.TrimSpace(e.En) == "":
				t.Errorf("%s %s: a language is missing", path, key)
			case !norm.NFC.IsNormalString(e.Vi):
				t.Errorf("%s %s: Vietnamese text is not NFC", path, key)
			case !slices.Equal(slices.Compact(vi), slices.Compact(en)):
				t.Errorf("%s %s: parameters differ: %v and %v", path, key, vi, en)
			}
		}
	}
	source := sources(t)
	quoted := regexp.MustCompile(`"([a-z][\w]*(?:\.[\w]+)+)"`)
	used := map[string]bool{}
	for _, m := range quoted.FindAllStringSubmatch(source, -1) {
		used[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`\bt\("([^"]+)"`).FindAllStringSubmatch(source, -1) {
		if _, ok := words[m[1]]; !ok {
			t.Errorf("the dashboard says %q, which no file in ui/ has", m[1])
		}
	}
	var begun []string // of keys that are put together: t(`unit.kind_${kind}`)
	for _, m := range regexp.MustCompile("`([a-z]\\w*\\.[\\w.]*)\\$\\{").FindAllStringSubmatch(source, -1) {
		begun = append(begun, m[1])
	}
	for key := range words {
		if !used[key] && !slices.ContainsFunc(begun, func(b string) bool { return strings.HasPrefix(key, b) }) {
			t.Errorf("%s: %s is used nowhere", from[key], key)
		}
	}
}

// sources is all that is written for the dashboard.
func sources(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dashboard, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !regexp.MustCompile(`\.tsx?$`).MatchString(path) || strings.HasSuffix(path, ".d.ts") {
			return err
		}
		raw, err := os.ReadFile(path)
		b.Write(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
