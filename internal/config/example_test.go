package config

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The documentation of the variables is .env.example: it must name every one
// of them with the default the code has, described in both languages.
func TestExampleFileMatchesTheCode(t *testing.T) {
	content, err := os.ReadFile("../../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, v := range variables() {
		want[v.name] = v.fallback
		if v.secret {
			want[v.name+"_FILE"] = ""
		}
	}
	assignment := regexp.MustCompile(`^# (GIAOUOC_[A-Z_]+)=(.*)$`)
	described := 0
	for i, line := range strings.Split(string(content), "\n") {
		m := assignment.FindStringSubmatch(line)
		switch {
		case line == "":
			described = 0
		case !strings.HasPrefix(line, "#"):
			t.Errorf("line %d is not a comment: %s", i+1, line)
		case m == nil:
			described++
		default:
			checkExample(t, want, m[1], m[2], described)
		}
	}
	for name := range want {
		t.Errorf("%s is missing", name)
	}
}

func checkExample(t *testing.T, want map[string]string, name, value string, described int) {
	t.Helper()
	fallback, ok := want[name]
	if !ok {
		t.Errorf("%s: unknown to the code, or there twice", name)
		return
	}
	if value != fallback {
		t.Errorf("%s: the file says %q, the code %q", name, value, fallback)
	}
	if described < 2 {
		t.Errorf("%s: wants a line in English and one in Vietnamese", name)
	}
	delete(want, name)
}
