package sqlitestore

import (
	"container/heap"
	"slices"

	"metrograph/store"
)

// collection takes all records of a set, in whatever order they come, and keeps the first
// ones of the order asked for.
type collection struct {
	f      *finder
	write  func(*translator) // FROM and WHERE, up to and without the conditions
	order  ordering
	branch branch // what has to be looked at of each record
	s      *statement
	kept   []hit // a heap, the last one of the order on top
}

// advance looks at up to a number of records; done tells that the answer is complete.
func (k *collection) advance(budget int) (done bool, err error) {
	if k.s == nil {
		if err := k.begin(); err != nil {
			return false, err
		}
	}
	for range budget {
		more, err := k.s.step()
		if err != nil {
			return false, err
		}
		if !more {
			return true, nil
		}
		if k.s.int(0) != 0 {
			k.keep(k.order.hit(k.s, 1))
		}
	}
	return false, nil
}

func (k *collection) begin() error {
	t := k.f.s.translator(k.f.c, k.f.l)
	t.add("SELECT (1")
	k.order.within(&t.sql)
	t.add(") AND ")
	t.where(cheapestFirst(k.branch))
	t.add(", %s", k.order.columns())
	k.write(t)
	if t.err != nil {
		return t.err
	}
	s, err := k.f.c.prepare(t.text.String())
	if err != nil {
		return err
	}
	k.s = s.bind(t.args)
	return nil
}

// keep keeps a hit if it is among the first.
func (k *collection) keep(h hit) {
	switch {
	case len(k.kept) < k.f.need:
		heap.Push(k, h)
	case k.order.before(&h, &k.kept[0]):
		k.kept[0] = h
		heap.Fix(k, 0)
	}
}

func (k *collection) Len() int           { return len(k.kept) }
func (k *collection) Less(i, j int) bool { return k.order.before(&k.kept[j], &k.kept[i]) }
func (k *collection) Swap(i, j int)      { k.kept[i], k.kept[j] = k.kept[j], k.kept[i] }
func (k *collection) Push(x any)         { k.kept = append(k.kept, x.(hit)) }
func (k *collection) Pop() any {
	last := k.kept[len(k.kept)-1]
	k.kept = k.kept[:len(k.kept)-1]
	return last
}

// found returns what was kept, in order.
func (k *collection) found() []hit {
	slices.SortFunc(k.kept, func(a, b hit) int {
		if k.order.before(&a, &b) {
			return -1
		}
		return 1
	})
	return k.kept
}

func (k *collection) close() {
	if k.s != nil {
		k.s.release()
	}
}

// collections lists the sets of records that a branch can be collected from: those with given
// ids, those that the full-text index finds, and those in a range of another order.
func (f *finder) collections(b branch) ([]source, error) {
	for _, c := range b {
		if c.selects() && c.on.form == identity {
			return []source{f.collection(b, func(t *translator) {
				t.add(" FROM %s AS c INDEXED BY %s WHERE ", f.l.table, f.l.order(f.l.id))
				t.compareID(c)
			})}, nil
		}
	}
	var list []source
	if m, ok := f.l.matchAll(b); ok {
		list = append(list, f.collection(f.l.inexact(b), func(t *translator) { f.l.matching(t, m) }))
	}
	ranges, err := f.l.ranges(f.c, b)
	for _, o := range ranges {
		if o.by != f.order.by {
			list = append(list, f.collection(b, func(t *translator) { f.l.within(t, o) }))
		}
	}
	return list, err
}

// fewRecords lists the ways to collect the records that the conditions with the most to
// choose from leave, the others being looked at of each record: the lists of the full-text
// index for a text, a serial number or an instrument are short, while those of a class or a
// discipline grow with the store.
func (f *finder) fewRecords(b branch) []source {
	var fine, rest branch
	for _, c := range b {
		if c.fine() {
			fine = append(fine, c)
		} else {
			rest = append(rest, c)
		}
	}
	m, ok := f.l.matchAll(fine)
	if !ok {
		return nil
	}
	var list []source
	rest = append(f.l.inexact(fine), rest...)
	if len(rest) > 0 { // else it is the collection of all conditions
		list = append(list, f.collection(rest, func(t *translator) { f.l.matching(t, m) }))
	}
	if f.order.by.form == identity {
		list = append(list, f.byZones(rest, m))
	}
	return list
}

// fine tells whether few records hold a condition, as far as can be told from what it is on.
func (c *condition) fine() bool {
	return c.join == comparison && (c.on == nil || !c.on.Group && c.on.form != identity && c.on.Type != store.Int) &&
		(c.test.Op == store.In || c.test.Op == store.Contains || c.test.Op == store.Prefix || c.on == nil)
}

func (f *finder) collection(rest branch, write func(*translator)) source {
	return &collection{f: f, order: f.order, branch: rest, write: write}
}

// everyRecord is the set of all records.
func (f *finder) everyRecord(b branch) source {
	return f.collection(b, func(t *translator) { t.add(" FROM %s AS c NOT INDEXED WHERE 1", f.l.table) })
}

// ranges lists the ranges of orders that a branch lies in and that can be walked.
func (l *layout) ranges(c *conn, b branch) ([]ordering, error) {
	long, err := l.overlong(c)
	if err != nil {
		return nil, err
	}
	var list []ordering
	for _, by := range l.columns {
		if !by.Sort || by.form != plain || by == l.primary && long {
			continue
		}
		if o, _ := (ordering{by: by}).narrowed(b); o.from.set || o.to.set {
			list = append(list, o)
		}
	}
	return list, nil
}

// within writes a FROM and a WHERE over the records between the bounds of an order.
func (l *layout) within(t *translator, o ordering) {
	if l.indexedOrder(o.by) {
		t.add(" FROM %s AS c INDEXED BY %s WHERE 1", l.table, l.order(o.by))
		o.within(&t.sql)
		return
	}
	everything := slices.IndexFunc(l.paths, func(p path) bool { return len(p.columns) == 0 })
	span := o.tokens(everything, nil)
	t.add(" FROM %s AS t CROSS JOIN %s AS c ON c.rec = t.doc WHERE t.term > ? AND t.term < ?", l.tokens, l.table).
		with(blobText(span.after), blobText(span.before))
}

// matching writes a FROM and a WHERE over the records that the full-text index finds.
func (l *layout) matching(t *translator, m match) {
	t.add(" FROM %[1]s CROSS JOIN %[2]s AS c ON c.rec = %[1]s.rowid WHERE %[1]s MATCH ?", l.terms, l.table).with(text(m.expression))
}
