package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/model"
)

// Node is the resolver for the node field.
func (r *replicaResolver) Node(ctx context.Context, obj *model.Replica) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.NodeID)
}

// From is the resolver for the from field.
func (r *replicaResolver) From(ctx context.Context, obj *model.Replica) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.From)
}

// Replica returns graph.ReplicaResolver implementation.
func (r *Resolver) Replica() graph.ReplicaResolver { return &replicaResolver{r} }

type replicaResolver struct{ *Resolver }
