package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

func (r *mutationResolver) CreatePerson(ctx context.Context, input gqlmodel.CreatePersonInput) (*gqlmodel.PersonPayload, error) {
	out, err := r.create(ctx, input.Person, input.Reason)
	return personPayload(out), err
}

func (r *mutationResolver) AmendPerson(ctx context.Context, input gqlmodel.AmendPersonInput) (*gqlmodel.PersonPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return personPayload(out), err
}

func (r *personResolver) Origin(ctx context.Context, obj *model.Person) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

func (r *personResolver) Manufacturers(ctx context.Context, obj *model.Person) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

func (r *personResolver) History(ctx context.Context, obj *model.Person, first *int, after *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, first, after)
}

func (r *personResolver) Institution(ctx context.Context, obj *model.Person) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.InstitutionID)
}

func (r *queryResolver) Person(ctx context.Context, id model.ID) (*model.Person, error) {
	return one[*model.Person](ctx, id)
}

func (r *queryResolver) Persons(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.PersonConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindPerson, filter, orderBy, nil})
	return persons(page), err
}

func (r *Resolver) Person() graph.PersonResolver { return &personResolver{r} }

type personResolver struct{ *Resolver }
