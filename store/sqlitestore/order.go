package sqlitestore

import (
	"bytes"
	"cmp"
	"strings"

	"metrograph/model"
	"metrograph/store"
)

// hit is a record that was found, with its place in an order.
type hit struct {
	rec  int64
	id   [16]byte
	sort store.Value // nil in the order of ids
}

// compare tells which of two hits comes first in rising order.
func (h *hit) compare(other *hit) int {
	if c := compareValues(h.sort, other.sort); c != 0 {
		return c
	}
	return bytes.Compare(h.id[:], other.id[:])
}

// compareValues compares two values of one type.
func compareValues(a, b store.Value) int {
	switch a := a.(type) {
	case string:
		return strings.Compare(a, b.(string))
	case int64:
		return cmp.Compare(a, b.(int64))
	}
	return 0
}

// bound is where a walk in an order begins or ends.
type bound struct {
	set       bool
	sort      store.Value
	id        []byte // nil: the bound is before or after all records of the sort value
	digits    string // of the id
	inclusive bool   // of the sort value, where there is no id
}

// ordering is the part of an order that a query asks for.
type ordering struct {
	by       *column
	down     bool // walk from high to low
	from, to bound
}

// orderOf returns the order in which a query is walked: with Last from its end.
func (l *layout) orderOf(q *store.Query) ordering {
	o := ordering{by: l.column(q.SortField()), down: q.Desc != q.Last}
	first, last := q.After, q.Before // in the order asked for
	if q.Desc {
		first, last = last, first
	}
	o.from, o.to = o.key(first), o.key(last)
	return o
}

// key makes a bound of a place in the order; the record at the place is not in it.
func (o *ordering) key(k *store.Key) bound {
	if k == nil {
		return bound{}
	}
	u, _ := k.ID.UUID()
	if o.by.form == identity {
		return bound{set: true, id: u[:], digits: idDigits(k.ID)}
	}
	return bound{set: true, sort: k.Value, id: u[:], digits: idDigits(k.ID)}
}

// upTo ends the order, in the direction of the walk, before a hit in it.
func (o ordering) upTo(h *hit) ordering {
	end := bound{set: true, sort: h.sort, id: h.id[:], digits: digitsOf(h.id)}
	if o.down {
		o.from = end
	} else {
		o.to = end
	}
	return o
}

// narrowed narrows the order by the conditions on the column that it is by, and returns the
// conditions that are left.
func (o ordering) narrowed(conditions []*condition) (ordering, []*condition) {
	var left []*condition
	for _, c := range conditions {
		if c.join != comparison || c.on != o.by || o.by.form == identity || !o.narrow(c.test) {
			left = append(left, c)
		}
	}
	return o, left
}

// narrow narrows the order by a comparison; false for one that is not a range.
func (o *ordering) narrow(f *store.Filter) bool {
	v := f.Values[0]
	switch f.Op {
	case store.Gt, store.Gte:
		o.from = o.from.tighter(bound{set: true, sort: v, inclusive: f.Op == store.Gte}, 1)
	case store.Lt, store.Lte:
		o.to = o.to.tighter(bound{set: true, sort: v, inclusive: f.Op == store.Lte}, -1)
	case store.Prefix:
		o.from = o.from.tighter(bound{set: true, sort: v, inclusive: true}, 1)
		if end, ok := after(v.(string)); ok {
			o.to = o.to.tighter(bound{set: true, sort: end}, -1)
		}
	case store.In:
		if len(f.Values) > 1 {
			return false
		}
		b := bound{set: true, sort: v, inclusive: true}
		o.from, o.to = o.from.tighter(b, 1), o.to.tighter(b, -1)
	default:
		return false
	}
	return true
}

// tighter returns the tighter of two bounds: the higher one for direction 1, the lower one
// for -1.
func (b bound) tighter(other bound, direction int) bound {
	if !b.set {
		return other
	}
	switch c := compareValues(b.sort, other.sort) * direction; {
	case c > 0:
		return b
	case c < 0:
		return other
	}
	if b.id != nil && other.inclusive || b.id == nil && !b.inclusive {
		return b
	}
	return other
}

// within writes the condition of being between the bounds.
func (o *ordering) within(q *sql) {
	for _, end := range []struct {
		bound
		operator string
	}{{o.from, ">"}, {o.to, "<"}} {
		if !end.set {
			continue
		}
		operator, sort := end.operator, "c."+o.by.name
		switch {
		case o.by.form == identity:
			q.add(" AND c.id %s ?", operator).with(blob(end.id))
		case end.id != nil:
			q.add(" AND (%s, c.id) %s (?, ?)", sort, operator).with(scalar(end.sort), blob(end.id))
		default:
			if end.inclusive {
				operator += "="
			}
			q.add(" AND %s %s ?", sort, operator).with(scalar(end.sort))
		}
	}
}

// sorted writes the order.
func (o *ordering) sorted(q *sql) {
	direction := ""
	if o.down {
		direction = " DESC"
	}
	if o.by.form != identity {
		q.add(" ORDER BY c.%s%s, c.id%s", o.by.name, direction, direction)
		return
	}
	q.add(" ORDER BY c.id%s", direction)
}

// columns lists what a hit is read from: record, id, sort value.
func (o *ordering) columns() string {
	if o.by.form == identity {
		return "c.rec, c.id"
	}
	return "c.rec, c.id, c." + o.by.name
}

// hit reads a hit from the columns, the first of which is at.
func (o *ordering) hit(s *statement, at int) hit {
	h := hit{rec: s.int(at)}
	copy(h.id[:], s.view(at+1))
	if o.by.form != identity {
		h.sort = s.value(at + 2)
	}
	return h
}

// before tells whether a hit comes before another one in the direction of the walk.
func (o *ordering) before(a, b *hit) bool {
	if o.down {
		return a.compare(b) > 0
	}
	return a.compare(b) < 0
}

// keyOf is the place of a document in the order.
func (o *ordering) keyOf(h *hit, id model.ID) store.Key {
	if o.by.form == identity {
		return store.Key{Value: string(id), ID: id}
	}
	return store.Key{Value: h.sort, ID: id}
}
