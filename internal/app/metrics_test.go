package app

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
)

// Methods that callers make up are counted as one, so that nobody can fill the
// memory with counters.
func TestMadeUpMethodsAreOneMetric(t *testing.T) {
	m := newMetrics()
	m.observe("GET", "/api/v1/units", 200, 0.01)
	for i := range 100 {
		m.observe(fmt.Sprint("MADEUP", i), "-", 404, 0.01)
	}
	w := httptest.NewRecorder()
	m.handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	body := w.Body.String()
	if strings.Contains(body, "MADEUP") || !strings.Contains(body, `_count{method="other",route="-",status="404"} 100`) {
		t.Errorf("%.3000s", body)
	}
	if !strings.Contains(body, `_count{method="GET",route="/api/v1/units",status="200"} 1`) {
		t.Error("GET is not counted")
	}
}
