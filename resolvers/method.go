package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

func (r *methodResolver) Origin(ctx context.Context, obj *model.Method) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

func (r *methodResolver) Manufacturers(ctx context.Context, obj *model.Method) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

func (r *methodResolver) History(ctx context.Context, obj *model.Method, first *int, after *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, first, after)
}

func (r *methodResolver) SupersededBy(ctx context.Context, obj *model.Method) (*model.Method, error) {
	return one[*model.Method](ctx, obj.SupersededBy)
}

func (r *methodResolver) Certificates(ctx context.Context, obj *model.Method, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.CertificateConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindCertificate, filter, orderBy, registry.Equal("method", string(obj.ID))})
	return certificates(page), err
}

func (r *mutationResolver) CreateMethod(ctx context.Context, input gqlmodel.CreateMethodInput) (*gqlmodel.MethodPayload, error) {
	out, err := r.create(ctx, input.Method, input.Reason)
	return methodPayload(out), err
}

func (r *mutationResolver) AmendMethod(ctx context.Context, input gqlmodel.AmendMethodInput) (*gqlmodel.MethodPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return methodPayload(out), err
}

func (r *queryResolver) Method(ctx context.Context, id model.ID) (*model.Method, error) {
	return one[*model.Method](ctx, id)
}

func (r *queryResolver) Methods(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.MethodConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindMethod, filter, orderBy, nil})
	return methods(page), err
}

func (r *Resolver) Method() graph.MethodResolver { return &methodResolver{r} }

type methodResolver struct{ *Resolver }
