package sqlitestore

import (
	"slices"
	"strings"

	"metrograph/store"
)

// branch is a part of a query of which all conditions have to hold: one clause of the scope
// with the filter. A query's answer is that of its branches, merged.
type branch []*condition

// mostBranches bounds how many clauses of a scope are searched each by itself. More than
// these are searched as one condition.
const mostBranches = 24

// branches splits a query into branches; none when nothing can be found. In another order
// than the primary one all branches are walked along the same index, and are one.
func (l *layout) branches(q *store.Query) []branch {
	if l.column(q.SortField()) != l.primary {
		if c := l.scoped(q.Scope, q.Where); !c.never() {
			return []branch{c.conjuncts()}
		}
		return nil
	}
	rest := conjunction(l.hidden(q.Scope), l.filter(q.Where))
	clauses := distinct(q.Scope.Any)
	var list []branch
	for _, clause := range clauses {
		c := conjunction(l.clause(clause), rest)
		if b, ok := l.simplify(c.conjuncts()); ok && !c.never() {
			list = append(list, b)
		}
	}
	if len(list) <= mostBranches {
		return list
	}
	return []branch{l.scoped(q.Scope, q.Where).conjuncts()}
}

// simplify joins comparisons of one column with lists of values into one; ok is false when no
// record can be in all of them.
func (l *layout) simplify(parts []*condition) (b branch, ok bool) {
	for _, p := range parts {
		at := slices.IndexFunc(b, func(have *condition) bool {
			return p.selects() && have.selects() && have.on == p.on && !p.on.Many
		})
		if at < 0 {
			b = append(b, p)
			continue
		}
		both := *b[at].test
		both.Values = nil
		for _, v := range b[at].test.Values {
			if slices.Contains(p.test.Values, v) {
				both.Values = append(both.Values, v)
			}
		}
		if len(both.Values) == 0 {
			return nil, false
		}
		b[at] = &condition{test: &both, on: p.on}
	}
	return b, true
}

// cheapestFirst joins conditions so that those which are quickly looked at come first.
func cheapestFirst(b branch) *condition {
	b = slices.Clone(b)
	slices.SortStableFunc(b, func(x, y *condition) int { return x.cost() - y.cost() })
	return conjunction(b...)
}

// cost ranks conditions by what it takes to look at one: the row itself, the words of its
// lists, or the row of what is seldom read.
func (c *condition) cost() int {
	switch {
	case c.join != comparison:
		most := 0
		for _, p := range c.parts {
			most = max(most, p.cost())
		}
		return most
	case c.on == nil, c.on.form == valueList:
		return 2
	case c.test.Op == store.Contains, c.on.form == wordList:
		return 1
	}
	return 0
}

// selects tells whether a condition is that of being one of some values.
func (c *condition) selects() bool {
	return c.join == comparison && c.on != nil && c.test.Op == store.In
}

// route is a way to walk through a branch in the order asked for, looking at some conditions
// on the way: along a path, once for each of some combinations of words, or along the index of
// an order.
type route struct {
	path  *path     // nil for an index
	words [][]value // the combinations; each is a stream, and the streams are merged
	rest  branch
	order ordering
}

// mostStreams bounds how many walks are merged into one.
const mostStreams = 24

// mostRoutes bounds how many routes are tried for one branch.
const mostRoutes = 2

// routes lists the ways to walk through a branch, the most promising first.
func (f *finder) routes(b branch) ([]route, error) {
	order, parts := f.order.narrowed(b)
	if order.by != f.l.primary {
		return []route{{words: [][]value{nil}, rest: parts, order: order}}, nil
	}
	if long, err := f.l.overlong(f.c); err != nil || long {
		return nil, err
	}
	list, err := f.paths(parts, order, f.route)
	if err == nil && len(list) <= 1 { // no path is selected whole
		var more []route
		more, err = f.paths(parts, order, f.told)
		list = append(list, more...)
	}
	if err != nil {
		return nil, err
	}
	if f.l.indexedOrder(order.by) {
		list = append(list, route{words: [][]value{nil}, rest: parts, order: order})
	}
	slices.SortStableFunc(list, func(a, b route) int { return b.promise() - a.promise() })
	for len(list) > 1 && list[len(list)-1].promise() == 0 { // others go through a part of it
		list = list[:len(list)-1]
	}
	return list[:min(len(list), mostRoutes)], nil
}

