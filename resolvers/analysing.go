package resolvers

import (
	"context"

	"metrograph/model"
	"metrograph/registry"
)

// analysisRegistry is the registry's use cases of analysis.
type analysisRegistry interface {
	Analyse(ctx context.Context, q registry.AnalysisRequest) (*model.Analysis, error)
	AnalyseSeries(ctx context.Context, series []model.SeriesPoint, unit model.Unit, o model.AnalysisOptions) (*model.Analysis, error)
	AnalysePopulation(ctx context.Context, q registry.PopulationRequest) (*model.Population, error)
}

// analysis analyses the certificates of an instrument.
func (r *Resolver) analysis(ctx context.Context, instrument model.ID, filter map[string]any, q registry.AnalysisRequest) (*model.Analysis, error) {
	where, err := registry.ParseFilter(model.KindCertificate, plainMap(filter))
	if err != nil {
		return nil, err
	}
	q.Instrument, q.Where = instrument, where
	return r.registry.Analyse(ctx, q)
}

// population analyses the instruments that a filter finds.
func (r *Resolver) population(ctx context.Context, instruments, certificates map[string]any, q registry.PopulationRequest) (out *model.Population, err error) {
	if q.Instruments, err = registry.ParseFilter(model.KindInstrument, plainMap(instruments)); err != nil {
		return nil, err
	}
	if q.Certificates, err = registry.ParseFilter(model.KindCertificate, plainMap(certificates)); err != nil {
		return nil, err
	}
	return r.registry.AnalysePopulation(ctx, q)
}

// deref is a list of values, of pointers none of which is nil.
func deref[T any](list []*T) []T {
	out := make([]T, len(list))
	for i, v := range list {
		out[i] = *v
	}
	return out
}
