package sqlitestore

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// The benchmarks work on certificates, 10,000 of them if METROGRAPH_BENCH_RECORDS does not say
// otherwise, in a new file if METROGRAPH_BENCH_FILE does not name one that is to be kept.

// BenchmarkPrepare is the part of a write that is done beside the writer.
func BenchmarkPrepare(b *testing.B) {
	s := &Store{layouts: layouts()}
	changes := newGenerator(1).changes(500)
	size, m := 0, borrow()
	for i := 0; b.Loop(); i++ {
		size = len(s.prepare(changes[i%500], m).Document)
		if i%500 == 499 {
			m.free()
			m = borrow()
		}
	}
	b.ReportAllocs()
	b.ReportMetric(float64(size), "document-bytes")
}

// BenchmarkWrite is the writer alone, in batches of 500.
func BenchmarkWrite(b *testing.B) {
	s := opened(b, filepath.Join(b.TempDir(), "store.db"))
	g := newGenerator(1)
	b.ReportAllocs()
	b.ResetTimer()
	for n := 0; n < b.N; n += 500 {
		b.StopTimer()
		x := s.prepareAll(g.changes(500))
		b.StartTimer()
		if err := s.transact([]*batch{x}); err != nil {
			b.Fatal(err)
		}
		for _, o := range x.outcomes {
			if o.Err != nil {
				b.Fatal(o.Err)
			}
		}
	}
}

// BenchmarkCommit is one small commit after the other, by as many writers as -cpu says.
func BenchmarkCommit(b *testing.B) {
	s := opened(b, filepath.Join(b.TempDir(), "store.db"))
	next := make(chan store.Change, 1000)
	go func() {
		g := newGenerator(1)
		for range b.N {
			next <- g.changes(1)[0]
		}
		close(next)
	}()
	b.ReportAllocs()
	b.SetParallelism(8)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if outcomes, err := s.Commit(context.Background(), []store.Change{<-next}); err != nil || outcomes[0].Err != nil {
				b.Error(outcomes, err)
			}
		}
	})
}

// BenchmarkAmend publishes certificates that are there, in batches of 500.
func BenchmarkAmend(b *testing.B) {
	s := opened(b, filepath.Join(b.TempDir(), "store.db"))
	changes := newGenerator(1).changes(5000)
	load(b, s, changes)
	b.ReportAllocs()
	b.ResetTimer()
	for n := 0; n < b.N; n += 500 {
		part := changes[n%len(changes):][:500]
		for i := range part {
			c := part[i].Record.(*model.Certificate)
			c.Version++
			c.Status = model.Status("").Values()[n/len(changes)%4]
			part[i].Operation = store.Publish
		}
		load(b, s, part)
	}
}

func opened(b *testing.B, path string) *Store {
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

func load(b *testing.B, s *Store, changes []store.Change) {
	outcomes, err := s.Commit(context.Background(), changes)
	if err != nil {
		b.Fatal(err)
	}
	for _, o := range outcomes {
		if o.Err != nil {
			b.Fatal(o.Err)
		}
	}
}

// loaded returns a store with the number of certificates that is asked for, two callers
// committing 500 at a time.
func loaded(b *testing.B) *Store {
	records, path := 10_000, filepath.Join(b.TempDir(), "store.db")
	if n, err := strconv.Atoi(os.Getenv("METROGRAPH_BENCH_RECORDS")); err == nil {
		records = n
	}
	if kept := os.Getenv("METROGRAPH_BENCH_FILE"); kept != "" {
		path = kept
	}
	s := opened(b, path)
	have, err := s.Count(context.Background(), store.Query{Kind: model.KindCertificate, Scope: model.Everything()})
	if err != nil {
		b.Fatal(err)
	}
	if have > 0 {
		b.Logf("%d certificates", have)
		return s
	}
	portions := make(chan []store.Change, 2)
	go func() {
		g := newGenerator(1)
		for n := 0; n < records; n += 500 {
			portions <- g.changes(min(500, records-n))
		}
		close(portions)
	}()
	start := time.Now()
	done := make(chan struct{}, 2)
	for range cap(done) {
		go func() {
			for part := range portions {
				load(b, s, part)
			}
			done <- struct{}{}
		}()
	}
	<-done
	<-done
	took := time.Since(start)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d certificates in %v, %.0f a second (making them included), %d MB", records, took.Round(time.Millisecond), float64(records)/took.Seconds(), info.Size()>>20)
	return s
}
