package audit

import (
	"strings"
	"testing"
)

// BenchmarkSign is what an event's MAC costs.
func BenchmarkSign(b *testing.B) {
	l := New([]byte(strings.Repeat("k", 32)))
	e := Event{Chain: General, Seq: 1, At: "2026-01-01T00:00:00.000000Z", Action: "createCommitment", Entity: "commitment", Changes: `[{"field":"text","from":null,"to":"Giải quyết thủ tục hành chính đúng hạn"}]`, Previous: strings.Repeat("0", 64)}
	b.ReportAllocs()
	for b.Loop() {
		l.sign(e)
	}
}
