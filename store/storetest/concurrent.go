package storetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/store"
)

func concurrentCases() []testCase {
	return []testCase{
		{"pages while records are added", testPagesMeanwhile},
		{"a call ends with its context", testContext},
		{"the page costs what it returns", testSpeed},
	}
}

// testPagesMeanwhile: who turns pages while others write sees every record that was there at
// first, and no record twice.
func testPagesMeanwhile(t *testing.T, open Open) {
	s := open(t, Options{})
	w := newWorld(17)
	old := w.certificates(min(s.scale(), 300))
	commit(t, s, old...)
	done := make(chan struct{})
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			default:
				record := w.someCertificate()
				if outcomes, err := s.Commit(t.Context(), []store.Change{change(record)}); err != nil || outcomes[0].Err != nil {
					t.Errorf("commit: %v, %v", outcomes, err)
					return
				}
			}
		}
	})
	for _, sort := range []string{"", "issuedAt", "number"} {
		for _, turn := range []func(*testing.T, store.Store, store.Query) []model.ID{forwards, backwards} {
			q := store.Query{Kind: model.KindCertificate, Scope: scopes()["provincial"], Sort: sort, Desc: sort == "issuedAt", Limit: 17}
			seen := map[model.ID]bool{}
			for _, id := range turn(t, s, q) {
				if seen[id] {
					t.Errorf("in the order of %q: %s is there twice", sort, id)
				}
				seen[id] = true
			}
			for _, e := range naiveOf(old...).under(q.Scope, nil) {
				if id := e.record.Base().ID; !seen[id] {
					t.Errorf("in the order of %q: %s is missing", sort, id)
				}
			}
		}
	}
	close(done)
	writing.Wait()
}

// testContext: a call whose context has ended does nothing and says why.
func testContext(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	commit(t, s, m.certificate())
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, call := range map[string]func() error{
		"list": func() error {
			_, err := s.List(ended, store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Limit: 1})
			return err
		},
		"count": func() error {
			_, err := s.Count(ended, store.Query{Kind: model.KindCertificate, Scope: model.Everything()})
			return err
		},
		"get": func() error {
			_, err := s.Get(ended, model.KindCertificate, []model.ID{identify(model.KindCertificate, 1)}, 0)
			return err
		},
		"commit": func() error { _, err := s.Commit(ended, []store.Change{change(m.certificate())}); return err },
	} {
		if err := call(); err == nil {
			t.Errorf("%s went on", name)
		}
	}
	if n, err := s.Count(t.Context(), store.Query{Kind: model.KindCertificate, Scope: model.Everything()}); err != nil || n != 1 {
		t.Errorf("%d records, %v", n, err)
	}
}

// testSpeed: with many records that a caller may not see, the caller's page takes about as long
// as with few. The bound is wide: it tells a walk over everything from one over the page.
func testSpeed(t *testing.T, open Open) {
	few, many := open(t, Options{Name: "few"}), open(t, Options{Name: "many"})
	if without(t, many.Lacks.Speed, "the cost of a page") {
		return
	}
	const seen = 40
	crowd := max(4*seen, 4*many.scale())
	fill := func(s Opened, n int) {
		w := newWorld(18)
		var list []model.Record
		for i := range n {
			c := w.someCertificate()
			c.Manufacturers = []model.ID{institution(50)}
			if i%(n/seen) == 0 {
				c.Manufacturers = []model.ID{institution(51)}
			}
			list = append(list, c)
		}
		commit(t, s, list...)
	}
	fill(few, 2*seen)
	fill(many, crowd)
	scope := model.Scope{Any: []model.Clause{{{Attribute: model.AttrManufacturer, In: []string{string(institution(51))}}}}}
	for _, sort := range []string{"", "issuedAt", "number"} {
		q := store.Query{Kind: model.KindCertificate, Scope: scope, Sort: sort, Desc: true, Limit: 20}
		a, b := quickest(t, few, q), quickest(t, many, q)
		t.Logf("in the order of %q: %v of %d, %v of %d", sort, a, 2*seen, b, crowd)
		if b > 10*a+5*time.Millisecond {
			t.Errorf("in the order of %q: %v among few records, %v among many", sort, a, b)
		}
	}
}

// quickest is the shortest time in which a query was answered.
func quickest(t *testing.T, s store.Store, q store.Query) time.Duration {
	t.Helper()
	best := time.Hour
	for range 5 {
		start := time.Now()
		list(t, s, q)
		best = min(best, time.Since(start))
	}
	return best
}
