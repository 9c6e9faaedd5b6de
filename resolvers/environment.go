package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Origin is the resolver for the origin field.
func (r *environmentResolver) Origin(ctx context.Context, obj *model.Environment) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *environmentResolver) Manufacturers(ctx context.Context, obj *model.Environment) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *environmentResolver) History(ctx context.Context, obj *model.Environment, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Device is the resolver for the device field.
func (r *influenceResolver) Device(ctx context.Context, obj *model.Influence) (*model.Instrument, error) {
	return one[*model.Instrument](ctx, obj.DeviceID)
}

// CreateEnvironment is the resolver for the createEnvironment field.
func (r *mutationResolver) CreateEnvironment(ctx context.Context, input gqlmodel.CreateEnvironmentInput) (*gqlmodel.EnvironmentPayload, error) {
	out, err := r.create(ctx, input.Environment, input.Reason)
	return environmentPayload(out), err
}

// AmendEnvironment is the resolver for the amendEnvironment field.
func (r *mutationResolver) AmendEnvironment(ctx context.Context, input gqlmodel.AmendEnvironmentInput) (*gqlmodel.EnvironmentPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return environmentPayload(out), err
}

// Environment is the resolver for the environment field.
func (r *queryResolver) Environment(ctx context.Context, id model.ID) (*model.Environment, error) {
	return one[*model.Environment](ctx, id)
}

// Environments is the resolver for the environments field.
func (r *queryResolver) Environments(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.EnvironmentConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindEnvironment, filter, orderBy, nil})
	return environments(page), err
}

// Environment returns graph.EnvironmentResolver implementation.
func (r *Resolver) Environment() graph.EnvironmentResolver { return &environmentResolver{r} }

// Influence returns graph.InfluenceResolver implementation.
func (r *Resolver) Influence() graph.InfluenceResolver { return &influenceResolver{r} }

type (
	environmentResolver struct{ *Resolver }
	influenceResolver   struct{ *Resolver }
)
