package mongostore

import (
	"context"
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"metrograph/model"
	"metrograph/store"
)

// grouping is a checked request for a grouping.
type grouping struct {
	kind    model.Kind
	filter  bson.D
	by      []store.Field
	spans   []store.Span
	without [][]store.Value // by dimension
	sum     []store.Field
	limit   int
}

// Group counts and sums by dimensions.
func (s *Store) Group(ctx context.Context, g store.Grouping) ([]store.Bucket, error) {
	checked, err := checkGrouping(&g)
	if err != nil {
		return nil, err
	}
	var list []store.Bucket
	if s.groups {
		list, err = s.groupThere(ctx, checked)
	} else {
		list, err = s.groupHere(ctx, checked)
	}
	return list, wrap(err, "group", g.Kind)
}

func checkGrouping(g *store.Grouping) (*grouping, error) {
	if err := g.Check(); err != nil {
		return nil, err
	}
	filter, err := counted(g.Kind, g.Where, g.Scope)
	if err != nil {
		return nil, err
	}
	checked := &grouping{kind: g.Kind, filter: filter, limit: store.MaxBuckets}
	if g.Limit > 0 {
		checked.limit = g.Limit
	}
	schema := store.SchemaOf(g.Kind)
	for _, d := range g.By {
		field, _ := schema.Field(d.Field)
		checked.by, checked.spans = append(checked.by, field), append(checked.spans, d.Bucket)
		checked.without = append(checked.without, d.Without)
	}
	for _, name := range g.Sum {
		field, _ := schema.Field(name)
		checked.sum = append(checked.sum, field)
	}
	return checked, nil
}

// length is how much of a date a span keeps: 2006, 2006-01.
func length(span store.Span) int {
	switch span {
	case store.Month:
		return len("2006-01")
	case store.Year:
		return len("2006")
	default:
		return 0
	}
}

// groupThere has the server group.
func (s *Store) groupThere(ctx context.Context, g *grouping) ([]store.Bucket, error) {
	cursor, err := s.reads.Collection(string(g.kind)).Aggregate(ctx, g.pipeline())
	if err != nil {
		return nil, err
	}
	var list []store.Bucket
	err = walk(ctx, cursor, func(raw bson.Raw) error {
		list = append(list, g.bucket(raw))
		return nil
	})
	return list, err
}

func (g *grouping) pipeline() mongo.Pipeline {
	stages := mongo.Pipeline{doc("$match", g.filter)}
	keys, order := doc(), doc()
	for i, f := range g.by {
		var value any = "$" + path(f.Name)
		if f.Many {
			stages = append(stages, unwind(key(i), value, g.without[i])...)
			value = unwound(key(i))
		}
		if n := length(g.spans[i]); n > 0 {
			value = doc("$substrCP", bson.A{value, 0, n})
		}
		keys = append(keys, bson.E{Key: key(i), Value: value})
		order = append(order, bson.E{Key: "_id." + key(i), Value: 1})
	}
	buckets := doc("_id", keys, "n", doc("$sum", 1))
	for i, f := range g.sum {
		value := doc("$toDouble", "$"+path(f.Name))
		buckets = append(buckets, bson.E{Key: total(i), Value: doc("$sum", value)},
			bson.E{Key: squares(i), Value: doc("$sum", doc("$multiply", bson.A{value, value}))})
	}
	stages = append(stages, doc("$group", buckets))
	if len(order) > 0 {
		stages = append(stages, doc("$sort", order))
	}
	return append(stages, doc("$limit", int64(g.limit)))
}

// unwind makes of each record one for each value of a list but some, which is then a field of
// its own; a record whose list has no others is kept without that field. The list stays, so that
// it can be a dimension twice.
func unwind(field string, list any, without []store.Value) mongo.Pipeline {
	left := doc("$setDifference", bson.A{list, doc("$literal", append([]store.Value{}, without...))})
	return mongo.Pipeline{
		doc("$addFields", doc(field, left)),
		doc("$unwind", doc("path", "$"+field, "preserveNullAndEmptyArrays", true)),
	}
}

// unwound is the value that a record has after [unwind].
func unwound(field string) bson.D { return doc("$ifNull", bson.A{"$" + field, ""}) }

func key(i int) string     { return fmt.Sprintf("k%d", i) }
func total(i int) string   { return fmt.Sprintf("t%d", i) }
func squares(i int) string { return fmt.Sprintf("s%d", i) }

