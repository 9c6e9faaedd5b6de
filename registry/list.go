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
	asked := make([]*Filter, len(requests))
	for i, request := range requests {
		l, err := r.prepare(ctx, request)
		if err != nil {
			return nil, err
		}
		lists[i], asked[i] = l, request.Where
	}
	if err := r.hideIDs(ctx, asked); err != nil {
		return nil, err
	}
	var queries []store.Query
	for i, l := range lists {
		l.query.Where = All(l.request.Under, asked[i])
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
	return pages, r.beyond(ctx, lists, pages)
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
	whole := All(q.Under, q.Where)
	need, err := reads(schema, whole)
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
	v.keeper = q.Share != nil
	l := &list{request: q, view: v, query: store.Query{
		Kind: q.Kind, Where: whole, Sort: order.Field, Desc: order.Desc,
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
	var err error
	if l.query.Limit, l.query.Last, err = limitOf(q.First, q.Last); err != nil {
		return err
	}
	if q.Share != nil {
		l.query.After, l.query.Before = q.Share.After.key(), q.Share.Before.key()
		return nil
	}
	if l.query.After, err = r.keyOf(q.After, l.bound, "after"); err != nil {
		return err
	}
	l.query.Before, err = r.keyOf(q.Before, l.bound, "before")
	return err
}

// limitOf is how many entries a page has at most, and whether they are the last ones.
func limitOf(first, last *int) (limit int, fromEnd bool, err error) {
	limit = defaultPage
	switch {
	case first != nil && last != nil:
		return 0, false, invalid("last", "give first or last, not both")
	case last != nil:
		limit = *last
	case first != nil:
		limit = *first
	}
	if limit < 1 || limit > maxPage {
		return 0, false, invalid("first", "first and last must be from 1 to %d", maxPage)
	}
	return limit, last != nil, nil
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
		if l.request.Share != nil {
			page.Marks = append(page.Marks, l.view.mark(placeOf(d.Key), record))
			continue
		}
		page.Cursors = append(page.Cursors, r.cursor(placeOf(d.Key), l.bound))
	}
	if n := len(answer.Documents); n > 0 {
		l.first, l.last = &answer.Documents[0].Key, &answer.Documents[n-1].Key
	}
	page.HasNext, page.HasPrevious = answer.More && !l.query.Last, answer.More && l.query.Last
	page.Redacted = l.view.redacted()
	var err error
	switch {
	case l.request.Total && l.request.Share != nil:
		page.Totals, err = r.totals(ctx, l)
	case l.request.Total:
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

// beyond finds out whether there are records past the ends of pages that a cursor cut, with
// one more call of the store for all of them.
func (r *Registry) beyond(ctx context.Context, lists []*list, pages []Page) error {
	var queries []store.Query
	var found []*bool
	for i, l := range lists {
		if page := &pages[i]; l.query.After != nil && !page.HasPrevious {
			queries, found = append(queries, l.prior()), append(found, &page.HasPrevious)
		}
		if page := &pages[i]; l.query.Before != nil && !page.HasNext {
			queries, found = append(queries, l.following()), append(found, &page.HasNext)
		}
	}
	if len(queries) == 0 {
		return nil
	}
	answers, err := r.store.List(ctx, queries...)
	if err != nil {
		return inside("list", err)
	}
	for i := range answers {
		*found[i] = len(answers[i].Documents) > 0
	}
	return nil
}

// prior is the query for a record before the page: before its first one or, as nothing lies
// between the cursors of an empty page, before the cursor that it ends at.
func (l *list) prior() store.Query {
	q := l.query
	q.Limit, q.Fields, q.Last, q.After = 1, 1, true, nil
	if l.first != nil {
		q.Before = l.first
	}
	return q
}

// following is the query for a record after the page.
func (l *list) following() store.Query {
	q := l.query
	q.Limit, q.Fields, q.Last, q.Before = 1, 1, false, nil
	if l.last != nil {
		q.After = l.last
	}
	return q
}
