package mongostore

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"golang.org/x/sync/errgroup"

	"metrograph/model"
	"metrograph/store"
)

// branchesPerFind bounds the alternatives of one find, which the server merges; more are asked
// for in several finds and merged here.
const branchesPerFind = 16

// plan is how a query is asked.
type plan struct {
	kind    model.Kind
	filters []bson.D // of one find each
	sort    string   // path of the sort value
	desc    bool     // as the server is asked; the other way round than the query for its last records
	reverse bool
	limit   int
	part    bson.D
}

// List answers queries, several at a time.
func (s *Store) List(ctx context.Context, queries ...store.Query) ([]store.Page, error) {
	pages := make([]store.Page, len(queries))
	plans := make([]plan, len(queries))
	for i := range queries {
		p, err := planQuery(&queries[i])
		if err != nil {
			return nil, err
		}
		plans[i] = p
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(s.o.Parallel)
	for i := range plans {
		group.Go(func() (err error) {
			pages[i], err = s.page(ctx, &plans[i])
			return wrap(err, "list", queries[i].Kind)
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return pages, nil
}

// planQuery turns a query into finds.
func planQuery(q *store.Query) (plan, error) {
	if err := q.CheckPage(); err != nil {
		return plan{}, err
	}
	found, err := query(q.Kind, q.Where, q.Scope)
	if err != nil {
		return plan{}, err
	}
	p := plan{kind: q.Kind, sort: path(q.SortField()), desc: q.Desc != q.Last, reverse: q.Last, limit: q.Limit}
	p.part = loaded(q.Kind, q.Fields, p.sort)
	p.filters = finds(found, between(q, p.sort))
	return p, nil
}

// finds distributes the range of a page over the branches of a query and packs these into
// finds.
func finds(found, span branches) []bson.D {
	var filters []bson.D
	for some := range slices.Chunk(found, branchesPerFind) {
		var packed branches
		for _, b := range some {
			for _, part := range span {
				packed = append(packed, living(b.and(part)))
			}
		}
		filters = append(filters, packed.filter())
	}
	return filters
}

// living keeps the stubs of deleted records out of a branch.
func living(b branch) branch {
	if b.positive {
		return b
	}
	return b.and(branch{conditions: []bson.D{{alive()}}, positive: true})
}

// between compiles the range of a page: what comes after one key and before another. Records
// that share the sort value of a bound are a part of their own, so that every part is a range
// of the index.
func between(q *store.Query, at string) branches {
	low, high := q.After, q.Before
	if q.Desc {
		low, high = high, low
	}
	if at == fieldID {
		return always().within(fieldID, idOf(low), idOf(high))
	}
	if low != nil && high != nil {
		switch c := compareValues(low.Value, high.Value); {
		case c > 0:
			return nil
		case c == 0:
			return branches{where(at, low.Value)}.within(fieldID, idOf(low), idOf(high))
		}
	}
	var span branches
	if low != nil {
		span = append(span, branches{where(at, low.Value)}.within(fieldID, idOf(low), nil)...)
	}
	span = append(span, always().within(at, valueIn(low), valueIn(high))...)
	if high != nil {
		span = append(span, branches{where(at, high.Value)}.within(fieldID, nil, idOf(high))...)
	}
	return span
}

// within adds a range of one field, open at both ends; nil bounds nothing.
func (list branches) within(field string, low, high any) branches {
	condition := doc()
	if low != nil {
		condition = append(condition, bson.E{Key: "$gt", Value: low})
	}
	if high != nil {
		condition = append(condition, bson.E{Key: "$lt", Value: high})
	}
	if len(condition) == 0 {
		return list
	}
	return both(list, branches{where(field, condition)})
}

func idOf(key *store.Key) any {
	if key == nil {
		return nil
	}
	return string(key.ID)
}

func valueIn(key *store.Key) any {
	if key == nil {
		return nil
	}
	return key.Value
}

// page asks for a page and one record more, to know whether there is one.
func (s *Store) page(ctx context.Context, p *plan) (store.Page, error) {
	var all []*store.Document
	for _, filter := range p.filters {
		list, err := s.find(ctx, p, filter)
		if err != nil {
			return store.Page{}, err
		}
		all = append(all, list...)
	}
	if len(p.filters) > 1 {
		all = p.merge(all)
	}
	page := store.Page{Documents: all, More: len(all) > p.limit}
	if page.More {
		page.Documents = all[:p.limit]
	}
	if p.reverse {
		slices.Reverse(page.Documents)
	}
	return page, nil
}

func (s *Store) find(ctx context.Context, p *plan, filter bson.D) ([]*store.Document, error) {
	n := p.limit + 1
	find := options.Find().SetSort(p.order()).SetProjection(p.part).SetLimit(int64(n)).SetBatchSize(store.MaxPage + 1)
	cursor, err := s.reads.Collection(string(p.kind)).Find(ctx, filter, find)
	if err != nil {
		return nil, err
	}
	var list []*store.Document
	err = walk(ctx, cursor, func(raw bson.Raw) error {
		d, err := document(p.kind, raw, p.sort)
		list = append(list, d)
		return err
	})
	return list, err
}

func (p *plan) order() bson.D {
	direction := 1
	if p.desc {
		direction = -1
	}
	if p.sort == fieldID {
		return doc(fieldID, direction)
	}
	return doc(p.sort, direction, fieldID, direction)
}

// merge brings the records of several finds into one order; a record that several have found
// comes once.
func (p *plan) merge(list []*store.Document) []*store.Document {
	slices.SortFunc(list, func(a, b *store.Document) int {
		c := cmp.Or(compareValues(a.Key.Value, b.Key.Value), strings.Compare(string(a.ID), string(b.ID)))
		if p.desc {
			return -c
		}
		return c
	})
	return slices.CompactFunc(list, func(a, b *store.Document) bool { return a.ID == b.ID })
}

// compareValues orders values of one type as servers do.
func compareValues(a, b store.Value) int {
	if x, ok := a.(string); ok {
		y, _ := b.(string)
		return strings.Compare(x, y)
	}
	x, _ := a.(int64)
	y, _ := b.(int64)
	return cmp.Compare(x, y)
}

// Count counts records.
func (s *Store) Count(ctx context.Context, q store.Query) (int64, error) {
	filter, err := counted(q.Kind, q.Where, q.Scope)
	if err != nil {
		return 0, err
	}
	n, err := s.reads.Collection(string(q.Kind)).CountDocuments(ctx, filter)
	return n, wrap(err, "count", q.Kind)
}

// counted is the filter of what is counted or grouped, at one go: a record that is found in
// several ways counts once.
func counted(kind model.Kind, f *store.Filter, scope model.Scope) (bson.D, error) {
	found, err := query(kind, f, scope)
	if err != nil {
		return nil, err
	}
	for i, b := range found {
		if !b.positive { // every record has a key, no stub has; and keys are indexed
			found[i] = b.and(where(fieldKey, doc("$gte", "")))
		}
	}
	return found.filter(), nil
}