func (g *grouping) bucket(raw bson.Raw) store.Bucket {
	b := store.Bucket{}
	b.Count, _ = raw.Lookup("n").AsInt64OK()
	for i := range g.by {
		b.Keys = append(b.Keys, valueOf(raw.Lookup("_id", key(i))))
	}
	for i := range g.sum {
		t, _ := raw.Lookup(total(i)).AsFloat64OK()
		q, _ := raw.Lookup(squares(i)).AsFloat64OK()
		b.Sums = append(b.Sums, store.Sum{Total: t, Squares: q})
	}
	return b
}

// groupHere groups what the server finds, for servers that cannot.
func (s *Store) groupHere(ctx context.Context, g *grouping) ([]store.Bucket, error) {
	part := doc(fieldVersion, 1)
	for _, f := range slices.Concat(g.by, g.sum) {
		if !slices.ContainsFunc(part, func(e bson.E) bool { return e.Key == path(f.Name) }) {
			part = append(part, bson.E{Key: path(f.Name), Value: 1})
		}
	}
	cursor, err := s.reads.Collection(string(g.kind)).Find(ctx, g.filter, options.Find().SetProjection(part))
	if err != nil {
		return nil, err
	}
	t := tally{g: g, buckets: map[[store.MaxDimensions]store.Value]*store.Bucket{}}
	err = walk(ctx, cursor, func(raw bson.Raw) error {
		t.add(raw)
		return nil
	})
	return t.sorted(), err
}

// tally counts records into buckets.
type tally struct {
	g       *grouping
	buckets map[[store.MaxDimensions]store.Value]*store.Bucket
}

func (t *tally) add(raw bson.Raw) {
	numbers := make([]float64, len(t.g.sum))
	for i, f := range t.g.sum {
		n, _ := valueAt(raw, path(f.Name)).(int64)
		numbers[i] = float64(n)
	}
	var keys [store.MaxDimensions]store.Value
	t.spread(raw, 0, keys, numbers)
}

// spread puts a record into a bucket for each of the values of a dimension, and of the next.
func (t *tally) spread(raw bson.Raw, i int, keys [store.MaxDimensions]store.Value, numbers []float64) {
	if i == len(t.g.by) {
		t.count(keys, numbers)
		return
	}
	values := valuesAt(raw, path(t.g.by[i].Name))
	values = slices.DeleteFunc(values, func(v store.Value) bool { return slices.Contains(t.g.without[i], v) })
	if len(values) == 0 {
		values = []store.Value{""}
	}
	for _, v := range values {
		if text, ok := v.(string); ok {
			v = begin(text, length(t.g.spans[i]))
		}
		keys[i] = v
		t.spread(raw, i+1, keys, numbers)
	}
}

// begin cuts a text after n characters; 0 leaves it whole.
func begin(text string, n int) string {
	for at := range text {
		if n--; n == -1 && at > 0 {
			return text[:at]
		}
	}
	return text
}

func (t *tally) count(keys [store.MaxDimensions]store.Value, numbers []float64) {
	b := t.buckets[keys]
	if b == nil {
		b = &store.Bucket{}
		b.Keys = append(b.Keys, keys[:len(t.g.by)]...)
		if len(numbers) > 0 {
			b.Sums = make([]store.Sum, len(numbers))
		}
		t.buckets[keys] = b
	}
	b.Count++
	for i, n := range numbers {
		b.Sums[i].Total += n
		b.Sums[i].Squares += n * n
	}
}

func (t *tally) sorted() []store.Bucket {
	var list []store.Bucket
	for _, b := range t.buckets {
		list = append(list, *b)
	}
	slices.SortFunc(list, func(a, b store.Bucket) int { return slices.CompareFunc(a.Keys, b.Keys, compareValues) })
	return list[:min(len(list), t.g.limit)]
}

// valuesAt reads the value of a queryable field, or each of its values.
func valuesAt(raw bson.Raw, path string) []store.Value {
	array, many := raw.Lookup(fieldValues, path[len(fieldValues)+1:]).ArrayOK()
	if !many {
		return []store.Value{valueAt(raw, path)}
	}
	values, err := array.Values()
	if err != nil {
		return nil
	}
	list := make([]store.Value, len(values))
	for i, v := range values {
		list[i] = valueOf(v)
	}
	return list
}
