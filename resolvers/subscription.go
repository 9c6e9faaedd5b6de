package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Record is the resolver for the record field.
func (r *recordChangeResolver) Record(ctx context.Context, obj *gqlmodel.RecordChange) (model.Record, error) {
	return anyOne(ctx, obj.ID)
}

// RecordChanged is the resolver for the recordChanged field.
func (r *subscriptionResolver) RecordChanged(ctx context.Context, filter *gqlmodel.RecordChangeFilter, since *string) (<-chan *gqlmodel.RecordChange, error) {
	return r.watch(ctx, filter, since)
}

// CollectionJobProgress is the resolver for the collectionJobProgress field.
func (r *subscriptionResolver) CollectionJobProgress(ctx context.Context, id model.ID) (<-chan *model.CollectionJob, error) {
	return r.watchJob(ctx, id)
}

// RecordChange returns graph.RecordChangeResolver implementation.
func (r *Resolver) RecordChange() graph.RecordChangeResolver { return &recordChangeResolver{r} }

// Subscription returns graph.SubscriptionResolver implementation.
func (r *Resolver) Subscription() graph.SubscriptionResolver { return &subscriptionResolver{r} }

type (
	recordChangeResolver struct{ *Resolver }
	subscriptionResolver struct{ *Resolver }
)
