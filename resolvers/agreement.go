package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Origin is the resolver for the origin field.
func (r *agreementResolver) Origin(ctx context.Context, obj *model.Agreement) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *agreementResolver) Manufacturers(ctx context.Context, obj *model.Agreement) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *agreementResolver) History(ctx context.Context, obj *model.Agreement, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Grantor is the resolver for the grantor field.
func (r *agreementResolver) Grantor(ctx context.Context, obj *model.Agreement) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.GrantorID)
}

// Grantee is the resolver for the grantee field.
func (r *agreementResolver) Grantee(ctx context.Context, obj *model.Agreement) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.GranteeID)
}

// CreateAgreement is the resolver for the createAgreement field.
func (r *mutationResolver) CreateAgreement(ctx context.Context, input gqlmodel.CreateAgreementInput) (*gqlmodel.AgreementPayload, error) {
	out, err := r.create(ctx, input.Agreement, input.Reason)
	return agreementPayload(out), err
}

// AmendAgreement is the resolver for the amendAgreement field.
func (r *mutationResolver) AmendAgreement(ctx context.Context, input gqlmodel.AmendAgreementInput) (*gqlmodel.AgreementPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return agreementPayload(out), err
}

// Agreement is the resolver for the agreement field.
func (r *queryResolver) Agreement(ctx context.Context, id model.ID) (*model.Agreement, error) {
	return one[*model.Agreement](ctx, id)
}

// Agreements is the resolver for the agreements field.
func (r *queryResolver) Agreements(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.AgreementConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindAgreement, filter, orderBy, nil})
	return agreements(page), err
}

// Agreement returns graph.AgreementResolver implementation.
func (r *Resolver) Agreement() graph.AgreementResolver { return &agreementResolver{r} }

type agreementResolver struct{ *Resolver }
