package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

func (r *agreementResolver) Origin(ctx context.Context, obj *model.Agreement) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

func (r *agreementResolver) Manufacturers(ctx context.Context, obj *model.Agreement) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

func (r *agreementResolver) History(ctx context.Context, obj *model.Agreement, first *int, after *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, first, after)
}

func (r *agreementResolver) Grantor(ctx context.Context, obj *model.Agreement) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.GrantorID)
}

func (r *agreementResolver) Grantee(ctx context.Context, obj *model.Agreement) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.GranteeID)
}

func (r *mutationResolver) CreateAgreement(ctx context.Context, input gqlmodel.CreateAgreementInput) (*gqlmodel.AgreementPayload, error) {
	out, err := r.create(ctx, input.Agreement, input.Reason)
	return agreementPayload(out), err
}

func (r *mutationResolver) AmendAgreement(ctx context.Context, input gqlmodel.AmendAgreementInput) (*gqlmodel.AgreementPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return agreementPayload(out), err
}

func (r *queryResolver) Agreement(ctx context.Context, id model.ID) (*model.Agreement, error) {
	return one[*model.Agreement](ctx, id)
}

func (r *queryResolver) Agreements(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.AgreementConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindAgreement, filter, orderBy, nil})
	return agreements(page), err
}

func (r *Resolver) Agreement() graph.AgreementResolver { return &agreementResolver{r} }

type agreementResolver struct{ *Resolver }