// paths lists the routes along paths.
func (f *finder) paths(parts branch, order ordering, way func(*path, branch, ordering) (route, bool, error)) ([]route, error) {
	var list []route
	for i := range f.l.paths {
		r, ok, err := way(&f.l.paths[i], parts, order)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, r)
		}
	}
	return list, nil
}

// overlong tells whether a record of the kind has, or had, a primary sort value that is longer
// than any in a token.
func (l *layout) overlong(c *conn) (bool, error) {
	n, err := c.number("SELECT count(*) FROM overlong WHERE kind = ?", text(string(l.kind)))
	return n > 0, err
}

// promise ranks routes. Fewest records have the same manufacturer or method, next the same
// origin, and fewer the same discipline and activity than the same discipline; the class and
// the status of a record say little.
func (r route) promise() int {
	switch {
	case r.path == nil || len(r.path.columns) == 0:
		return 0
	case len(r.rest) == 0:
		return 100
	case r.path.columns[0].form == wordList:
		return 50
	case len(r.path.columns) == 1:
		return 40
	case r.path.finer:
		return 40 + len(r.path.columns)
	}
	return len(r.path.columns)
}

// route returns how to walk a path through a branch; ok is false when the branch does not say
// along which words, or too many.
func (f *finder) route(p *path, parts branch, order ordering) (r route, ok bool, err error) {
	r = route{path: p, words: [][]value{nil}, rest: slices.Clone(parts), order: order}
	for _, c := range p.columns {
		at := slices.IndexFunc(r.rest, func(x *condition) bool { return x.selects() && x.on == c })
		if at < 0 {
			return r, false, nil
		}
		words, err := f.numbers(r.rest[at].test.Values)
		if err != nil {
			return r, false, err
		}
		if r.rest = slices.Delete(r.rest, at, at+1); len(r.words)*len(words) > mostStreams {
			return r, false, nil
		}
		r.words = combined(r.words, words)
	}
	return r, true, nil
}

// combined continues each combination of words with each of some words.
func combined(combinations [][]value, words []value) [][]value {
	var longer [][]value
	for _, begun := range combinations {
		for _, w := range words {
			longer = append(longer, append(slices.Clone(begun), w))
		}
	}
	return longer
}

// told returns how to walk a path of which the branch says something, but not all words: the
// tally knows which combinations there are.
func (f *finder) told(p *path, parts branch, order ordering) (r route, ok bool, err error) {
	r = route{path: p, order: order}
	var known branch
	for _, part := range parts {
		if tells(part, p.columns) {
			known = append(known, part)
		} else {
			r.rest = append(r.rest, part)
		}
	}
	if len(known) == 0 || !f.l.tells(conjunction(known...)) || slices.ContainsFunc(p.columns, func(c *column) bool { return !slices.Contains(f.l.facts, c) }) {
		return r, false, nil
	}
	t := f.s.translator(f.c, f.l)
	t.add("SELECT DISTINCT %s FROM %s AS c WHERE records > 0 AND ", strings.Join(names(p.columns), ", "), f.l.tally)
	t.where(conjunction(known...))
	if t.add(" LIMIT %d", mostStreams+1); t.err != nil {
		return r, false, t.err
	}
	err = f.c.each(t.text.String(), t.args, func(s *statement) error {
		words := make([]value, len(p.columns))
		for i := range words {
			words[i] = number(s.int(i))
		}
		r.words = append(r.words, words)
		return nil
	})
	return r, len(r.words) <= mostStreams, err
}

// numbers looks up words; those that no record has are left out.
func (f *finder) numbers(words []store.Value) ([]value, error) {
	t := f.s.translator(f.c, f.l)
	list := t.numbers(words)
	return list, t.err
}
