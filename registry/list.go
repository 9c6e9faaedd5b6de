package registry

import (
	"context"

	"metrograph/model"
	"metrograph/store"
)

const (
	defaultPage = 20
	maxPage     = 100
)

// List answers each of the requests with a page of what the caller may read. Many requests
// in one call cost one call of the store.
func (r *Registry) List(ctx context.Context, requests ...ListRequest) ([]Page, error) {
	lists := make([]*list, len(requests))
	var queries []store.Query
	for i, request := range requests {
		l, err := r.prepare(ctx, request)
		if err != nil {
			return nil, err
		}
		lists[i] = l
		queries = append(queries, l.query)
	}
	answers, err := r.store.List(ctx, queries...)
	if err != nil {
		return nil, inside("list", err)
	}
	pages := make([]Page, len(lists))
	for i, l := range lists {
		if pages[i], err = r.page(ctx, l, answers[i]); err != nil {
			return nil, err
		}
	}
	return pages, r.lookBack(ctx, lists, pages)
}

// list is a request on its way through the policy to the store.
type list struct {
	request ListRequest
	query   store.Query
	view    *view
	bound   []byte
	first   *store.Key // of the page, and last
	last    *store.Key
}

// prepare turns a request into a query under the caller's scope: only records of which the
// caller may read every field that the request filters or sorts by.
func (r *Registry) prepare(ctx context.Context, q ListRequest) (*list, error) {
	schema := store.SchemaOf(q.Kind)
	need, err := reads(schema, q.Where)
	if err != nil {
		return nil, err
	}
	order, err := orderOf(schema, q.Order)
	if err != nil {
		return nil, err
	}
	byOrder, err := fieldReads(schema, order.Field)
	if err != nil {
		return nil, err
	}
	v := r.view(ctx, model.ActionRead, q.Kind, q.Fields)
	l := &list{request: q, view: v, query: store.Query{
		Kind: q.Kind, Where: q.Where, Sort: order.Field, Desc: order.Desc,
		Scope: v.grant.Scope(model.ActionRead, q.Kind, need|byOrder), Fields: v.load(),
	}}
	l.bound = binding(&l.query)
	return l, r.window(l)
}

func orderOf(schema *store.Schema, o Order) (Order, error) {
	if o.Field == "" {
		o.Field, o.Desc = schema.Primary, true
		if o.Field == "" {
			o.Field = "id"
		}
		return o, nil
	}
	if f, known := schema.Field(o.Field); !known || !f.Sort {
		return o, invalid("orderBy.field", "this field cannot be sorted by")
	}
	return o, nil
}

// window reads the page arguments.
func (r *Registry) window(l *list) error {
	q := &l.request
	switch {
	case q.First != nil && q.Last != nil:
		return invalid("last", "give first or last, not both")
	case q.Last != nil:
		l.query.Limit, l.query.Last = *q.Last, true
	case q.First != nil:
		l.query.Limit = *q.First
	default:
		l.query.Limit = defaultPage
	}
	if l.query.Limit < 1 || l.query.Limit > maxPage {
		return invalid("first", "first and last must be from 1 to %d", maxPage)
	}
	var err error
	if l.query.After, err = r.keyOf(q.After, l.bound, "after"); err != nil {
		return err
	}
	l.query.Before, err = r.keyOf(q.Before, l.bound, "before")
	return err
}

func (r *Registry) keyOf(cursor *string, bound []byte, path string) (*store.Key, error) {
	if cursor == nil {
		return nil, nil
	}
	p, ok := r.readCursor(*cursor, bound)
	if !ok {
		return nil, invalid(path, "this cursor does not belong to this list: use a cursor with the filter and order that it came from")
	}
	return p.key(), nil
}

func (r *Registry) page(ctx context.Context, l *list, answer store.Page) (Page, error) {
	page := Page{}
	for _, d := range answer.Documents {
		record, err := l.view.see(d)
		if err != nil {
			return page, inside("list", err)
		}
		if record == nil { // the scope let through what the decision refuses: a fault, closed here
			r.log.ErrorContext(ctx, "scope and decision disagree", "id", d.ID)
			continue
		}
		page.Records = append(page.Records, record)
		page.Cursors = append(page.Cursors, r.cursor(placeOf(d.Key), l.bound))
	}
	if n := len(answer.Documents); n > 0 {
		l.first, l.last = &answer.Documents[0].Key, &answer.Documents[n-1].Key
	}
	page.HasNext, page.HasPrevious = answer.More && !l.query.Last, answer.More && l.query.Last
	page.Redacted = l.view.redacted()
	var err error
	if l.request.Total {
		page.Total, err = r.total(ctx, l)
	}
	return page, err
}

// total counts the list, if the caller may count records of the kind.
func (r *Registry) total(ctx context.Context, l *list) (*int, error) {
	if l.view.grant.Scope(model.ActionCount, l.query.Kind, 0).Nothing() {
		return nil, nil
	}
	n, err := r.store.Count(ctx, store.Query{Kind: l.query.Kind, Where: l.query.Where, Scope: l.query.Scope})
	total := int(n)
	return &total, inside("count", err)
}

// lookBack finds out whether there are records on the near side of pages that a cursor cut
// there, with one more call of the store for all of them.
func (r *Registry) lookBack(ctx context.Context, lists []*list, pages []Page) error {
	var queries []store.Query
	var of []int
	for i, l := range lists {
		if q, needed := l.behind(); needed {
			queries, of = append(queries, q), append(of, i)
		}
	}
	if len(queries) == 0 {
		return nil
	}
	answers, err := r.store.List(ctx, queries...)
	if err != nil {
		return inside("list", err)
	}
	for n, i := range of {
		found := len(answers[n].Documents) > 0
		if lists[i].query.Last {
			pages[i].HasNext = found
		} else {
			pages[i].HasPrevious = found
		}
	}
	return nil
}

// behind is the query for one record beyond the cursor that the page began at.
func (l *list) behind() (q store.Query, needed bool) {
	q = l.query
	q.Limit, q.Fields = 1, 1
	switch {
	case !q.Last && q.After != nil && l.first != nil:
		q.After, q.Before, q.Last = nil, l.first, true
	case q.Last && q.Before != nil && l.last != nil:
		q.After, q.Before, q.Last = l.last, nil, false
	default:
		return q, false
	}
	return q, true
}
