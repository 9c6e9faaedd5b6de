package guard_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"metrograph/graph"
	"metrograph/guard"
)

// BenchmarkAnalysis measures and weighs queries, small ones and ones made to be expensive,
// beside the parsing that comes before it.
func BenchmarkAnalysis(b *testing.B) {
	prices, err := guard.NewTariff(graph.Schema(), 100)
	if err != nil {
		b.Fatal(err)
	}
	deep := strings.Repeat("items { instrument { certificates(first: 100) { edges { node { ", 30) + "id" + strings.Repeat(" } } } } }", 30)
	for _, c := range []struct{ name, query string }{
		{"page", `{ certificates(first: 50) { totalCount edges { node { number issuedAt issuer { name { zh } } items { instrument { model } } } } } }`},
		{"bomb", strings.NewReplacer(" on Book", " on Certificate", "book {", "certificates { edges { node {", "...f1 }", "...f1 } } }").
			Replace(bomb(26, `...f%[1]d ...f%[1]d`, `id`))},
		{"deep", `{ certificates(first: 100) { edges { node { ` + deep + ` } } } }`},
		{"3,900 fields", `{ ` + strings.Repeat("__typename ", 3900) + `}`},
		{"650 aliases", `{ ` + strings.Repeat("a: me { via } ", 650) + `}`},
		{"1,900 directives", `{ me ` + strings.Repeat("@a ", 1900) + `}`},
	} {
		doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: c.query}, 4000)
		if err != nil {
			b.Fatal(c.name, err)
		}
		b.Run(c.name+"/analysis", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				guard.ShapeOf(doc)
				if _, err := prices.Weigh(doc, doc.Operations[0], nil); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(c.name+"/parsing", func(b *testing.B) {
			for b.Loop() {
				_, _ = parser.ParseQueryWithTokenLimit(&ast.Source{Input: c.query}, 4000)
			}
		})
	}
}

// BenchmarkLightBesideHeavy has one caller ask for 5 ms of work with 64 requests at once, all
// the time, and times how long the requests of another caller wait, one after the other: by
// the fair queue, and by a queue in the order of arrival.
func BenchmarkLightBesideHeavy(b *testing.B) {
	const places, work = 8, 5 * time.Millisecond
	fair := guard.NewQueue(guard.QueueOptions{Places: places, PerCaller: places / 2, Waiting: 100})
	arrival := make(chan struct{}, places)
	for _, c := range []struct {
		name  string
		enter func(caller string, cost int) (leave func())
	}{
		{"nobody else", func(string, int) func() { return func() {} }},
		{"fair queue", func(caller string, cost int) func() {
			leave, err := fair.Enter(context.Background(), caller, cost)
			if err != nil {
				b.Error(err)
				return func() {}
			}
			return leave
		}},
		{"order of arrival", func(string, int) func() {
			arrival <- struct{}{}
			return func() { <-arrival }
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			stop := make(chan struct{})
			var heavy sync.WaitGroup
			for range 64 {
				heavy.Go(func() {
					for {
						select {
						case <-stop:
							return
						default:
						}
						leave := c.enter("heavy", 10_000)
						time.Sleep(work)
						leave()
					}
				})
			}
			time.Sleep(4 * work) // so that they wait
			var waits []time.Duration
			for b.Loop() {
				began := time.Now()
				leave := c.enter("light", 10)
				waits = append(waits, time.Since(began))
				leave()
				time.Sleep(work / 10)
			}
			close(stop)
			heavy.Wait()
			slices.Sort(waits)
			for _, p := range []int{50, 99} {
				b.ReportMetric(float64(waits[len(waits)*p/100].Microseconds()), fmt.Sprintf("µs-p%d", p))
			}
		})
	}
}
