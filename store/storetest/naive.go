package storetest

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"metrograph/model"
	"metrograph/store"
)

// entry is a record with what it is to be found by.
type entry struct {
	record model.Record
	index  store.Index
}

// naive answers queries by looking at every record, as the contract is worded.
type naive []entry

// values lists the values of a field.
func (e entry) values(field string) []store.Value {
	return store.SchemaOf(e.record.Kind()).Of(e.index, field)
}

func naiveOf(list ...model.Record) naive {
	n := make(naive, len(list))
	for i, r := range list {
		n[i] = entry{r, store.IndexOf(r)}
	}
	return n
}

// under returns the records in a scope that a filter holds for.
func (n naive) under(scope model.Scope, where *store.Filter) naive {
	var kept naive
	for _, e := range n {
		facts := e.record.Facts()
		if scope.Holds(&facts) && e.holds(where) {
			kept = append(kept, e)
		}
	}
	return kept
}

// holds tells whether a filter holds for a record.
func (e entry) holds(f *store.Filter) bool {
	switch {
	case f == nil:
		return true
	case f.Not != nil:
		return !e.holds(f.Not)
	case len(f.And) > 0:
		return !slices.ContainsFunc(f.And, func(part store.Filter) bool { return !e.holds(&part) })
	case len(f.Or) > 0:
		return slices.ContainsFunc(f.Or, func(part store.Filter) bool { return e.holds(&part) })
	case f.Field == store.FieldText:
		q := store.Asked(f)
		return q.Holds(e.index.Terms)
	}
	field, _ := store.SchemaOf(e.record.Kind()).Field(f.Field)
	values := e.values(f.Field)
	if f.Op == store.Present {
		present := slices.ContainsFunc(values, func(v store.Value) bool { return v != "" && v != int64(0) })
		return present == (f.Values[0] == int64(1))
	}
	return slices.ContainsFunc(values, func(v store.Value) bool { return compares(field, v, f) })
}

// compares tells whether a comparison holds for one value.
func compares(field store.Field, v store.Value, f *store.Filter) bool {
	return slices.ContainsFunc(f.Values, func(want store.Value) bool {
		if text, ok := want.(string); ok && field.Type == store.Text {
			want = store.Fold(text)
		}
		switch f.Op {
		case store.In:
			return v == want
		case store.Lt:
			return compareValues(v, want) < 0
		case store.Lte:
			return compareValues(v, want) <= 0
		case store.Gt:
			return compareValues(v, want) > 0
		case store.Gte:
			return compareValues(v, want) >= 0
		case store.Prefix:
			return strings.HasPrefix(v.(string), want.(string))
		default: // contains
			return strings.Contains(store.Phrase(v.(string)), store.Phrase(want.(string)))
		}
	})
}

func compareValues(a, b store.Value) int {
	if n, ok := a.(int64); ok {
		return cmp.Compare(n, b.(int64))
	}
	return strings.Compare(a.(string), b.(string))
}

// key is the place of a record in an order.
func (e entry) key(sort string) store.Key {
	return store.Key{Value: e.values(sort)[0], ID: e.record.Base().ID}
}

func compareKeys(a, b store.Key) int {
	if c := compareValues(a.Value, b.Value); c != 0 {
		return c
	}
	return strings.Compare(string(a.ID), string(b.ID))
}

// page returns the records of a query's page and whether there are more.
func (n naive) page(q store.Query) (page naive, more bool) {
	sort := q.SortField()
	direction := 1
	if q.Desc {
		direction = -1
	}
	for _, e := range n.under(q.Scope, q.Where) {
		k := e.key(sort)
		if (q.After == nil || compareKeys(k, *q.After)*direction > 0) && (q.Before == nil || compareKeys(k, *q.Before)*direction < 0) {
			page = append(page, e)
		}
	}
	slices.SortFunc(page, func(a, b entry) int { return compareKeys(a.key(sort), b.key(sort)) * direction })
	more = len(page) > q.Limit
	switch {
	case more && q.Last:
		page = page[len(page)-q.Limit:]
	case more:
		page = page[:q.Limit]
	}
	return page, more
}

// group counts and sums.
func (n naive) group(g store.Grouping) []store.Bucket {
	var buckets []store.Bucket
	for _, e := range n.under(g.Scope, g.Where) {
		for _, keys := range e.keys(g.By) {
			at, found := slices.BinarySearchFunc(buckets, keys, func(b store.Bucket, keys []store.Value) int { return compareLists(b.Keys, keys) })
			if !found {
				buckets = slices.Insert(buckets, at, store.Bucket{Keys: keys, Sums: make([]store.Sum, len(g.Sum))})
			}
			buckets[at].Count++
			for i, name := range g.Sum {
				v := float64(e.values(name)[0].(int64))
				buckets[at].Sums[i].Total += v
				buckets[at].Sums[i].Squares += v * v
			}
		}
	}
	if g.Limit > 0 && len(buckets) > g.Limit {
		buckets = buckets[:g.Limit]
	}
	return buckets
}

func compareLists(a, b []store.Value) int { return slices.CompareFunc(a, b, compareValues) }

// keys lists the buckets that a record is in.
func (e entry) keys(by []store.Dimension) [][]store.Value {
	list := [][]store.Value{{}}
	for _, d := range by {
		var longer [][]store.Value
		for _, begun := range list {
			for _, v := range e.valuesFor(d) {
				longer = append(longer, append(slices.Clone(begun), spanned(v, d.Bucket)))
			}
		}
		list = longer
	}
	return list
}

// valuesFor lists the values of a dimension; a record without any has the empty one.
func (e entry) valuesFor(d store.Dimension) []store.Value {
	var values []store.Value
	for _, v := range e.values(d.Field) {
		if !slices.Contains(d.Without, v) {
			values = append(values, v)
		}
	}
	if values == nil {
		return []store.Value{""}
	}
	return values
}

func spanned(v store.Value, span store.Span) store.Value {
	text, _ := v.(string)
	switch {
	case span == store.Month && len(text) > 7:
		return text[:7]
	case span == store.Year && len(text) > 4:
		return text[:4]
	}
	return v
}

func (n naive) ids() []model.ID {
	list := []model.ID{}
	for _, e := range n {
		list = append(list, e.record.Base().ID)
	}
	return list
}

// isIn tells whether a document is of a record as it is.
func (e entry) isIn(d *store.Document) bool {
	raw, err := store.Encode(e.record)
	return err == nil && bytes.Equal(raw, d.Raw) && d.Version == e.record.Base().Version && d.Kind == e.record.Kind()
}
