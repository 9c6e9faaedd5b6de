package federate

import (
	"github.com/prometheus/client_golang/prometheus"

	"metrograph/model"
	"metrograph/registry"
)

// metrics count what goes between the node and its peers.
type metrics struct {
	records *prometheus.CounterVec // by peer and outcome
	bytes   *prometheus.CounterVec // by peer
	tries   *prometheus.CounterVec // by peer, direction and result
}

func newMetrics() *metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "metrograph", Subsystem: "federation", Name: name, Help: help}, labels)
	}
	return &metrics{
		records: counter("records_total", "Records that came from a peer, by what became of them.", "peer", "outcome"),
		bytes:   counter("received_bytes_total", "Bytes of batches that came from a peer.", "peer"),
		tries:   counter("exchanges_total", "Harvests from and submissions to a peer.", "peer", "direction", "result"),
	}
}

// Register has the metrics told.
func (n *Node) Register(r prometheus.Registerer) {
	r.MustRegister(n.metrics.records, n.metrics.bytes, n.metrics.tries, newStanding(n))
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
