package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Institution is the resolver for the institution field.
func (r *peerResolver) Institution(ctx context.Context, obj *gqlmodel.Peer) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Node)
}

// Peers is the resolver for the peers field.
func (r *queryResolver) Peers(ctx context.Context) ([]*gqlmodel.Peer, error) {
	return r.peers(ctx)
}

// Peer returns graph.PeerResolver implementation.
func (r *Resolver) Peer() graph.PeerResolver { return &peerResolver{r} }

type peerResolver struct{ *Resolver }
