package app_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"giaouoc/torture/rig"
)

// asvs are the requirements of OWASP ASVS 5.0.0 by section: one character each,
// its level, or - for those of level 3 that are not ours. V10 (OAuth) and V17
// (WebRTC) do not apply.
var asvs = map[string]string{
	"1.1": "22", "1.2": "1111122223", "1.3": "11222222222-", "1.4": "222", "1.5": "12-",
	"2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "2-",
	"3.1": "-", "3.2": "11-", "3.3": "1222-", "3.4": "112222-3", "3.5": "11122---", "3.6": "-", "3.7": "22---",
	"4.1": "1223-", "4.2": "2----", "4.3": "22", "4.4": "1222",
	"5.1": "2", "5.2": "1123--", "5.3": "113", "5.4": "222",
	"6.1": "122", "6.2": "111111112222", "6.3": "1122---3", "6.4": "1122--", "6.5": "22222---", "6.6": "222-", "6.7": "--", "6.8": "2222",
	"7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "22-", "7.6": "22",
	"8.1": "12--", "8.2": "112-", "8.3": "13-", "8.4": "2-",
	"9.1": "111", "9.2": "1222",
	"11.1": "22--", "11.2": "222--", "11.3": "112--", "11.4": "1222", "11.5": "2-", "11.6": "2-", "11.7": "--",
	"12.1": "122--", "12.2": "11", "12.3": "2222-",
	"13.1": "233-", "13.2": "222223", "13.3": "22--", "13.4": "12222--",
	"14.1": "22", "14.2": "1222--3-", "14.3": "122",
	"15.1": "122--", "15.2": "122--", "15.3": "1222222", "15.4": "3333",
	"16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
}

// asvsStates are the states a line may have.
var asvsStates = []string{"met", "partly", "not yet", "operator", "n/a"}

// docs/asvs.csv has every requirement once, with a state and, where something is
// claimed, evidence that exists.
func TestASVS(t *testing.T) {
	r := rig.Measure(t, "E6", "ASVS 5.0.0")
	f, err := os.Open(filepath.Join(root, "docs/asvs.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if head := strings.Join(rows[0], ","); head != "id,level,chapter,applies,words,state,evidence" {
		t.Fatalf("columns %s", head)
	}
	want := map[string]string{}
	for section, levels := range asvs {
		for i, level := range levels {
			if level != '-' {
				want[fmt.Sprintf("%s.%d", section, i+1)] = string(level)
			}
		}
	}
	tests, seen, states, faults, low := testsOf(t), map[string]bool{}, map[string]int{}, 0, 0
	for _, row := range rows[1:] {
		for _, fault := range asvsFaults(row, want, seen, tests) {
			faults++
			t.Errorf("%s: %s", row[0], fault)
		}
		seen[row[0]] = true
		states[row[5]]++
		if row[1] != "3" {
			low++
		}
	}
	for id := range want {
		if !seen[id] {
			faults++
			t.Errorf("%s is missing", id)
		}
	}
	r.Must("lines of levels 1 and 2", low, "217", low == 217)
	r.Saw("lines of level 3", len(seen)-low)
	for _, s := range asvsStates {
		r.Saw(s, states[s])
	}
	r.None("lines missing, doubled, without state or evidence", faults)
}

// asvsFaults says what is wrong with a line.
func asvsFaults(row []string, want map[string]string, seen, tests map[string]bool) []string {
	id, level, chapter, applies, words, state, evidence := row[0], row[1], row[2], row[3], row[4], row[5], strings.Fields(row[6])
	var out []string
	check := func(ok bool, format string, a ...any) {
		if !ok {
			out = append(out, fmt.Sprintf(format, a...))
		}
	}
	check(!seen[id], "twice")
	check(want[id] != "" && want[id] == level, "level %s, want %q", level, want[id])
	check(strings.HasPrefix("V"+id, chapter+"."), "in chapter %s", chapter)
	check(slices.Contains(asvsStates, state), "state %q", state)
	check(applies == "yes" || applies == "no", "applies %q", applies)
	check((applies == "no") == (state == "n/a"), "applies %s, state %s", applies, state)
	check(words != "", "no words")
	check(len(evidence) > 0 || state == "n/a" || state == "not yet", "no evidence")
	for _, e := range evidence {
		check(evidenceExists(e, tests), "%s does not exist", e)
	}
	return out
}

func evidenceExists(e string, tests map[string]bool) bool {
	if strings.HasPrefix(e, "Test") {
		return tests[e]
	}
	_, err := os.Stat(filepath.Join(root, e))
	return err == nil
}

var testFunction = regexp.MustCompile(`(?m)^func (Test\w+)\(`)

// testsOf are the names of all tests.
func testsOf(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, f := range trackedFiles(t) {
		if !strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(root, f))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range testFunction.FindAllSubmatch(b, -1) {
			out[string(m[1])] = true
		}
	}
	return out
}

// The tests that the documents on security name exist.
func TestSecurityDocumentsNameWhatExists(t *testing.T) {
	tests, named := testsOf(t), 0
	code := regexp.MustCompile("`(Test\\w+)`")
	for _, doc := range []string{"docs/threat-model.md", "SECURITY.md"} {
		b, err := os.ReadFile(filepath.Join(root, doc))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(b), -1) {
			if named++; !tests[m[1]] {
				t.Errorf("%s names %s, which does not exist", doc, m[1])
			}
		}
	}
	if named < 40 {
		t.Errorf("only %d tests are named", named)
	}
}

// A line that is wrong in any way is found.
func TestASVSFaultsAreFound(t *testing.T) {
	want, tests := map[string]string{"1.2.3": "1"}, map[string]bool{"TestX": true}
	good := []string{"1.2.3", "1", "V1", "yes", "so", "met", "TestX go.mod"}
	if got := asvsFaults(good, want, map[string]bool{}, tests); len(got) > 0 {
		t.Errorf("a good line: %v", got)
	}
	for column, value := range map[int]string{0: "1.2.4", 1: "2", 2: "V2", 3: "maybe", 4: "", 5: "done", 6: "TestY"} {
		bad := slices.Clone(good)
		bad[column] = value
		if len(asvsFaults(bad, want, map[string]bool{}, tests)) == 0 {
			t.Errorf("%q is not found in column %d", value, column)
		}
	}
	for what, change := range map[string]func(row []string){
		"no evidence": func(row []string) { row[6] = "" }, "a file that is gone": func(row []string) { row[6] = "docs/gone.md" },
		"no and met": func(row []string) { row[3] = "no" }, "yes and n/a": func(row []string) { row[5] = "n/a" },
	} {
		bad := slices.Clone(good)
		change(bad)
		if len(asvsFaults(bad, want, map[string]bool{}, tests)) == 0 {
			t.Errorf("not found: %s", what)
		}
	}
	if len(asvsFaults(good, want, map[string]bool{"1.2.3": true}, tests)) == 0 {
		t.Error("not found: a second line")
	}
}
