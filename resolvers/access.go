package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

func (r *principalResolver) Institution(ctx context.Context, obj *model.Principal) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Institution)
}

func (r *principalResolver) Roles(ctx context.Context, obj *model.Principal) ([]model.Role, error) {
	return obj.Roles().List(), nil
}

func (r *queryResolver) Me(ctx context.Context) (*model.Principal, error) {
	return r.registry.Me(ctx)
}

func (r *queryResolver) ExplainAccess(ctx context.Context, id model.ID) (*gqlmodel.Access, error) {
	access, err := r.registry.Explain(ctx, id)
	return explained(access), err
}

func (r *Resolver) Principal() graph.PrincipalResolver { return &principalResolver{r} }

type principalResolver struct{ *Resolver }
