package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// Origin is the resolver for the origin field.
func (r *certificateResolver) Origin(ctx context.Context, obj *model.Certificate) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *certificateResolver) Manufacturers(ctx context.Context, obj *model.Certificate) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *certificateResolver) History(ctx context.Context, obj *model.Certificate, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Mandatory is the resolver for the mandatory field.
func (r *certificateResolver) Mandatory(ctx context.Context, obj *model.Certificate) (*bool, error) {
	return unlessMasked(obj, "mandatory", obj.Mandatory), nil
}

// DerivedFrom is the resolver for the derivedFrom field.
func (r *certificateResolver) DerivedFrom(ctx context.Context, obj *model.Certificate) ([]model.Record, error) {
	return mixed(ctx, obj.DerivedFrom)
}

// Issuer is the resolver for the issuer field.
func (r *certificateResolver) Issuer(ctx context.Context, obj *model.Certificate) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.IssuerID)
}

// CustomerInstitution is the resolver for the customerInstitution field.
func (r *certificateResolver) CustomerInstitution(ctx context.Context, obj *model.Certificate) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.CustomerID)
}

// Environments is the resolver for the environments field.
func (r *certificateResolver) Environments(ctx context.Context, obj *model.Certificate) ([]*model.Environment, error) {
	return many[*model.Environment](ctx, obj.EnvironmentIDs)
}

// Attachments is the resolver for the attachments field.
func (r *certificateResolver) Attachments(ctx context.Context, obj *model.Certificate) ([]*model.Attachment, error) {
	return many[*model.Attachment](ctx, obj.AttachmentIDs)
}

// Evaluation is the resolver for the evaluation field.
func (r *certificateResolver) Evaluation(ctx context.Context, obj *model.Certificate) (*model.CertificateEvaluation, error) {
	return operationOf(ctx).evaluate(ctx, obj.ID)
}

// AmendedBy is the resolver for the amendedBy field.
func (r *certificateResolver) AmendedBy(ctx context.Context, obj *model.Certificate, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.CertificateConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindCertificate, filter, orderBy, registry.Equal("amends", string(obj.ID))})
	return certificates(page), err
}

// Publications is the resolver for the publications field.
func (r *certificateResolver) Publications(ctx context.Context, obj *model.Certificate, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.PublicationConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindPublication, filter, orderBy, registry.Equal("member", string(obj.ID))})
	return publications(page), err
}

// CreateCertificate is the resolver for the createCertificate field.
func (r *mutationResolver) CreateCertificate(ctx context.Context, input gqlmodel.CreateCertificateInput) (*gqlmodel.CertificatePayload, error) {
	out, err := r.create(ctx, input.Certificate, input.Reason)
	return certificatePayload(out), err
}

// AmendCertificate is the resolver for the amendCertificate field.
func (r *mutationResolver) AmendCertificate(ctx context.Context, input gqlmodel.AmendCertificateInput) (*gqlmodel.CertificatePayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return certificatePayload(out), err
}

// Certificate is the resolver for the certificate field.
func (r *queryResolver) Certificate(ctx context.Context, id model.ID) (*model.Certificate, error) {
	return one[*model.Certificate](ctx, id)
}

// Certificates is the resolver for the certificates field.
func (r *queryResolver) Certificates(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order, scope *gqlmodel.QueryScope) (*gqlmodel.CertificateConnection, error) {
	page, report, err := r.listed(ctx, scope, window{first, after, last, before}, query{model.KindCertificate, filter, orderBy, nil})
	found := certificates(page)
	found.Network = report
	return found, err
}

// InstrumentHistory is the resolver for the instrumentHistory field.
func (r *queryResolver) InstrumentHistory(ctx context.Context, manufacturer string, model string, serialNumber string, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order, scope *gqlmodel.QueryScope) (*gqlmodel.CertificateConnection, error) {
	under, err := r.instrumentKnownAs(ctx, manufacturer, model, serialNumber)
	if err != nil {
		return nil, err
	}
	page, report, err := r.listed(ctx, scope, window{first, after, last, before}, query{kindCertificate, filter, orderBy, under})
	found := certificates(page)
	found.Network = report
	return found, err
}

// Certificate returns graph.CertificateResolver implementation.
func (r *Resolver) Certificate() graph.CertificateResolver { return &certificateResolver{r} }

type certificateResolver struct{ *Resolver }
