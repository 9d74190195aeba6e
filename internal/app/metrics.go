package app

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are counted in a registry of their own and served on their own
// address, never on the public one.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	panics   *prometheus.CounterVec
}

// inRequest is the work of giaouoc_panics_total that is no job.
const inRequest = "request"

func newMetrics() *metrics {
	m := &metrics{prometheus.NewRegistry(), prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "giaouoc_http_request_duration_seconds", Help: "Time to answer a request.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
	}, []string{"method", "route", "status"}), prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "giaouoc_panics_total", Help: "Panics survived: in a request, or in the named work in the background.",
	}, []string{"work"})}
	m.panics.WithLabelValues(inRequest) // shown as 0 from the start
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "giaouoc_build_info", Help: "Always 1; the version is a label.", ConstLabels: prometheus.Labels{"version": Version},
	})
	info.Set(1)
	m.registry.MustRegister(m.requests, m.panics, info, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// otherMethod stands for every method HTTP does not know: a caller may make up any
// number of them, each of which would be kept for ever.
const otherMethod = "other"

func (m *metrics) observe(method, route string, status int, seconds float64) {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodTrace, http.MethodConnect:
	default:
		method = otherMethod
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(seconds)
}

func (m *metrics) panicked(work string) { m.panics.WithLabelValues(work).Inc() }

func (m *metrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}
