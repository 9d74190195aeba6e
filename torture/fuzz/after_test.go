package fuzz_test

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"giaouoc/torture/rig"
)

// rows judge what the answers showed.
func (f *fuzz) rows(t *testing.T, what string) {
	t.Helper()
	r1 := rig.Measure(t, "R1", what)
	r1.Must("requests", f.sent, "at least "+strconv.Itoa(f.total), f.sent >= f.total)
	for _, code := range []string{"F100-5xx", "503", "hang", "dead", "dropped-connection"} {
		r1.None(code, f.book.of(code))
	}
	for _, code := range []string{"slow", "slow-export"} {
		r1.MustTime(code, f.book.of(code), "0", f.book.of(code) == 0)
	}
	r2 := rig.Measure(t, "R2", what)
	for _, code := range []string{"F101-status", "F101-type", "F101-body", "F101-problem", "F101-method", "F101-refusal", "undeclared-field", "F102-accepted", "F102-refused", "use-after-free", "lost-record"} {
		r2.None(code, f.book.of(code))
	}
	var never []string
	valid, accepted := 0, 0
	for _, op := range f.contract.ops {
		c := f.counts[op.id]
		if c == nil || c.ok == 0 {
			never = append(never, op.id)
			if c != nil {
				t.Logf("%s: %s", op.id, c.why)
			}
			continue
		}
		valid, accepted = valid+c.valid, accepted+c.accepted
		if c.valid > 20 && c.accepted*2 < c.valid {
			t.Logf("%s: %d of %d valid requests accepted: %s", op.id, c.accepted, c.valid, c.why)
		}
	}
	r3 := rig.Measure(t, "R3", what)
	r3.Must("operations never 2xx", len(never), "0 "+strings.Join(never, " "), len(never) == 0)
	percent := 100 * accepted / max(valid, 1)
	r3.Must("valid_accepted_percent", percent, ">= 60", percent >= 60)
	r3.Saw("valid requests", valid)
	r4 := rig.Measure(t, "R4", what)
	r4.None("leak-sql", f.book.of("leak-sql"))
	r4.None("leak-internal", f.book.of("leak-internal"))
	a7 := rig.Measure(t, "A7", what)
	a7.Must("requests with server-owned members", f.mass, ">= 100", f.mass >= 100)
	a7.None("F203-mass", f.book.of("F203-mass"))
}

// after looks at the process, its log and its chain once all is sent.
func after(t *testing.T, s *rig.Server, f *fuzz, what string, banner int, metrics string, before int, canary *canaryListener) {
	t.Helper()
	if !s.Running() {
		t.Fatalf("the program ended:\n%s", tail(s.Log()))
	}
	r10 := rig.Measure(t, "R10", what)
	now := goroutines(t, metrics)
	for range 50 {
		if now <= before+10 {
			break
		}
		time.Sleep(100 * time.Millisecond)
		now = goroutines(t, metrics)
	}
	mib := s.Memory() >> 20
	r10.Must("MiB resident", mib, "<= 300", mib <= 300)
	r10.Must("goroutines", now, "within 10 of "+strconv.Itoa(before), now <= before+10 && now >= before-10)

	methods := map[string]bool{}
	for _, m := range methodLabel.FindAllString(measured(t, metrics), -1) {
		methods[m] = true
	}
	r10.Must("methods kept in the metrics", len(methods), "<= 10", len(methods) > 0 && len(methods) <= 10)

	rig.Measure(t, "H7", what).None("connections out", int(canary.heard.Load()))
	if c, err := (&http.Client{Timeout: time.Second}).Get("http://" + canary.address); err == nil {
		_ = c.Body.Close()
	}
	if canary.heard.Load() == 0 {
		t.Error("the canary hears nothing")
	}

	out, err := s.Run("", "audit", "verify")
	rig.Measure(t, "R1", what).Must("audit verify", strings.TrimSpace(out), "no error", err == nil)
	if err != nil {
		t.Log(err)
	}
	log := s.Log()[banner:]
	f.log(t, what, log)
}

// log judges what the program wrote while it was fuzzed.
func (f *fuzz) log(t *testing.T, what, log string) {
	t.Helper()
	h9 := rig.Measure(t, "H9", what)
	broken, requests, panics := 0, 0, 0
	for line := range strings.Lines(log) {
		var entry struct{ Level, Msg string }
		switch err := json.Unmarshal([]byte(line), &entry); {
		case err != nil || entry.Msg == "":
			if broken++; broken < 4 {
				t.Logf("no line of JSON: %.300q", line)
			}
		case entry.Msg == "request":
			requests++
		case entry.Msg == "panic" || strings.HasPrefix(entry.Msg, "forged"):
			if panics++; panics < 4 {
				t.Logf("%.2000s", line)
			}
		}
	}
	h9.None("lines that are no JSON", broken)
	h9.None("panics and forged entries", panics)
	h9.Must("lines of requests", requests, "at most the requests sent and at least 99 %", requests <= f.sent+50 && requests*100 >= f.sent*99)

	e3 := rig.Measure(t, "E3", what)
	found := 0
	for secret := range f.secrets {
		if strings.Contains(secret, " ") && strings.Contains(log, secret) {
			found++
		}
	}
	for word := range strings.FieldsFuncSeq(log, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.')
	}) {
		if len(word) >= 16 && (f.secrets[word] || strings.HasPrefix(word, "eyJ")) {
			if found++; found < 4 {
				t.Logf("a secret in the log: %.40s", word)
			}
		}
	}
	e3.None("secrets in the log", found+strings.Count(log, "argon2"))
	e3.Must("secrets looked for", len(f.secrets), ">= 10", len(f.secrets) >= 10)
}

var methodLabel = regexp.MustCompile(`method="[^"]*"`)

// goroutines is what the program counts of its own.
func goroutines(t *testing.T, metrics string) int {
	t.Helper()
	_, rest, ok := strings.Cut(measured(t, metrics), "\ngo_goroutines ")
	first, _, _ := strings.Cut(rest, "\n")
	n, err := strconv.Atoi(first)
	if !ok || err != nil {
		t.Fatalf("no count of goroutines: %v", err)
	}
	return n
}

func measured(t *testing.T, metrics string) string {
	t.Helper()
	c := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := c.Get("http://" + metrics + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func tail(log string) string { return log[max(0, len(log)-4000):] }
