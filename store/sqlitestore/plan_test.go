package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/store"
)

func sortedLines(lines []string) []string { slices.Sort(lines); return lines }

// filled returns a store with a number of certificates.
func filled(t *testing.T, n int) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "store.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closing(t, s) })
	outcomes, err := s.Commit(t.Context(), newGenerator(9).changes(n))
	if err != nil || slices.ContainsFunc(outcomes, func(o store.Outcome) bool { return o.Err != nil }) {
		t.Fatal(err)
	}
	return s
}

// TestRoutes: each kind of caller's list walks an index in its order, and nothing is sorted or
// read from end to end.
func TestRoutes(t *testing.T) {
	s := filled(t, 300)
	key := &store.Key{Value: "2020-01-01", ID: idOf(model.KindCertificate, 7)}
	for name, scope := range callers() {
		for _, sort := range []string{"", "issuedAt", "number", "modifiedAt"} {
			for _, where := range []*store.Filter{nil, store.Where("discipline", store.In, "OPTICS", "LENGTH"), store.Where("text", store.Contains, "压力")} {
				q := store.Query{Kind: model.KindCertificate, Scope: scope, Sort: sort, Where: where, Desc: true, Limit: 10}
				if sort == "issuedAt" {
					q.After = key
				}
				for _, plan := range plans(t, s, q) {
					if strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "SCAN c\n") {
						t.Errorf("%s by %q: %s", name, sort, plan)
					}
					if by := regexp.MustCompile(`VIRTUAL TABLE INDEX (\d+)`).FindStringSubmatch(plan); by != nil {
						if n, _ := strconv.Atoi(by[1]); n&0x600 != 0x600 { // of fts5vocab: from a term, to a term
							t.Errorf("%s by %q is not bounded: %s", name, sort, plan)
						}
					}
				}
			}
		}
	}
}

// plans returns how the ways to answer a query go about it.
func plans(t *testing.T, s *Store, q store.Query) (list []string) {
	t.Helper()
	err := s.read(t.Context(), func(c *conn) error {
		l := s.layouts[q.Kind]
		f := &finder{s: s, c: c, l: l, order: l.orderOf(&q), need: q.Limit + 1}
		for _, b := range l.branches(&q) {
			routes, err := f.routes(b)
			if err != nil {
				return err
			}
			for _, r := range routes {
				for _, words := range r.words {
					walk, err := f.walking(&r, words)
					if err != nil {
						return err
					}
					plan := r.String()
					if err := c.each("EXPLAIN QUERY PLAN "+walk.text.String(), walk.args, func(row *statement) error {
						plan += "\n" + row.text(3)
						return nil
					}); err != nil {
						return fmt.Errorf("%s: %w", walk.text.String(), err)
					}
					list = append(list, plan+"\n")
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestCancel: a statement that would run for long ends with its context, and the connection
// serves the next call.
func TestCancel(t *testing.T) {
	s := filled(t, 20)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	err := wrap(ctx, s.read(ctx, func(c *conn) error {
		_, err := c.number("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000000) SELECT count(*) FROM n")
		return err
	}), "count", "numbers")
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	for range 10 {
		if n, err := s.Count(t.Context(), store.Query{Kind: model.KindCertificate, Scope: model.Everything()}); err != nil || n != 20 {
			t.Errorf("%d, %v", n, err)
		}
	}
}

// TestWaitingForTurn: a commit whose context ends while another one is written is not written.
func TestWaitingForTurn(t *testing.T) {
	s := filled(t, 1)
	s.queue.writer <- struct{}{} // as somebody who is writing
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	g := newGenerator(10)
	g.n = 500
	if _, err := s.Commit(ctx, g.changes(1)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("commit: %v", err)
	}
	<-s.queue.writer
	if outcomes, err := s.Commit(t.Context(), g.changes(1)); err != nil || outcomes[0].Sequence != 2 {
		t.Errorf("commit: %v, %v", outcomes, err)
	}
}

// TestClosed: a closed store answers with an error, and closing it again does nothing.
func TestClosed(t *testing.T) {
	s := filled(t, 1)
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Count(t.Context(), store.Query{Kind: model.KindCertificate, Scope: model.Everything()}); model.CodeOf(err) != model.CodeInternal {
		t.Errorf("count: %v", err)
	}
	if _, err := s.Commit(t.Context(), newGenerator(1).changes(1)); model.CodeOf(err) != model.CodeInternal {
		t.Errorf("commit: %v", err)
	}
	if err := s.Ping(t.Context()); err == nil {
		t.Error("ping answers")
	}
}

// TestOverlong: where a primary sort value is longer than what tokens hold, lists are found in
// other ways, and are the same.
func TestOverlong(t *testing.T) {
	s := filled(t, 40)
	g := newGenerator(9)
	g.n = 100
	changes := g.changes(6)
	for i := range changes {
		c := changes[i].Record.(*model.Certificate)
		c.IssuedAt = model.Date(strings.Repeat("2020-01-01 ", 5) + strings.Repeat("x", i/2))
		c.Status, c.Classification = model.StatusPublished, model.ClassificationPublic
	}
	if _, err := s.Commit(t.Context(), changes); err != nil {
		t.Fatal(err)
	}
	for name, scope := range callers() {
		for _, desc := range []bool{false, true} {
			q := store.Query{Kind: model.KindCertificate, Scope: scope, Sort: "issuedAt", Desc: desc, Limit: 100}
			whole, err := s.List(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			n, err := s.Count(t.Context(), q)
			if err != nil || n != int64(len(whole[0].Documents)) {
				t.Errorf("%s: %d listed, %d counted, %v", name, len(whole[0].Documents), n, err)
			}
			seen := 0
			for q.Limit = 3; ; {
				page, err := s.List(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range page[0].Documents {
					if want := whole[0].Documents[seen].ID; d.ID != want {
						t.Fatalf("%s: %s is at place %d, want %s", name, d.ID, seen, want)
					}
					seen++
				}
				if !page[0].More {
					break
				}
				q.After = &page[0].Documents[2].Key
			}
			if seen != len(whole[0].Documents) {
				t.Errorf("%s: %d seen page by page, %d at once", name, seen, len(whole[0].Documents))
			}
		}
	}
}
