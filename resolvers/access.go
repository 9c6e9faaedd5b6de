package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Institution is the resolver for the institution field.
func (r *principalResolver) Institution(ctx context.Context, obj *model.Principal) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Institution)
}

// Roles is the resolver for the roles field.
func (r *principalResolver) Roles(ctx context.Context, obj *model.Principal) ([]model.Role, error) {
	return obj.Roles().List(), nil
}

// Me is the resolver for the me field.
func (r *queryResolver) Me(ctx context.Context) (*model.Principal, error) {
	return r.registry.Me(ctx)
}

// ExplainAccess is the resolver for the explainAccess field.
func (r *queryResolver) ExplainAccess(ctx context.Context, id model.ID) (*gqlmodel.Access, error) {
	access, err := r.registry.Explain(ctx, id)
	return explained(access), err
}

// Principal returns graph.PrincipalResolver implementation.
func (r *Resolver) Principal() graph.PrincipalResolver { return &principalResolver{r} }

type principalResolver struct{ *Resolver }
