package main

import (
	"bytes"
	"testing"

	"metrograph/internal/sample"
	"metrograph/registry"
	"metrograph/report/bluebook"
	"metrograph/report/typeset"
)

// BenchmarkBlueBook makes the blue book of a year of a node with all certificates: one pass over
// those of the years that it looks at, the page and the PDF.
func BenchmarkBlueBook(b *testing.B) {
	n, _ := benchNode(b, sample.Options{Certificates: benchCertificates(b), Instruments: instrumentsFor(benchCertificates(b))})
	defer n.Close()
	period, err := bluebook.ParsePeriod("2025")
	if err != nil {
		b.Fatal(err)
	}
	read := 0
	for b.Loop() {
		d, err := n.BlueBook(n.operator(b.Context()), n.institution.Name, registry.BlueBookRequest{Period: period, Lang: "zh", Progress: func(done, _ int) { read = done }})
		if err != nil {
			b.Fatal(err)
		}
		var pdf bytes.Buffer
		if _, err := typeset.PDF(&pdf, d); err != nil || d.HTML() == "" {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(read), "certificates")
}
