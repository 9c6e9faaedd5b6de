package main

import (
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"metrograph/federate"
	"metrograph/internal/sample"
	"metrograph/model"
)

// benchPage is the first page of what the benchmark asks for.
const benchPage = `{ certificates(first: 50, scope: SCOPE) { edges { node { id number issuedAt discipline issuer { name { zh } } items { instrument { model serialNumber } } } } pageInfo { hasNextPage endCursor } } }`

// counted is a writer that counts what is written.
type counted struct {
	http.ResponseWriter
	to *atomic.Int64
}

func (c counted) Write(b []byte) (int, error) {
	c.to.Add(int64(len(b)))
	return c.ResponseWriter.Write(b)
}

// BenchmarkNetwork asks for the first merged page of eight nodes on this machine, each with as many
// certificates, beside what the slowest of them takes to answer for itself, in one run; and again
// while one of them hangs. METROGRAPH_BENCH_CERTIFICATES sets the size of each,
// METROGRAPH_BENCH_NODES another number of nodes, of at least two.
func BenchmarkNetwork(b *testing.B) {
	const deadline = time.Second
	spareCollector()
	m := &mesh{TB: b}
	for i := range benchNodes() {
		level := model.LevelProvincial
		if i == 0 {
			level = model.LevelNational
		}
		size := benchCertificates(b)
		m.join(sample.Options{Seed: uint64(i + 1), Certificates: size, Instruments: instrumentsFor(size)}, level, deadline)
	}
	m.connect()
	var bytes atomic.Int64
	for _, n := range m.nodes[1:] {
		n.between = func(w http.ResponseWriter, r *http.Request, next http.Handler) { next.ServeHTTP(counted{w, &bytes}, r) }
	}
	hub := m.nodes[0]
	timed := func(n *meshNode, scope string) (time.Duration, meshAnswer) {
		began := time.Now()
		a := n.ask("member", strings.Replace(benchPage, "SCOPE", scope, 1))
		return time.Since(began), a
	}
	for range 3 { // what is remembered of callers and queries is there
		for _, n := range m.nodes {
			timed(n, "LOCAL")
		}
		timed(hub, "NETWORK")
	}
	b.Run("page", func(b *testing.B) {
		var slowest, network []time.Duration
		bytes.Store(0)
		for b.Loop() {
			var most time.Duration
			for _, n := range m.nodes {
				took, _ := timed(n, "LOCAL")
				most = max(most, took)
			}
			before := bytes.Load()
			took, a := timed(hub, "NETWORK")
			if rows := rowsOf(a, "certificates"); len(rows) != 50 {
				b.Fatalf("%d rows: %s", len(rows), a.raw)
			}
			slowest, network = append(slowest, most), append(network, took)
			b.ReportMetric(float64(bytes.Load()-before)/1024, "KiB-wire/page")
		}
		reportMiddle(b, "slowest-node", slowest)
		reportMiddle(b, "network", network)
		b.ReportMetric(float64(middle(network))/float64(middle(slowest)), "ratio")
		b.ReportMetric(0, "ns/op") // it is of both
	})
	b.Run("hanging", func(b *testing.B) {
		released := make(chan struct{})
		defer close(released)
		bad := m.nodes[len(m.nodes)-1]
		bad.between = func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if r.URL.Path != federate.PathQuery {
				next.ServeHTTP(w, r)
				return
			}
			select {
			case <-r.Context().Done():
			case <-released:
			}
		}
		var took []time.Duration
		for b.Loop() {
			if len(took) < 4 { // then it is left out
				one, _ := timed(hub, "NETWORK")
				took = append(took, one)
			}
		}
		reportMiddle(b, "network", took)
		b.ReportMetric(float64(slices.Max(took))/float64(deadline), "deadlines")
		b.ReportMetric(0, "ns/op")
	})
}

func benchNodes() int {
	n, err := strconv.Atoi(os.Getenv("METROGRAPH_BENCH_NODES"))
	if err != nil || n < 2 {
		return 8
	}
	return n
}

func middle(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

func reportMiddle(b *testing.B, what string, all []time.Duration) {
	b.Helper()
	b.ReportMetric(float64(middle(all))/float64(time.Millisecond), what+"-p50-ms")
}
