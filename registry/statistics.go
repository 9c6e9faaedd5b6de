package registry

import (
	"context"
	"strconv"

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
	return out, nil
}

const maxDimensions = 4

func keyText(v store.Value) string {
	if n, ok := v.(int64); ok {
		return strconv.FormatInt(n, 10)
	}
	s, _ := v.(string)
	return s
}
