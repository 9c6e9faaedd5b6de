package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Origin is the resolver for the origin field.
func (r *exportResolver) Origin(ctx context.Context, obj *model.Export) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *exportResolver) Manufacturers(ctx context.Context, obj *model.Export) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *exportResolver) History(ctx context.Context, obj *model.Export, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Total is the resolver for the total field.
func (r *exportResolver) Total(ctx context.Context, obj *model.Export) (*int, error) {
	return unlessMasked(obj, "total", obj.Total), nil
}

// Objects is the resolver for the objects field.
func (r *exportResolver) Objects(ctx context.Context, obj *model.Export) (*int, error) {
	return unlessMasked(obj, "objects", obj.Objects), nil
}

// Size is the resolver for the size field.
func (r *exportResolver) Size(ctx context.Context, obj *model.Export) (*int64, error) {
	return unlessMasked(obj, "size", obj.Size), nil
}

// URL is the resolver for the url field.
func (r *exportResolver) URL(ctx context.Context, obj *model.Export) (*string, error) {
	return r.exportURL(ctx, obj.ID)
}

// ExportCreate is the resolver for the exportCreate field.
func (r *mutationResolver) ExportCreate(ctx context.Context, input gqlmodel.ExportCreateInput) (*gqlmodel.ExportPayload, error) {
	out, err := r.createExport(ctx, &input)
	return exportPayload(out), err
}

// ExportCancel is the resolver for the exportCancel field.
func (r *mutationResolver) ExportCancel(ctx context.Context, input gqlmodel.ExportCancelInput) (*gqlmodel.ExportPayload, error) {
	out, err := r.exported(r.exports.CancelExport(ctx, input.ID))
	return exportPayload(out), err
}

// Export is the resolver for the export field.
func (r *queryResolver) Export(ctx context.Context, id model.ID) (*model.Export, error) {
	return one[*model.Export](ctx, id)
}

// Exports is the resolver for the exports field.
func (r *queryResolver) Exports(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.ExportConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindExport, filter, orderBy, nil})
	return exports(page), err
}

// Institution is the resolver for the institution field.
func (r *requesterResolver) Institution(ctx context.Context, obj *model.Requester) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Institution)
}

// Export returns graph.ExportResolver implementation.
func (r *Resolver) Export() graph.ExportResolver { return &exportResolver{r} }

// Requester returns graph.RequesterResolver implementation.
func (r *Resolver) Requester() graph.RequesterResolver { return &requesterResolver{r} }

type (
	exportResolver    struct{ *Resolver }
	requesterResolver struct{ *Resolver }
)
