package sqlitestore

import (
	"errors"
	"math"
	"slices"

	"metrograph/store"
)

// finder finds the records of one query.
type finder struct {
	s     *Store
	c     *conn
	l     *layout
	order ordering
	need  int // how many records: one more than the page has, to know whether there are more
}

// source finds the records of a branch in its own way, a number of records at a time.
type source interface {
	advance(budget int) (done bool, err error)
	found() []hit
	close()
}

// find returns the first records of a branch in the order asked for.
//
// Which way is quickest is not known beforehand: a walk is where many of the records on its
// way are wanted, a collection where few records are in its set. So they take turns, each
// looking at twice as many records as before, until one has the answer. The cost is that of
// the quickest way, times a small number, whatever is in the store.
func (f *finder) find(b branch) ([]hit, error) {
	sources, err := f.sources(b)
	if err != nil {
		return nil, err
	}
	defer closeAll(sources)
	budget := f.s.budget
	if len(sources) == 1 {
		budget = math.MaxInt
	}
	for ; ; budget *= 2 {
		for _, s := range sources {
			done, err := s.advance(budget)
			if err != nil {
				return nil, err
			}
			if done {
				return s.found(), nil
			}
		}
	}
}

// sources lists the ways to find the records of a branch, the most promising first.
func (f *finder) sources(b branch) ([]source, error) {
	routes, err := f.routes(b)
	if err != nil {
		return nil, err
	}
	if len(routes) > 0 && len(routes[0].rest) == 0 {
		return []source{&walk{f: f, route: routes[0]}}, nil
	}
	list := f.fewRecords(b)
	for _, r := range routes {
		list = append(list, &walk{f: f, route: r})
	}
	collections, err := f.collections(b)
	if list = append(list, collections...); len(list) == 0 {
		list = append(list, f.everyRecord(b))
	}
	if f.s.backward {
		slices.Reverse(list)
	}
	return list, err
}

// page finds the records of a query's page and tells whether there are more. Once there are
// enough, the branches that are left are searched only for what comes before the last of them.
func (f *finder) page(q *store.Query) (hits []hit, more bool, err error) {
	branches := f.l.branches(q)
	if q.Where != nil {
		hits, branches, err = f.jointly(f.l.scoped(q.Scope, q.Where).conjuncts(), branches)
	}
	for _, b := range branches {
		found, e := f.find(b)
		if err = errors.Join(err, e); err != nil {
			return nil, false, err
		}
		if hits = f.merge(hits, found); len(hits) == f.need {
			f.order = f.order.upTo(&hits[len(hits)-1])
		}
	}
	if len(hits) > q.Limit {
		hits, more = hits[:q.Limit], true
	}
	if q.Last {
		for i, k := 0, len(hits)-1; i < k; i, k = i+1, k-1 {
			hits[i], hits[k] = hits[k], hits[i]
		}
	}
	return hits, more, nil
}

// jointly tries to find the records of all branches at once, looking at the clauses of the
// scope on the way: the best where a filter leaves few records, or the scope most of them. It
// returns the branches that are still to be searched: all, or none.
func (f *finder) jointly(whole branch, branches []branch) ([]hit, []branch, error) {
	routes, err := f.routes(whole)
	if err != nil {
		return nil, nil, err
	}
	sources := f.fewRecords(whole)
	for _, r := range routes[:min(len(routes), 1)] {
		sources = append(sources, &walk{f: f, route: r})
	}
	const turns = 5
	looked, most := 0, f.s.budget*(1<<turns-1)
	for turn := range turns {
		budget := f.s.budget << turn
		looked += budget
		for i, s := range sources {
			if s == nil {
				continue
			}
			done, err := s.advance(budget)
			if done || err != nil {
				closeAll(sources)
				return s.found(), nil, err
			}
			if w, ok := s.(*walk); ok && len(w.hits)*most < f.need*looked { // it would not get there
				s.close()
				sources[i] = nil
			}
		}
	}
	closeAll(sources)
	return nil, branches, nil
}

func closeAll(sources []source) {
	for _, s := range sources {
		if s != nil {
			s.close()
		}
	}
}

// merge merges two lists of hits in order. A record in both is once in the result.
func (f *finder) merge(a, b []hit) []hit {
	if len(a) == 0 {
		return b
	}
	merged := make([]hit, 0, min(f.need, len(a)+len(b)))
	for len(merged) < f.need && len(a)+len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && f.order.before(&a[0], &b[0]):
			merged, a = append(merged, a[0]), a[1:]
		case len(a) > 0 && a[0].rec == b[0].rec:
			a = a[1:]
		default:
			merged, b = append(merged, b[0]), b[1:]
		}
	}
	return merged
}
