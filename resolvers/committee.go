package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Origin is the resolver for the origin field.
func (r *committeeResolver) Origin(ctx context.Context, obj *model.Committee) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *committeeResolver) Manufacturers(ctx context.Context, obj *model.Committee) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *committeeResolver) History(ctx context.Context, obj *model.Committee, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Institution is the resolver for the institution field.
func (r *committeeResolver) Institution(ctx context.Context, obj *model.Committee) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.InstitutionID)
}

// Person is the resolver for the person field.
func (r *committeeSeatResolver) Person(ctx context.Context, obj *model.CommitteeSeat) (*model.Person, error) {
	return one[*model.Person](ctx, obj.PersonID)
}

// CreateCommittee is the resolver for the createCommittee field.
func (r *mutationResolver) CreateCommittee(ctx context.Context, input gqlmodel.CreateCommitteeInput) (*gqlmodel.CommitteePayload, error) {
	out, err := r.create(ctx, input.Committee, input.Reason)
	return committeePayload(out), err
}

// AmendCommittee is the resolver for the amendCommittee field.
func (r *mutationResolver) AmendCommittee(ctx context.Context, input gqlmodel.AmendCommitteeInput) (*gqlmodel.CommitteePayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return committeePayload(out), err
}

// Committee is the resolver for the committee field.
func (r *queryResolver) Committee(ctx context.Context, id model.ID) (*model.Committee, error) {
	return one[*model.Committee](ctx, id)
}

// Committees is the resolver for the committees field.
func (r *queryResolver) Committees(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.CommitteeConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindCommittee, filter, orderBy, nil})
	return committees(page), err
}

// Committee returns graph.CommitteeResolver implementation.
func (r *Resolver) Committee() graph.CommitteeResolver { return &committeeResolver{r} }

// CommitteeSeat returns graph.CommitteeSeatResolver implementation.
func (r *Resolver) CommitteeSeat() graph.CommitteeSeatResolver { return &committeeSeatResolver{r} }

type (
	committeeResolver     struct{ *Resolver }
	committeeSeatResolver struct{ *Resolver }
)
