package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/model"
	"metrograph/registry"
)

// Certificates is the resolver for the certificates field.
func (r *analysisResolver) Certificates(ctx context.Context, obj *model.Analysis) ([]*model.Certificate, error) {
	return many[*model.Certificate](ctx, obj.CertificateIDs)
}

// Certificate is the resolver for the certificate field.
func (r *analysisExclusionResolver) Certificate(ctx context.Context, obj *model.AnalysisExclusion) (*model.Certificate, error) {
	return one[*model.Certificate](ctx, obj.CertificateID)
}

// Certificate is the resolver for the certificate field.
func (r *analysisPointResolver) Certificate(ctx context.Context, obj *model.AnalysisPoint) (*model.Certificate, error) {
	return one[*model.Certificate](ctx, obj.CertificateID)
}

// Certificate is the resolver for the certificate field.
func (r *conformityCheckResolver) Certificate(ctx context.Context, obj *model.ConformityCheck) (*model.Certificate, error) {
	return one[*model.Certificate](ctx, obj.CertificateID)
}

// Analysis is the resolver for the analysis field.
func (r *instrumentResolver) Analysis(ctx context.Context, obj *model.Instrument, filter map[string]any, point *model.PointChoice, unit *model.Unit, options *model.AnalysisOptions) (*model.Analysis, error) {
	return r.analysis(ctx, obj.ID, filter, registry.AnalysisRequest{Point: value(point), Unit: value(unit), Options: value(options)})
}

// Institution is the resolver for the institution field.
func (r *laboratoryAgreementResolver) Institution(ctx context.Context, obj *model.LaboratoryAgreement) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.InstitutionID)
}

// Certificates is the resolver for the certificates field.
func (r *populationResolver) Certificates(ctx context.Context, obj *model.Population) ([]*model.Certificate, error) {
	return many[*model.Certificate](ctx, obj.CertificateIDs)
}

// Instrument is the resolver for the instrument field.
func (r *populationMemberResolver) Instrument(ctx context.Context, obj *model.PopulationMember) (*model.Instrument, error) {
	return one[*model.Instrument](ctx, obj.InstrumentID)
}

// Analyse is the resolver for the analyse field.
func (r *queryResolver) Analyse(ctx context.Context, series []*model.SeriesPoint, unit *model.Unit, options *model.AnalysisOptions) (*model.Analysis, error) {
	return r.registry.AnalyseSeries(ctx, deref(series), value(unit), value(options))
}

// Population is the resolver for the population field.
func (r *queryResolver) Population(ctx context.Context, instruments map[string]any, certificates map[string]any, point *model.PointChoice, unit *model.Unit, target *model.Decimal) (*model.Population, error) {
	return r.population(ctx, instruments, certificates, registry.PopulationRequest{Point: value(point), Unit: value(unit), Target: value(target)})
}

// Analysis returns graph.AnalysisResolver implementation.
func (r *Resolver) Analysis() graph.AnalysisResolver { return &analysisResolver{r} }

// AnalysisExclusion returns graph.AnalysisExclusionResolver implementation.
func (r *Resolver) AnalysisExclusion() graph.AnalysisExclusionResolver {
	return &analysisExclusionResolver{r}
}

// AnalysisPoint returns graph.AnalysisPointResolver implementation.
func (r *Resolver) AnalysisPoint() graph.AnalysisPointResolver { return &analysisPointResolver{r} }

// ConformityCheck returns graph.ConformityCheckResolver implementation.
func (r *Resolver) ConformityCheck() graph.ConformityCheckResolver {
	return &conformityCheckResolver{r}
}

// LaboratoryAgreement returns graph.LaboratoryAgreementResolver implementation.
func (r *Resolver) LaboratoryAgreement() graph.LaboratoryAgreementResolver {
	return &laboratoryAgreementResolver{r}
}

// Population returns graph.PopulationResolver implementation.
func (r *Resolver) Population() graph.PopulationResolver { return &populationResolver{r} }

// PopulationMember returns graph.PopulationMemberResolver implementation.
func (r *Resolver) PopulationMember() graph.PopulationMemberResolver {
	return &populationMemberResolver{r}
}

type (
	analysisResolver            struct{ *Resolver }
	analysisExclusionResolver   struct{ *Resolver }
	analysisPointResolver       struct{ *Resolver }
	conformityCheckResolver     struct{ *Resolver }
	laboratoryAgreementResolver struct{ *Resolver }
	populationResolver          struct{ *Resolver }
	populationMemberResolver    struct{ *Resolver }
)
