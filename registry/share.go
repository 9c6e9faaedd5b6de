package registry

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"metrograph/model"
	"metrograph/store"
)

// Share asks for a page that is merged with those of other nodes: between two places, which are
// the same at every node, and with a mark for each record.
type Share struct {
	After, Before *Place // nil for no such end
}

// Mark is what a record is merged by with those of other nodes.
type Mark struct {
	Place
	Version int      // of the record at its keeper
	Keeper  model.ID // whose node keeps the record; empty for this one's
}

// mark is that of the record that the view has seen last.
func (v *view) mark(at Place, record model.Record) Mark {
	m := Mark{Place: at, Version: record.Base().Version, Keeper: v.kept.NodeID}
	if !v.kept.IsZero() {
		m.Version = v.kept.Version
	}
	return m
}

// ComparePlaces orders places as lists do that ascend.
func ComparePlaces(a, b Place) int {
	switch {
	case a.Text != nil && b.Text != nil:
		return cmp.Or(strings.Compare(*a.Text, *b.Text), strings.Compare(string(a.ID), string(b.ID)))
	case a.Number != nil && b.Number != nil:
		return cmp.Or(cmp.Compare(*a.Number, *b.Number), strings.Compare(string(a.ID), string(b.ID)))
	}
	return strings.Compare(string(a.ID), string(b.ID))
}

// CursorAt is the cursor of a place in a list that is made of the lists of several nodes. It is
// good for lists with the same binding only.
func (r *Registry) CursorAt(p Place, bound []byte) string { return r.cursor(p, networkBound(bound)) }

// PlaceAt is the place that a cursor of such a list names; nil for none.
func (r *Registry) PlaceAt(cursor *string, bound []byte, path string) (*Place, error) {
	if cursor == nil {
		return nil, nil
	}
	p, ok := r.readCursor(*cursor, networkBound(bound))
	if !ok {
		return nil, invalid(path, "this cursor does not belong to this list: use a cursor with the filter, the order and the scope that it came from")
	}
	return &p, nil
}

func networkBound(bound []byte) []byte { return slices.Concat([]byte("network\x00"), bound) }

// Limit is how many records a page has at most, and whether they are the last ones.
func Limit(first, last *int) (limit int, fromEnd bool, err error) { return limitOf(first, last) }

// Searchable are the kinds that a search looks into, in the order of its answer.
func Searchable() []model.Kind { return searchable() }

// found is the id of the record at a place of a search.
func (p *Place) found(kinds []model.Kind, path string) (model.ID, error) {
	if p == nil {
		return "", nil
	}
	if !slices.Contains(kinds, p.ID.Kind()) {
		return "", invalid(path, "the place is in none of the kinds that are searched")
	}
	return p.ID, nil
}

// totals counts a list by the origins of its records, if the caller may count records of the
// kind. It is for the node that adds them up, and not for callers: origins that the caller
// may not read are among them.
func (r *Registry) totals(ctx context.Context, l *list) (map[model.ID]int, error) {
	if l.view.grant.Scope(model.ActionCount, l.query.Kind, 0).Nothing() {
		return nil, nil
	}
	buckets, err := r.store.Group(ctx, store.Grouping{Kind: l.query.Kind, Where: l.query.Where, Scope: l.query.Scope,
		By: []store.Dimension{{Field: originField}}})
	if err != nil {
		return nil, inside("count", err)
	}
	totals := map[model.ID]int{}
	for _, b := range buckets {
		totals[model.ID(keyText(b.Keys[0]))] += int(b.Count)
	}
	return totals, nil
}

const originField = "origin"

// splitOrigins takes the last key of buckets, which is the origin, out of their keys.
func splitOrigins(buckets []Bucket) {
	for i := range buckets {
		last := len(buckets[i].Keys) - 1
		buckets[i].Origin, buckets[i].Keys = model.ID(buckets[i].Keys[last]), buckets[i].Keys[:last]
	}
}

// SortsByNumber tells whether places in an order of a kind have numbers, and not texts.
func SortsByNumber(kind model.Kind, o Order) (bool, error) {
	schema := store.SchemaOf(kind)
	o, err := orderOf(schema, o)
	field, _ := schema.Field(o.Field)
	return field.Type == store.Int, err
}
