package registry

import (
	"context"

	"metrograph/analysis/study"
	"metrograph/model"
	"metrograph/store"
)

// What one analysis reads at most. Beyond, it is refused: of a part of a history or a
// population nothing is to be concluded.
const (
	mostOfInstrument  = 300  // certificates of one instrument
	mostInstruments   = 200  // of a population
	mostCertificates  = 2000 // of a population
	mostAnalysedPages = 250  // certificates that are decoded at a time
)

// AnalysisRequest asks for the analysis of one instrument's certificates.
type AnalysisRequest struct {
	Instrument model.ID
	Where      *Filter // of certificates; nil for all
	Point      model.PointChoice
	Unit       model.Unit // of the answer; none for that of the newest result
	Options    model.AnalysisOptions
}

// Analyse analyses the results at one point of an instrument, of the certificates that the
// caller may read and whose results are not masked. What is not there for the caller has no
// part in it, and the answer names the certificates that have.
func (r *Registry) Analyse(ctx context.Context, q AnalysisRequest) (*model.Analysis, error) {
	options, err := study.OptionsOf(q.Options)
	if err != nil {
		return nil, err
	}
	certificates, err := r.analysed(ctx, All(Equal("instrument", string(q.Instrument)), q.Where), mostOfInstrument)
	if err != nil {
		return nil, err
	}
	s, err := study.Choose(certificates, q.Point, q.Unit)
	if err != nil {
		return nil, err
	}
	return study.Series(s, options), nil
}

// AnalyseSeries analyses a series that the caller brings along. Nothing that is stored is
// read.
func (*Registry) AnalyseSeries(_ context.Context, series []model.SeriesPoint, unit model.Unit, o model.AnalysisOptions) (*model.Analysis, error) {
	options, err := study.OptionsOf(o)
	if err != nil {
		return nil, err
	}
	s, err := study.Given(series, unit)
	if err != nil {
		return nil, err
	}
	return study.Series(s, options), nil
}

// PopulationRequest asks for the analysis of the instruments that a filter finds.
type PopulationRequest struct {
	Instruments  *Filter // which instruments: of a model, of a manufacturer
	Certificates *Filter // which of their certificates: by a method, of some years; nil for all
	Point        model.PointChoice
	Unit         model.Unit
	Target       model.Decimal // reliability that the interval is to keep; none for 0.95
}

// AnalysePopulation analyses the results at one point of many instruments, of which and of
// whose certificates it takes those that the caller may read.
func (r *Registry) AnalysePopulation(ctx context.Context, q PopulationRequest) (*model.Population, error) {
	if q.Instruments == nil {
		return nil, invalid("instruments", "say which instruments: of a model or a manufacturer, for example")
	}
	options, err := study.OptionsOf(model.AnalysisOptions{Target: q.Target})
	if err != nil {
		return nil, err
	}
	ids, err := r.instruments(ctx, q.Instruments)
	if err != nil {
		return nil, err
	}
	var certificates []*model.Certificate
	if len(ids) > 0 {
		certificates, err = r.analysed(ctx, All(Equal("instrument", ids...), q.Certificates), mostCertificates)
	}
	if err != nil {
		return nil, err
	}
	s, err := study.Choose(certificates, q.Point, q.Unit)
	if err != nil {
		return nil, err
	}
	issuers := map[model.ID]bool{}
	for _, c := range certificates {
		if c.IssuerID != "" {
			issuers[c.IssuerID] = false
		}
	}
	if err := r.readable(ctx, model.KindInstitution, issuers); err != nil {
		return nil, err
	}
	return study.Members(study.Group{Sample: s, Visible: func(id model.ID) bool { return issuers[id] }}, options.Target), nil
}

// analysed reads the certificates of an analysis as the caller may see them.
func (r *Registry) analysed(ctx context.Context, where *Filter, most int) ([]*model.Certificate, error) {
	fields, _ := model.Fields(model.KindCertificate, "number", "status", "items", "results", "statements", "issuer", "amendment",
		"issuedAt", "performedFrom", "performedTo")
	s := &scan{Registry: r, request: ListRequest{Kind: model.KindCertificate, Where: where, Fields: fields}, size: mostAnalysedPages}
	var list []*model.Certificate
	for {
		records, err := s.next(ctx)
		if err != nil || len(records) == 0 {
			return list, err
		}
		if len(list)+len(records) > most {
			return nil, model.Errorf(model.CodeLimitExceeded, "more than %d certificates to analyse: narrow the filter", most)
		}
		for _, record := range records {
			list = append(list, record.(*model.Certificate))
		}
	}
}

// instruments finds the instruments of a population.
func (r *Registry) instruments(ctx context.Context, where *Filter) ([]string, error) {
	fields, _ := model.Fields(model.KindInstrument, "id")
	s := &scan{Registry: r, request: ListRequest{Kind: model.KindInstrument, Where: where, Fields: fields}, size: store.MaxPage}
	var ids []string
	for {
		records, err := s.next(ctx)
		if err != nil || len(records) == 0 {
			return ids, err
		}
		if len(ids)+len(records) > mostInstruments {
			return nil, model.Errorf(model.CodeLimitExceeded, "more than %d instruments to analyse: narrow the filter", mostInstruments)
		}
		for _, record := range records {
			ids = append(ids, string(record.Base().ID))
		}
	}
}
