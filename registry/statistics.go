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
// one of the dimensions or filtered fields is masked in a record does not count it.
func (r *Registry) Statistics(ctx context.Context, q StatisticsRequest) ([]Bucket, error) {
	schema := store.SchemaOf(q.Kind)
	need, err := reads(schema, q.Where)
	if err != nil {
		return nil, err
	}
	grouping := store.Grouping{Kind: q.Kind, Where: q.Where}
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
	grouping.Scope = r.grant(ctx).Scope(model.ActionCount, q.Kind, need)
	buckets, err := r.store.Group(ctx, grouping)
	if err != nil {
		return nil, inside("statistics", err)
	}
	out := make([]Bucket, len(buckets))
	for i, b := range buckets {
		out[i] = Bucket{Count: int(b.Count), Keys: make([]string, len(b.Keys))}
		for k, key := range b.Keys {
			out[i].Keys[k] = keyText(key)
		}
	}
	return r.hideKeys(ctx, out)
}

// hideKeys empties keys that name records which the caller may not read, and joins the
// buckets that are then alike: a count does not tell that a hidden record is there.
func (r *Registry) hideKeys(ctx context.Context, buckets []Bucket) ([]Bucket, error) {
	named := map[model.Kind]map[model.ID]bool{} // by kind: whether the caller may read it
	for _, b := range buckets {
		for _, key := range b.Keys {
			if kind := model.ID(key).Kind(); kind != "" {
				if named[kind] == nil {
					named[kind] = map[model.ID]bool{}
				}
				named[kind][model.ID(key)] = false
			}
		}
	}
	for kind, ids := range named {
		if err := r.readable(ctx, kind, ids); err != nil {
			return nil, err
		}
	}
	if len(named) == 0 {
		return buckets, nil
	}
	joined, at := buckets[:0], map[string]int{}
	for _, b := range buckets {
		for i, key := range b.Keys {
			if kind := model.ID(key).Kind(); kind != "" && !named[kind][model.ID(key)] {
				b.Keys[i] = ""
			}
		}
		whole := strings.Join(b.Keys, "\x1f")
		if i, known := at[whole]; known {
			joined[i].Count += b.Count
			continue
		}
		at[whole] = len(joined)
		joined = append(joined, b)
	}
	slices.SortFunc(joined, func(a, b Bucket) int { return slices.Compare(a.Keys, b.Keys) })
	return joined, nil
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
