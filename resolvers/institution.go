package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

func (r *institutionResolver) Origin(ctx context.Context, obj *model.Institution) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

func (r *institutionResolver) Manufacturers(ctx context.Context, obj *model.Institution) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

func (r *institutionResolver) History(ctx context.Context, obj *model.Institution, first *int, after *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, first, after)
}

func (r *institutionResolver) Parent(ctx context.Context, obj *model.Institution) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.ParentID)
}

func (r *institutionResolver) Certificates(ctx context.Context, obj *model.Institution, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.CertificateConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindCertificate, filter, orderBy, registry.Equal("issuer", string(obj.ID))})
	return certificates(page), err
}

func (r *institutionResolver) Instruments(ctx context.Context, obj *model.Institution, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.InstrumentConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindInstrument, filter, orderBy, registry.Equal("ownerInstitution", string(obj.ID))})
	return instruments(page), err
}

func (r *institutionResolver) ManufacturedInstruments(ctx context.Context, obj *model.Institution, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.InstrumentConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindInstrument, filter, orderBy, registry.Equal("manufacturer", string(obj.ID))})
	return instruments(page), err
}

func (r *mutationResolver) CreateInstitution(ctx context.Context, input gqlmodel.CreateInstitutionInput) (*gqlmodel.InstitutionPayload, error) {
	out, err := r.create(ctx, input.Institution, input.Reason)
	return institutionPayload(out), err
}

func (r *mutationResolver) AmendInstitution(ctx context.Context, input gqlmodel.AmendInstitutionInput) (*gqlmodel.InstitutionPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return institutionPayload(out), err
}

func (r *queryResolver) Institution(ctx context.Context, id model.ID) (*model.Institution, error) {
	return one[*model.Institution](ctx, id)
}

func (r *queryResolver) Institutions(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.InstitutionConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindInstitution, filter, orderBy, nil})
	return institutions(page), err
}

func (r *Resolver) Institution() graph.InstitutionResolver { return &institutionResolver{r} }

type institutionResolver struct{ *Resolver }
