package federate

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"metrograph/model"
	"metrograph/network"
	"metrograph/registry"
)

// metrics count what goes between the node and its peers.
type metrics struct {
	records   *prometheus.CounterVec   // by peer and outcome
	bytes     *prometheus.CounterVec   // by peer
	tries     *prometheus.CounterVec   // by peer, direction and result
	queries   *prometheus.HistogramVec // put to a peer, by peer and status
	questions *prometheus.CounterVec   // of a peer, by peer and result
}

func newMetrics() *metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "metrograph", Subsystem: "federation", Name: name, Help: help}, labels)
	}
	return &metrics{
		records: counter("records_total", "Records that came from a peer, by what became of them.", "peer", "outcome"),
		bytes:   counter("received_bytes_total", "Bytes of batches that came from a peer.", "peer"),
		tries:   counter("exchanges_total", "Harvests from and submissions to a peer.", "peer", "direction", "result"),
		queries: prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "metrograph", Subsystem: "federation", Name: "query_duration_seconds",
			Help: "Time until a peer had answered a query that was put to it, by how it did.", Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}},
			[]string{"peer", "status"}),
		questions: counter("questions_total", "Queries that a peer has put to this node.", "peer", "result"),
	}
}

// Register has the metrics told.
func (n *Node) Register(r prometheus.Registerer) {
	r.MustRegister(n.metrics.records, n.metrics.bytes, n.metrics.tries, n.metrics.queries, n.metrics.questions, newStanding(n))
}

func (m *metrics) took(peer model.ID, results []registry.Received, size int) {
	for _, r := range results {
		m.records.WithLabelValues(string(peer), r.Outcome).Inc()
	}
	m.bytes.WithLabelValues(string(peer)).Add(float64(size))
}

func (m *metrics) tried(peer model.ID, direction string, err error) {
	result := "success"
	if err != nil {
		result = "failure"
	}
	m.tries.WithLabelValues(string(peer), direction, result).Inc()
}

// asked tells of a query that was put to a peer.
func (m *metrics) asked(peer model.ID, status network.Status, took time.Duration) {
	m.queries.WithLabelValues(string(peer), string(status)).Observe(took.Seconds())
}

// questioned tells of a query that a peer has put to this node.
func (m *metrics) questioned(peer model.ID, err error) {
	result := "success"
	if err != nil {
		result = string(model.CodeOf(err))
	}
	m.questions.WithLabelValues(string(peer), result).Inc()
}
