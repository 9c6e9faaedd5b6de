package main

import (
	"os"
	"strconv"
	"testing"

	"metrograph/internal/sample"
)

// benchCertificates is the number of certificates that benchmarks load:
// METROGRAPH_BENCH_CERTIFICATES, or 10,000.
func benchCertificates(b *testing.B) int {
	b.Helper()
	n, err := strconv.Atoi(os.Getenv("METROGRAPH_BENCH_CERTIFICATES"))
	if err != nil || n <= 0 {
		return 10_000
	}
	return n
}

// BenchmarkLoad writes certificates, and the master data that they refer to, through the
// registry into a new embedded store.
func BenchmarkLoad(b *testing.B) {
	spareCollector()
	data := sample.Options{Certificates: benchCertificates(b), Instruments: instrumentsFor(benchCertificates(b))}
	for b.Loop() {
		n, err := openNode(b.Context(), demoNode(b.TempDir(), data))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := n.loadDemo(b.Context(), data); err != nil {
			b.Fatal(err)
		}
		if err := n.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(data.Certificates)*float64(b.N)/b.Elapsed().Seconds(), "certificates/s")
}

// BenchmarkQuery asks over HTTP, each kind of request as each kind of caller. The command
// bench compares sizes of the store in one run.
func BenchmarkQuery(b *testing.B) {
	data := sample.Options{Certificates: benchCertificates(b), Instruments: instrumentsFor(benchCertificates(b))}
	n, err := openNode(b.Context(), demoNode(b.TempDir(), data))
	if err != nil {
		b.Fatal(err)
	}
	defer n.Close()
	if _, err := n.loadDemo(b.Context(), data); err != nil {
		b.Fatal(err)
	}
	node, err := newBench(b.Context(), n, data)
	if err != nil {
		b.Fatal(err)
	}
	defer node.server.Close()
	for _, request := range node.requests() {
		for _, caller := range node.callers {
			b.Run(request.name+"/"+caller.name, func(b *testing.B) {
				query, err := node.prepare(b.Context(), caller, request)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := node.ask(b.Context(), caller.key, query); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
