package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// Origin is the resolver for the origin field.
func (r *methodResolver) Origin(ctx context.Context, obj *model.Method) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *methodResolver) Manufacturers(ctx context.Context, obj *model.Method) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *methodResolver) History(ctx context.Context, obj *model.Method, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// InForce is the resolver for the inForce field.
func (r *methodResolver) InForce(ctx context.Context, obj *model.Method) (*bool, error) {
	return unlessMasked(obj, "inForce", obj.InForce), nil
}

// SupersededBy is the resolver for the supersededBy field.
func (r *methodResolver) SupersededBy(ctx context.Context, obj *model.Method) (*model.Method, error) {
	return one[*model.Method](ctx, obj.SupersededBy)
}

// Certificates is the resolver for the certificates field.
func (r *methodResolver) Certificates(ctx context.Context, obj *model.Method, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.CertificateConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindCertificate, filter, orderBy, registry.Equal("method", string(obj.ID))})
	return certificates(page), err
}

// CreateMethod is the resolver for the createMethod field.
func (r *mutationResolver) CreateMethod(ctx context.Context, input gqlmodel.CreateMethodInput) (*gqlmodel.MethodPayload, error) {
	out, err := r.create(ctx, input.Method, input.Reason)
	return methodPayload(out), err
}

// AmendMethod is the resolver for the amendMethod field.
func (r *mutationResolver) AmendMethod(ctx context.Context, input gqlmodel.AmendMethodInput) (*gqlmodel.MethodPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return methodPayload(out), err
}

// Method is the resolver for the method field.
func (r *queryResolver) Method(ctx context.Context, id model.ID) (*model.Method, error) {
	return one[*model.Method](ctx, id)
}

// Methods is the resolver for the methods field.
func (r *queryResolver) Methods(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order, scope *gqlmodel.QueryScope) (*gqlmodel.MethodConnection, error) {
	page, report, err := r.listed(ctx, scope, window{first, after, last, before}, query{model.KindMethod, filter, orderBy, nil})
	found := methods(page)
	found.Network = report
	return found, err
}

// Method returns graph.MethodResolver implementation.
func (r *Resolver) Method() graph.MethodResolver { return &methodResolver{r} }

type methodResolver struct{ *Resolver }
