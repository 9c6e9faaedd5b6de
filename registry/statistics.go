package registry

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"metrograph/model"
	"metrograph/store"
)

// Statistics counts the records that the caller may count, by dimensions. A caller for whom
// one of the dimensions or filtered fields is masked in a record does not count it. A record
// counts under the empty key, once, where it has no value or none that the caller may read.
func (r *Registry) Statistics(ctx context.Context, q StatisticsRequest) ([]Bucket, error) {
	schema := store.SchemaOf(q.Kind)
	need, err := reads(schema, q.Where)
	if err != nil {
		return nil, err
	}
	grouping := store.Grouping{Kind: q.Kind}
	for _, d := range q.By {
		field, known := schema.Field(d.Field)
		if !known || !field.Group {
			return nil, invalid("groupBy", "records cannot be grouped by this field")
		}
		byField, _ := fieldReads(schema, d.Field)
		need |= byField
		grouping.By = append(grouping.By, store.Dimension{Field: d.Field, Bucket: store.Span(d.Span)})
	}
	if len(q.By) > maxDimensions {
		return nil, invalid("groupBy", "at most %d dimensions", maxDimensions)
	}
	if q.Share {
		grouping.By = append(grouping.By, store.Dimension{Field: originField})
	}
	where := []*Filter{q.Where}
	if err := r.hideIDs(ctx, where); err != nil {
		return nil, err
	}
	grouping.Where = where[0]
	grouping.Scope = r.grant(ctx).Scope(model.ActionCount, q.Kind, need)
	buckets, hidden, err := r.group(ctx, &grouping, q.Share)
	if err == nil && leaveOut(&grouping, len(q.By), buckets, hidden) {
		buckets, hidden, err = r.group(ctx, &grouping, q.Share)
	}
	if err != nil {
		return nil, err
	}
	return hideKeys(buckets, hidden), nil
}

// group asks the store for buckets, and finds out which of their keys name records that the
// caller may not read.
func (r *Registry) group(ctx context.Context, g *store.Grouping, shared bool) (out []Bucket, hidden map[string]bool, err error) {
	buckets, err := r.store.Group(ctx, *g)
	if err != nil {
		return nil, nil, inside("statistics", err)
	}
	out = make([]Bucket, len(buckets))
	for i, b := range buckets {
		out[i] = Bucket{Count: int(b.Count), Keys: make([]string, len(b.Keys))}
		for k, key := range b.Keys {
			out[i].Keys[k] = keyText(key)
		}
	}
	if shared {
		splitOrigins(out)
	}
	hidden, err = r.hidden(ctx, out)
	return out, hidden, err
}

// hidden are the keys that name records which the caller may not read.
func (r *Registry) hidden(ctx context.Context, buckets []Bucket) (map[string]bool, error) {
	named := map[model.Kind]map[model.ID]bool{} // by kind: whether the caller may read it
	for _, b := range buckets {
		for _, key := range b.Keys {
			note(key, named)
		}
	}
	hidden := map[string]bool{}
	for kind, ids := range named {
		if err := r.readable(ctx, kind, ids); err != nil {
			return nil, err
		}
		for id, readable := range ids {
			if !readable {
				hidden[string(id)] = true
			}
		}
	}
	return hidden, nil
}

// leaveOut takes hidden values out of dimensions with many values, and tells whether the store
// has to be asked again for that. A certificate with two hidden manufacturers would otherwise
// count twice under the empty key, and one with a hidden and a known one under both, which
// tells that the hidden ones are there.
func leaveOut(g *store.Grouping, dimensions int, buckets []Bucket, hidden map[string]bool) (again bool) {
	schema := store.SchemaOf(g.Kind)
	for i := range dimensions {
		d := &g.By[i]
		field, _ := schema.Field(d.Field)
		if field.Many && slices.ContainsFunc(buckets, func(b Bucket) bool { return hidden[b.Keys[i]] }) {
			for key := range hidden {
				d.Without = append(d.Without, key)
			}
		}
		again = again || len(d.Without) > 0
	}
	return again
}

// hideKeys empties hidden keys and joins the buckets that are then alike: a count does not
// tell that a hidden record is there.
func hideKeys(buckets []Bucket, hidden map[string]bool) []Bucket {
	if len(hidden) == 0 {
		return buckets
	}
	joined, at := buckets[:0], map[string]int{}
	for _, b := range buckets {
		for i, key := range b.Keys {
			if hidden[key] {
				b.Keys[i] = ""
			}
		}
		whole := strings.Join(b.Keys, "\x1f") + "\x1e" + string(b.Origin)
		if i, known := at[whole]; known {
			joined[i].Count += b.Count
			continue
		}
		at[whole] = len(joined)
		joined = append(joined, b)
	}
	slices.SortFunc(joined, func(a, b Bucket) int { return slices.Compare(a.Keys, b.Keys) })
	return joined
}

// readable finds out which records of a kind the caller may read.
func (r *Registry) readable(ctx context.Context, kind model.Kind, ids map[model.ID]bool) error {
	list := slices.Sorted(maps.Keys(ids))
	for part := range slices.Chunk(list, store.MaxPage) {
		loaded, err := r.Load(ctx, kind, part, factFields(kind))
		if err != nil {
			return err
		}
		for i, record := range loaded.Records {
			ids[part[i]] = record != nil
		}
	}
	return nil
}

const maxDimensions = 4

func keyText(v store.Value) string {
	if n, ok := v.(int64); ok {
		return strconv.FormatInt(n, 10)
	}
	s, _ := v.(string)
	return s
}
