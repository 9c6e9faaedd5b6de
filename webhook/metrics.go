package webhook

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics count what is sent. Their labels are outcomes, of which there are few; whose webhooks
// they are is in the records.
type metrics struct {
	attempts  *prometheus.CounterVec
	duration  prometheus.Histogram
	active    prometheus.Gauge
	suspended prometheus.Counter
}

func newMetrics(r prometheus.Registerer) *metrics {
	m := &metrics{
		attempts: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "metrograph_webhook_attempts_total",
			Help: "Attempts to deliver events of webhooks, by their outcome."}, []string{"outcome"}),
		duration: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "metrograph_webhook_attempt_duration_seconds",
			Help: "Time that receivers of webhooks take.", Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}}),
		active: prometheus.NewGauge(prometheus.GaugeOpts{Name: "metrograph_webhooks_active",
			Help: "Webhooks whose events are sent."}),
		suspended: prometheus.NewCounter(prometheus.CounterOpts{Name: "metrograph_webhook_suspensions_total",
			Help: "Webhooks that the node has suspended."}),
	}
	if r != nil {
		r.MustRegister(m.attempts, m.duration, m.active, m.suspended)
	}
	return m
}

func (m *metrics) observe(out outcome, took time.Duration) {
	m.attempts.WithLabelValues(out.kind).Inc()
	m.duration.Observe(took.Seconds())
}
