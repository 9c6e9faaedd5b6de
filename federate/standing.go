package federate

import "github.com/prometheus/client_golang/prometheus"

// standing tells how the exchange with each peer stands by the node's account, which a new
// start does not forget.
type standing struct {
	node                               *Node
	success, lag, failing, busy, given *prometheus.Desc
}

func newStanding(n *Node) *standing {
	describe := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("metrograph_federation_"+name, help, append([]string{"peer"}, labels...), nil)
	}
	return &standing{
		node:    n,
		success: describe("last_success_timestamp_seconds", "When all that is shared had gone over last.", "direction"),
		lag:     describe("lag_seconds", "Since all that a peer shares was here last."),
		failing: describe("failing", "Whether the last harvest from or submission to a peer failed: 1 or 0.", "direction"),
		busy:    describe("busy_seconds_total", "How long it took to keep what came from a peer; with the records, how many a second."),
		given:   describe("given_records_total", "Records that a peer has taken, as it harvested or as they were submitted."),
	}
}

// Describe names the metrics.
func (s *standing) Describe(all chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{s.success, s.lag, s.failing, s.busy, s.given} {
		all <- d
	}
}

// Collect reads the account. Where that is closed, as when the last metrics of a process are
// sent, there is nothing to tell; it takes no other metrics with it.
func (s *standing) Collect(all chan<- prometheus.Metric) {
	peers, err := s.node.Peers()
	if err != nil {
		return
	}
	for i := range peers {
		s.tell(&peers[i], all)
	}
}

func (s *standing) tell(p *Status, all chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, direction ...string) {
		all <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, append([]string{string(p.ID)}, direction...)...)
	}
	total := func(d *prometheus.Desc, value float64) {
		all <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, value, string(p.ID))
	}
	if at := p.Progress.Success; !at.IsZero() {
		gauge(s.success, float64(at.UnixMilli())/1000, "harvest")
		gauge(s.lag, p.Lag.Seconds())
	}
	if at := p.Progress.PushSuccess; !at.IsZero() {
		gauge(s.success, float64(at.UnixMilli())/1000, "submit")
	}
	gauge(s.failing, oneIf(p.Progress.Failure != ""), "harvest")
	gauge(s.failing, oneIf(p.Progress.PushFailure != ""), "submit")
	total(s.busy, float64(p.Progress.Busy)/1000)
	total(s.given, float64(p.Served))
}

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
