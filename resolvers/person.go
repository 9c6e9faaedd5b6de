package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// CreatePerson is the resolver for the createPerson field.
func (r *mutationResolver) CreatePerson(ctx context.Context, input gqlmodel.CreatePersonInput) (*gqlmodel.PersonPayload, error) {
	out, err := r.create(ctx, input.Person, input.Reason)
	return personPayload(out), err
}

// AmendPerson is the resolver for the amendPerson field.
func (r *mutationResolver) AmendPerson(ctx context.Context, input gqlmodel.AmendPersonInput) (*gqlmodel.PersonPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return personPayload(out), err
}

// Origin is the resolver for the origin field.
func (r *personResolver) Origin(ctx context.Context, obj *model.Person) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *personResolver) Manufacturers(ctx context.Context, obj *model.Person) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *personResolver) History(ctx context.Context, obj *model.Person, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Institution is the resolver for the institution field.
func (r *personResolver) Institution(ctx context.Context, obj *model.Person) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.InstitutionID)
}

// Person is the resolver for the person field.
func (r *queryResolver) Person(ctx context.Context, id model.ID) (*model.Person, error) {
	return one[*model.Person](ctx, id)
}

// Persons is the resolver for the persons field.
func (r *queryResolver) Persons(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.PersonConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindPerson, filter, orderBy, nil})
	return persons(page), err
}

// Person returns graph.PersonResolver implementation.
func (r *Resolver) Person() graph.PersonResolver { return &personResolver{r} }

type personResolver struct{ *Resolver }
