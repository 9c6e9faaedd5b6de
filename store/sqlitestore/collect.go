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
		if k.s.int(k.order.width()) != 0 {
			k.keep(k.order.hit(k.s))
		}
	}
	return false, nil
}

func (k *collection) begin() error {
	t := k.f.s.translator(k.f.c, k.f.l)
	t.add("SELECT %s, (1", k.order.columns("c"))
	k.order.within(&t.sql, "c")
	t.add(") AND ")
	t.where(cheapestFirst(k.branch))
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
func (f *finder) collections(b branch) []source {
	var list []source
	add := func(rest branch, write func(*translator)) {
		list = append(list, &collection{f: f, order: f.order, branch: rest, write: write})
	}
	for _, c := range b {
		if c.selects() && c.on.form == identity {
			add(b, func(t *translator) {
				t.add(" FROM %s AS c INDEXED BY %s WHERE ", f.l.table, f.l.order(f.l.id))
				t.compareID(c)
			})
			return list
		}
	}
	if m, ok := f.l.matchAll(b); ok {
		add(f.l.inexact(b), func(t *translator) {
			t.add(" FROM %[1]s CROSS JOIN %[2]s AS c ON c.rec = %[1]s.rowid WHERE %[1]s MATCH ?", f.l.terms, f.l.table).with(text(m.expression))
		})
	}
	for _, c := range b {
		if c.join == comparison && c.on != nil && c.on.Sort && c.on != f.order.by && c.on.form == plain {
			range_ := ordering{by: c.on}
			if c.test.Op != store.In && range_.narrow(c.test) {
				add(b, func(t *translator) {
					t.add(" FROM %s AS c INDEXED BY %s WHERE 1", f.l.table, f.l.order(range_.by))
					range_.within(&t.sql, "c")
				})
			}
		}
	}
	return list
}
