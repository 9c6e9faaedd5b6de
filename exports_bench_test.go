package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"metrograph/auth"
	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/registry"
)

// BenchmarkExport makes files of all certificates, and reports how much memory the process had
// at most meanwhile: it must not grow with their number.
func BenchmarkExport(b *testing.B) {
	spareCollector()
	data := sample.Options{Certificates: benchCertificates(b), Instruments: instrumentsFor(benchCertificates(b))}
	n, key := benchNode(b, data)
	defer n.Close()
	recogniser, err := auth.New(n.Registry, auth.Options{})
	if err != nil {
		b.Fatal(err)
	}
	who, err := recogniser.Principal(b.Context(), &http.Request{Header: http.Header{"X-Api-Key": {key}}}) // who reads them whole
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(b.Context()))
	defer runExports(ctx, n.exports)()
	defer cancel()
	for _, format := range []model.ExportFormat{model.ExportNDJSON, model.ExportCSV, model.ExportXLSX, model.ExportDCCZip} {
		b.Run(string(format), func(b *testing.B) {
			for b.Loop() {
				benchExport(model.WithPrincipal(ctx, who), b, n, format)
			}
		})
	}
}

// benchNode is a node that was loaded and started again, so that what loading took is gone, and
// the key of an auditor.
func benchNode(b *testing.B, data sample.Options) (n *node, key string) {
	b.Helper()
	o := demoNode(b.TempDir(), data)
	n, err := openNode(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := n.loadDemo(b.Context(), data); err != nil {
		b.Fatal(err)
	}
	callers, err := n.demoCallers(b.Context(), data)
	if err != nil {
		b.Fatal(err)
	}
	if err := n.Close(); err != nil {
		b.Fatal(err)
	}
	if n, err = openNode(b.Context(), o); err != nil {
		b.Fatal(err)
	}
	return n, callers["auditor"].Key
}

func benchExport(ctx context.Context, b *testing.B, n *node, format model.ExportFormat) {
	b.Helper()
	debug.FreeOSMemory() // what loading took is not the export's
	b.ReportMetric(float64(ownMemory())/(1<<20), "beforeMiB")
	own, live, stop := peakMemory()
	began := time.Now()
	written, err := n.exports.CreateExport(ctx, registry.ExportRequest{Content: model.KindCertificate, Format: format})
	if err != nil {
		b.Fatal(err)
	}
	for {
		found, err := n.Load(ctx, model.KindExport, []model.ID{written.ID}, 0)
		if err != nil {
			b.Fatal(err)
		}
		e := found.Records[0].(*model.Export)
		if !e.State.Ended() {
			time.Sleep(5 * time.Millisecond)
			continue
		}
		if e.State != model.JobDone {
			b.Fatalf("%s: %s", e.State, e.Failure)
		}
		took := time.Since(began).Seconds()
		stop()
		b.ReportMetric(float64(e.Objects)/took, "objects/s")
		b.ReportMetric(float64(e.Size)/took/(1<<20), "MiB/s")
		b.ReportMetric(float64(e.Size)/(1<<20), "MiB")
		b.ReportMetric(float64(own.Load())/(1<<20), "peakMiB")
		b.ReportMetric(float64(live.Load())/(1<<20), "liveMiB")
		break
	}
	deleted := &model.Export{Head: model.Head{ID: written.ID}}
	found, err := n.Load(ctx, model.KindExport, []model.ID{written.ID}, 0)
	if err != nil {
		b.Fatal(err)
	}
	out, err := n.Write(ctx, []model.Write{{Action: model.ActionDelete, Record: deleted, Version: found.Records[0].Base().Version, Reason: "bench"}})
	if err != nil || out[0].Err != nil {
		b.Fatal(err, out)
	}
}

// peakMemory watches how much memory the process has, and how much its heap has alive at the
// ends of collections.
func peakMemory() (own, live *atomic.Int64, stop func()) {
	own, live = &atomic.Int64{}, &atomic.Int64{}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			heap := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
			metrics.Read(heap)
			live.Store(max(live.Load(), int64(heap[0].Value.Uint64())))
			own.Store(max(own.Load(), ownMemory()))
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return own, live, func() { close(done); <-ended }
}

// ownMemory is what the process has of the machine's memory for itself, without the pages of
// files that it reads through it; 0 where the system does not tell.
func ownMemory() int64 {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), "RssAnon:")
	var kilobytes int64
	_, _ = fmt.Sscan(rest, &kilobytes) // 0 where there is no such line
	return kilobytes << 10
}
