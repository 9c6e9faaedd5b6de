package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// history answers the revisions of a record.
func (r *Resolver) history(ctx context.Context, id model.ID, w window) (*gqlmodel.RevisionConnection, error) {
	page, err := r.registry.History(ctx, registry.HistoryRequest{ID: id, First: w.first, After: w.after, Last: w.last, Before: w.before})
	if err != nil {
		return nil, err
	}
	kind := id.Kind()
	operationOf(ctx).redact(kind, selected(ctx, kind, "edges", "node", "record"), page.Redacted)
	out := &gqlmodel.RevisionConnection{
		Edges:    make([]*gqlmodel.RevisionEdge, len(page.Revisions)),
		PageInfo: pageInfo(registry.Page{Cursors: page.Cursors, HasNext: page.HasNext, HasPrevious: page.HasPrevious}),
	}
	for i := range page.Revisions {
		out.Edges[i] = &gqlmodel.RevisionEdge{Cursor: page.Cursors[i], Node: revision(&page.Revisions[i])}
	}
	return out, nil
}

func revision(r *registry.Revision) *gqlmodel.Revision {
	return &gqlmodel.Revision{
		Version: r.Version, At: given(r.At), By: given(r.By), Operation: given(gqlmodel.RevisionOperation(r.Operation)),
		Reason: given(r.Reason), Hash: given(r.Hash), PreviousHash: given(r.PreviousHash), Record: r.Record,
	}
}
