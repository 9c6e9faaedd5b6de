package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// FindManyCertificateByIDs is the resolver for the findManyCertificateByIDs field.
func (r *entityResolver) FindManyCertificateByIDs(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Certificate, error) {
	return entities[*model.Certificate](ctx, reps)
}

// FindManyDatasetByIDs is the resolver for the findManyDatasetByIDs field.
func (r *entityResolver) FindManyDatasetByIDs(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Dataset, error) {
	return entities[*model.Dataset](ctx, reps)
}

// FindManyEnvironmentByIDs is the resolver for the findManyEnvironmentByIDs field.
func (r *entityResolver) FindManyEnvironmentByIDs(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Environment, error) {
	return entities[*model.Environment](ctx, reps)
}

// FindManyInstitutionByIDs is the resolver for the findManyInstitutionByIDs field.
func (r *entityResolver) FindManyInstitutionByIDs(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Institution, error) {
	return entities[*model.Institution](ctx, reps)
}

// FindManyInstrumentByIDs is the resolver for the findManyInstrumentByIDs field.
func (r *entityResolver) FindManyInstrumentByIDs(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Instrument, error) {
	return entities[*model.Instrument](ctx, reps)
}

// FindManyMethodByIDs is the resolver for the findManyMethodByIDs field.
func (r *entityResolver) FindManyMethodByIDs(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Method, error) {
	return entities[*model.Method](ctx, reps)
}

// FindManyPersonByIDs is the resolver for the findManyPersonByIDs field.
func (r *entityResolver) FindManyPersonByIDs(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Person, error) {
	return entities[*model.Person](ctx, reps)
}

// Entity returns graph.EntityResolver implementation.
func (r *Resolver) Entity() graph.EntityResolver { return &entityResolver{r} }

type entityResolver struct{ *Resolver }
