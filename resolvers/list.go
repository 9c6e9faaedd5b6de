package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// window is the page arguments of a connection.
type window struct {
	first  *int
	after  *string
	last   *int
	before *string
}

// query is a list as a connection asks for it.
type query struct {
	kind   model.Kind
	filter map[string]any
	order  *gqlmodel.Order
	under  *registry.Filter // of a connection below a record: which records belong to it
}

// list answers a connection. One below a record shares its call with the same connection
// below other records.
func list(ctx context.Context, w window, q query) (registry.Page, error) {
	where, err := registry.ParseFilter(q.kind, plainMap(q.filter))
	if err != nil {
		return registry.Page{}, err
	}
	request := registry.ListRequest{
		Kind: q.kind, Under: q.under, Where: where, Order: order(q.order),
		First: w.first, After: w.after, Last: w.last, Before: w.before,
		Fields: selected(ctx, q.kind, "edges", "node"), Total: asksFor(ctx, "totalCount"),
	}
	o := operationOf(ctx)
	answering := o.answersFor(ctx)
	if answering != nil {
		request.Share, request.After, request.Before = answering.share(), nil, nil
	}
	page, err := o.page(ctx, &request, q.under != nil && answering == nil)
	answering.note(page)
	o.redact(q.kind, request.Fields, page.Redacted)
	return page, err
}

func (o *operation) page(ctx context.Context, request *registry.ListRequest, shared bool) (registry.Page, error) {
	if shared {
		return o.list(ctx, request)
	}
	pages, err := o.pages(ctx, []*registry.ListRequest{request})
	if err != nil {
		return registry.Page{}, err
	}
	return pages[0], nil
}

func order(o *gqlmodel.Order) registry.Order {
	if o == nil {
		return registry.Order{}
	}
	return registry.Order{Field: o.Field, Desc: o.Desc}
}

// pageInfo is where a page lies in its list.
func pageInfo(p registry.Page) *gqlmodel.PageInfo {
	info := &gqlmodel.PageInfo{HasNextPage: p.HasNext, HasPreviousPage: p.HasPrevious}
	if n := len(p.Cursors); n > 0 {
		info.StartCursor, info.EndCursor = &p.Cursors[0], &p.Cursors[n-1]
	}
	return info
}

// cursorAt is the cursor of a record; that of a page for another node has none.
func cursorAt(p registry.Page, i int) string {
	if i < len(p.Cursors) {
		return p.Cursors[i]
	}
	return ""
}

// edges makes the edges of a page.
func edges[R model.Record, E any](p registry.Page, edge func(cursor string, node R) *E) []*E {
	all := make([]*E, len(p.Records))
	for i, record := range p.Records {
		all[i] = edge(cursorAt(p, i), record.(R))
	}
	return all
}
