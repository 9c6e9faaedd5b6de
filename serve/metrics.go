package serve

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"metrograph/model"
)

// metrics are the shell's own.
type metrics struct {
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	inFlight prometheus.Gauge
}

func newMetrics(registry *prometheus.Registry) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "metrograph_http_requests_total",
			Help: "Requests answered."}, []string{"route", "method", "code"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "metrograph_http_request_duration_seconds",
			Help:    "Time from a request's header to the end of its answer.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 120}}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "metrograph_http_requests_in_flight",
			Help: "Requests being answered."}),
	}
	registry.MustRegister(m.requests, m.duration, m.inFlight)
	for _, c := range []prometheus.Collector{collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})} {
		_ = registry.Register(c) // fails only where the registry's owner has done it already
	}
	return m
}

func (m *metrics) count(route, method string, code int, took time.Duration) {
	m.requests.WithLabelValues(route, methodLabel(method), strconv.Itoa(code)).Inc()
	m.duration.WithLabelValues(route).Observe(took.Seconds())
}

// methodLabel keeps made-up methods from making labels without end.
func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch:
		return method
	}
	return "other"
}

func (s *shell) routeMetrics(mux *http.ServeMux) {
	h := s.Toll(promhttp.HandlerFor(s.Registry, promhttp.HandlerOpts{}))
	switch s.Metrics {
	case MetricsPublic:
		mux.Handle("GET /metrics", h)
	case MetricsPrivate:
		mux.Handle("GET /metrics", s.authenticate(operatorsOnly(h)))
	}
}

func operatorsOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		roles := model.PrincipalFrom(r.Context()).Roles()
		if !roles.Has(model.RoleAdministrator) && !roles.Has(model.RoleAuditor) {
			WriteError(w, r, model.Errorf(model.CodeForbidden, "the metrics are for administrators and auditors"))
			return
		}
		next.ServeHTTP(w, r)
	})
}
