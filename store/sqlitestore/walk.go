package sqlitestore

import (
	"fmt"
	"strings"
)

// walk follows a route record by record, in order, and keeps those for which the rest of the
// conditions holds.
type walk struct {
	f       *finder
	route   route
	streams []*stream
	hits    []hit
}

// stream is the part of a walk along one combination of words.
type stream struct {
	route *route
	s     *statement
	next  hit  // the next record that the conditions hold for,
	ready bool // if it was reached
	over  bool
}

// advance looks at up to a number of records; done tells that the answer is complete.
func (w *walk) advance(budget int) (done bool, err error) {
	if w.streams == nil {
		if err := w.begin(); err != nil {
			return false, err
		}
	}
	for len(w.hits) < w.f.need {
		first, err := w.first(&budget)
		if err != nil || first == nil {
			return err == nil && budget > 0, err
		}
		if last := len(w.hits) - 1; last < 0 || w.hits[last].rec != first.next.rec {
			w.hits = append(w.hits, first.next)
		}
		first.ready = false
	}
	return true, nil
}

// first returns the stream whose record is next; nil when all are over or the budget is.
func (w *walk) first(budget *int) (first *stream, err error) {
	for _, s := range w.streams {
		if err := s.reach(budget); err != nil || *budget <= 0 {
			return nil, err
		}
		if !s.over && (first == nil || w.route.order.before(&s.next, &first.next)) {
			first = s
		}
	}
	return first, nil
}

func (w *walk) found() []hit { return w.hits }

// begin starts the streams.
func (w *walk) begin() error {
	w.streams = []*stream{}
	for _, words := range w.route.words {
		q, err := w.f.walking(&w.route, words)
		if err != nil {
			return err
		}
		statement, err := w.f.c.prepare(q.text.String())
		if err != nil {
			return err
		}
		w.streams = append(w.streams, &stream{route: &w.route, s: statement.bind(q.args)})
	}
	return nil
}

// reach goes on to the next record that the conditions hold for, and not beyond the budget.
// Records on the way are not even read.
func (s *stream) reach(budget *int) error {
	for !s.ready && !s.over && *budget > 0 {
		more, err := s.s.step()
		if err != nil {
			return err
		}
		*budget--
		if s.over = !more; more && s.s.int(0) != 0 {
			s.next, s.ready = s.hit(), true
		}
	}
	return nil
}

// hit reads the record that the stream is at.
func (s *stream) hit() hit {
	if s.route.path == nil {
		return s.route.order.hit(s.s, 1)
	}
	return s.route.order.hitIn(s.s.view(2), s.s.int(1))
}

func (w *walk) close() {
	for _, s := range w.streams {
		s.s.release()
	}
}

// walking writes the statement of a walk along one combination of words. Which index it takes
// is said, not left to SQLite: the same query always has the same cost.
func (f *finder) walking(r *route, words []value) (*sql, error) {
	t := f.s.translator(f.c, f.l)
	t.add("SELECT ")
	t.where(cheapestFirst(r.rest))
	if r.path == nil {
		t.add(", %s FROM %s AS c INDEXED BY %s WHERE 1", r.order.columns(), f.l.table, f.l.order(r.order.by))
		r.order.within(&t.sql)
		r.order.sorted(&t.sql)
		return &t.sql, t.err
	}
	t.add(", t.doc, t.term FROM %s AS t", f.l.tokens)
	if len(r.rest) > 0 {
		t.add(" CROSS JOIN %s AS c ON c.rec = t.doc", f.l.table)
	}
	span := r.order.tokens(r.path.number, words)
	t.add(" WHERE t.term > ? AND t.term < ?").with(blobText(span.after), blobText(span.before))
	return &t.sql, t.err
}

// String names a route for tests and for those who wonder.
func (r *route) String() string {
	by := "the order of " + r.order.by.Field.Name
	if r.path != nil {
		by = "path " + strings.Join(names(r.path.columns), ", ")
	}
	return fmt.Sprintf("walk %s in %d streams, checking %d conditions", by, len(r.words), len(r.rest))
}
