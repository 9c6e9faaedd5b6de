package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// search answers a full-text search.
func (r *Resolver) search(ctx context.Context, q registry.SearchRequest) (*gqlmodel.SearchConnection, error) {
	page, err := r.registry.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	edge := func(cursor string, node model.Record) *gqlmodel.SearchEdge {
		return &gqlmodel.SearchEdge{Cursor: cursor, Node: node}
	}
	noteFound(ctx, page)
	operationOf(ctx).join(ctx, selections(ctx, "edges", "node"), page.Records)
	return &gqlmodel.SearchConnection{Edges: edges(page, edge), PageInfo: pageInfo(page)}, nil
}

// noteFound notes what is masked in the records of a search.
func noteFound(ctx context.Context, page registry.Page) {
	found := map[model.Kind]bool{}
	for _, record := range page.Records {
		kind := record.Kind()
		if !found[kind] {
			found[kind] = true
			operationOf(ctx).redact(kind, selected(ctx, kind, "edges", "node"), page.Redacted)
		}
	}
}
