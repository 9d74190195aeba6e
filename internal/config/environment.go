package config

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// foreign matches names that carry the prefix but are not for the service:
// those of the tests, and those Kubernetes adds for a Service called giaouoc.
var foreign = regexp.MustCompile(`^GIAOUOC_(TEST_.*|SERVICE_(HOST|PORT.*)|PORT(_.*)?)$`)

// ours keeps the variables that carry the prefix and have a value.
func ours(environ []string) map[string]string {
	env := map[string]string{}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, Prefix) && value != "" {
			env[name] = value
		}
	}
	return env
}

// lookup finds the value of one variable and where it came from.
func lookup(env map[string]string, v variable, readFile func(string) ([]byte, error)) (string, Origin, error) {
	value, path := env[v.name], ""
	if v.secret {
		path = env[v.name+"_FILE"]
	}
	switch {
	case value != "" && path != "":
		return "", FromEnvironment, wrong("two_sources", v.name+"_FILE", "is set together with "+v.name+"_FILE; keep one of them")
	case value != "":
		return value, FromEnvironment, nil
	case path != "":
		return fromFile(v.name, path, readFile)
	default:
		return v.fallback, FromDefault, nil
	}
}

func fromFile(name, path string, readFile func(string) ([]byte, error)) (string, Origin, error) {
	content, err := readFile(path)
	if err != nil {
		return "", FromFile, wrong("unreadable_file", path, name+"_FILE cannot be read: "+err.Error())
	}
	value := strings.TrimRight(string(content), "\r\n")
	if value == "" {
		return "", FromFile, wrong("empty_file", path, name+"_FILE names an empty file ("+path+"); write the secret into it")
	}
	return value, FromFile, nil
}

// unknown reports variables that carry the prefix and mean nothing: a typing
// error in a name would otherwise leave a default silently in force.
func unknown(env map[string]string) []error {
	known := names()
	var out []error
	for _, name := range slices.Sorted(maps.Keys(env)) {
		if slices.Contains(known, name) || foreign.MatchString(name) {
			continue
		}
		out = append(out, of(name, unknownReason(name, known)))
	}
	return out
}

func unknownReason(name string, known []string) error {
	if base, ok := strings.CutSuffix(name, "_FILE"); ok && slices.Contains(known, base) {
		return wrong("no_file", base, "only secrets are read from files; set "+base+" instead")
	}
	best, distance := "", 4
	for _, k := range known {
		if d := editDistance(name, k); d < distance {
			best, distance = k, d
		}
	}
	if best == "" {
		return wrong("unknown", "", "no such variable; .env.example lists them all")
	}
	return wrong("unknown_suggest", best, "no such variable; did you mean "+best+"?")
}

// names lists every variable the service reads, the _FILE forms among them.
func names() []string {
	var out []string
	for _, v := range variables() {
		out = append(out, v.name)
		if v.secret {
			out = append(out, v.name+"_FILE")
		}
	}
	return out
}

// editDistance is Levenshtein's: single letters added, dropped or replaced.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
