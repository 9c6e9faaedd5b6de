package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// Origin is the resolver for the origin field.
func (r *institutionResolver) Origin(ctx context.Context, obj *model.Institution) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *institutionResolver) Manufacturers(ctx context.Context, obj *model.Institution) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *institutionResolver) History(ctx context.Context, obj *model.Institution, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Parent is the resolver for the parent field.
func (r *institutionResolver) Parent(ctx context.Context, obj *model.Institution) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.ParentID)
}

// Quality is the resolver for the quality field.
func (r *institutionResolver) Quality(ctx context.Context, obj *model.Institution) (*model.Quality, error) {
	return operationOf(ctx).quality(ctx, obj.ID)
}

// Certificates is the resolver for the certificates field.
func (r *institutionResolver) Certificates(ctx context.Context, obj *model.Institution, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.CertificateConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindCertificate, filter, orderBy, registry.Equal("issuer", string(obj.ID))})
	return certificates(page), err
}

// Instruments is the resolver for the instruments field.
func (r *institutionResolver) Instruments(ctx context.Context, obj *model.Institution, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.InstrumentConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindInstrument, filter, orderBy, registry.Equal("ownerInstitution", string(obj.ID))})
	return instruments(page), err
}

// ManufacturedInstruments is the resolver for the manufacturedInstruments field.
func (r *institutionResolver) ManufacturedInstruments(ctx context.Context, obj *model.Institution, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.InstrumentConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindInstrument, filter, orderBy, registry.Equal("manufacturer", string(obj.ID))})
	return instruments(page), err
}

// CreateInstitution is the resolver for the createInstitution field.
func (r *mutationResolver) CreateInstitution(ctx context.Context, input gqlmodel.CreateInstitutionInput) (*gqlmodel.InstitutionPayload, error) {
	out, err := r.create(ctx, input.Institution, input.Reason)
	return institutionPayload(out), err
}

// AmendInstitution is the resolver for the amendInstitution field.
func (r *mutationResolver) AmendInstitution(ctx context.Context, input gqlmodel.AmendInstitutionInput) (*gqlmodel.InstitutionPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return institutionPayload(out), err
}

// Institution is the resolver for the institution field.
func (r *queryResolver) Institution(ctx context.Context, id model.ID) (*model.Institution, error) {
	return one[*model.Institution](ctx, id)
}

// Institutions is the resolver for the institutions field.
func (r *queryResolver) Institutions(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.InstitutionConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindInstitution, filter, orderBy, nil})
	return institutions(page), err
}

// Institution returns graph.InstitutionResolver implementation.
func (r *Resolver) Institution() graph.InstitutionResolver { return &institutionResolver{r} }

type institutionResolver struct{ *Resolver }
