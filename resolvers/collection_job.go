package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Origin is the resolver for the origin field.
func (r *collectionJobResolver) Origin(ctx context.Context, obj *model.CollectionJob) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *collectionJobResolver) Manufacturers(ctx context.Context, obj *model.CollectionJob) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *collectionJobResolver) History(ctx context.Context, obj *model.CollectionJob, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Check is the resolver for the check field.
func (r *collectionJobResolver) Check(ctx context.Context, obj *model.CollectionJob) (*bool, error) {
	return unlessMasked(obj, "check", obj.Check), nil
}

// Size is the resolver for the size field.
func (r *collectionJobResolver) Size(ctx context.Context, obj *model.CollectionJob) (*int64, error) {
	return unlessMasked(obj, "size", obj.Size), nil
}

// Total is the resolver for the total field.
func (r *collectionJobResolver) Total(ctx context.Context, obj *model.CollectionJob) (*int, error) {
	return unlessMasked(obj, "total", obj.Total), nil
}

// Tally is the resolver for the tally field.
func (r *collectionJobResolver) Tally(ctx context.Context, obj *model.CollectionJob) (*model.Tally, error) {
	return unlessMasked(obj, "tally", obj.Tally), nil
}

// Found is the resolver for the found field.
func (r *collectionJobResolver) Found(ctx context.Context, obj *model.CollectionJob) (*int, error) {
	return unlessMasked(obj, "found", obj.Found), nil
}

// Rejections is the resolver for the rejections field.
func (r *collectionJobResolver) Rejections(ctx context.Context, obj *model.CollectionJob, first *int, after *string, last *int, before *string) (*gqlmodel.CollectionRejectionConnection, error) {
	return r.rejections(ctx, obj.ID, window{first, after, last, before})
}

// CollectDocuments is the resolver for the collectDocuments field.
func (r *mutationResolver) CollectDocuments(ctx context.Context, input gqlmodel.CollectDocumentsInput) (*gqlmodel.CollectionJobPayload, error) {
	out, err := r.collect(ctx, &input)
	return collectionJobPayload(out), err
}

// CancelCollectionJob is the resolver for the cancelCollectionJob field.
func (r *mutationResolver) CancelCollectionJob(ctx context.Context, input gqlmodel.CancelCollectionJobInput) (*gqlmodel.CollectionJobPayload, error) {
	out, err := r.cancel(ctx, &input)
	return collectionJobPayload(out), err
}

// CollectionJob is the resolver for the collectionJob field.
func (r *queryResolver) CollectionJob(ctx context.Context, id model.ID) (*model.CollectionJob, error) {
	return one[*model.CollectionJob](ctx, id)
}

// CollectionJobs is the resolver for the collectionJobs field.
func (r *queryResolver) CollectionJobs(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.CollectionJobConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindCollectionJob, filter, orderBy, nil})
	return collectionJobs(page), err
}

// CollectionJob returns graph.CollectionJobResolver implementation.
func (r *Resolver) CollectionJob() graph.CollectionJobResolver { return &collectionJobResolver{r} }

type collectionJobResolver struct{ *Resolver }
