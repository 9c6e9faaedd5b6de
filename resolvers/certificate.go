package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

func (r *certificateResolver) Origin(ctx context.Context, obj *model.Certificate) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

func (r *certificateResolver) Manufacturers(ctx context.Context, obj *model.Certificate) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

func (r *certificateResolver) History(ctx context.Context, obj *model.Certificate, first *int, after *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, first, after)
}

func (r *certificateResolver) DerivedFrom(ctx context.Context, obj *model.Certificate) ([]model.Record, error) {
	return mixed(ctx, obj.DerivedFrom)
}

func (r *certificateResolver) Issuer(ctx context.Context, obj *model.Certificate) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.IssuerID)
}

func (r *certificateResolver) CustomerInstitution(ctx context.Context, obj *model.Certificate) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.CustomerID)
}

func (r *certificateResolver) Environments(ctx context.Context, obj *model.Certificate) ([]*model.Environment, error) {
	return many[*model.Environment](ctx, obj.EnvironmentIDs)
}

func (r *certificateResolver) Attachments(ctx context.Context, obj *model.Certificate) ([]*model.Attachment, error) {
	return many[*model.Attachment](ctx, obj.AttachmentIDs)
}

func (r *certificateResolver) AmendedBy(ctx context.Context, obj *model.Certificate, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.CertificateConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindCertificate, filter, orderBy, registry.Equal("amends", string(obj.ID))})
	return certificates(page), err
}

func (r *mutationResolver) CreateCertificate(ctx context.Context, input gqlmodel.CreateCertificateInput) (*gqlmodel.CertificatePayload, error) {
	out, err := r.create(ctx, input.Certificate, input.Reason)
	return certificatePayload(out), err
}

func (r *mutationResolver) AmendCertificate(ctx context.Context, input gqlmodel.AmendCertificateInput) (*gqlmodel.CertificatePayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return certificatePayload(out), err
}

func (r *queryResolver) Certificate(ctx context.Context, id model.ID) (*model.Certificate, error) {
	return one[*model.Certificate](ctx, id)
}

func (r *queryResolver) Certificates(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.CertificateConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindCertificate, filter, orderBy, nil})
	return certificates(page), err
}

func (r *Resolver) Certificate() graph.CertificateResolver { return &certificateResolver{r} }

type certificateResolver struct{ *Resolver }
