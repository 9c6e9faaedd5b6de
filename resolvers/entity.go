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

// FindManyInstitutionByCreditCodes is the resolver for the findManyInstitutionByCreditCodes field.
func (r *entityResolver) FindManyInstitutionByCreditCodes(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Institution, error) {
	return named[*model.Institution](ctx, reps, func(k *gqlmodel.Key) map[string]string { return map[string]string{"creditCode": k.CreditCode} })
}

// FindManyInstrumentByIDs is the resolver for the findManyInstrumentByIDs field.
func (r *entityResolver) FindManyInstrumentByIDs(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Instrument, error) {
	return entities[*model.Instrument](ctx, reps)
}

// FindManyInstrumentByManufacturerAndModelAndSerialNumbers is the resolver for the findManyInstrumentByManufacturerAndModelAndSerialNumbers field.
func (r *entityResolver) FindManyInstrumentByManufacturerAndModelAndSerialNumbers(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Instrument, error) {
	return named[*model.Instrument](ctx, reps, func(k *gqlmodel.Key) map[string]string {
		return map[string]string{"manufacturerName": k.Manufacturer, "model": k.Model, "serialNumber": k.SerialNumber}
	})
}

// FindManyMethodByIDs is the resolver for the findManyMethodByIDs field.
func (r *entityResolver) FindManyMethodByIDs(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Method, error) {
	return entities[*model.Method](ctx, reps)
}

// FindManyMethodByCodes is the resolver for the findManyMethodByCodes field.
func (r *entityResolver) FindManyMethodByCodes(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Method, error) {
	return named[*model.Method](ctx, reps, func(k *gqlmodel.Key) map[string]string { return map[string]string{"code": k.Code} })
}

// FindManyPersonByIDs is the resolver for the findManyPersonByIDs field.
func (r *entityResolver) FindManyPersonByIDs(ctx context.Context, reps []*gqlmodel.Key) ([]*model.Person, error) {
	return entities[*model.Person](ctx, reps)
}

// Entity returns graph.EntityResolver implementation.
func (r *Resolver) Entity() graph.EntityResolver { return &entityResolver{r} }

type entityResolver struct{ *Resolver }
