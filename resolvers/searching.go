package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// search answers a full-text search.
func (r *Resolver) search(ctx context.Context, scope *gqlmodel.QueryScope, q registry.SearchRequest) (*gqlmodel.SearchConnection, error) {
	wide, err := isNetwork(ctx, scope)
	if err != nil {
		return nil, err
	}
	if wide {
		page, report, err := r.found(ctx, q)
		return &gqlmodel.SearchConnection{Edges: edges(page, searchEdge), PageInfo: pageInfo(page), Network: report}, err
	}
	answering := operationOf(ctx).answersFor(ctx)
	if answering != nil {
		q.Share, q.After, q.Before = answering.share(), nil, nil
	}
	page, err := r.registry.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	answering.note(page)
	noteFound(ctx, page)
	operationOf(ctx).join(ctx, selections(ctx, "edges", "node"), page.Records)
	return &gqlmodel.SearchConnection{Edges: edges(page, searchEdge), PageInfo: pageInfo(page)}, nil
}

func searchEdge(cursor string, node model.Record) *gqlmodel.SearchEdge {
	return &gqlmodel.SearchEdge{Cursor: cursor, Node: node}
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
