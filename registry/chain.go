package registry

import (
	"context"

	"metrograph/model"
)

// MaxChain is the greatest depth of a traceability chain.
const MaxChain = 20

// Chain follows the traceability of an instrument upwards: the standards that its newest
// certificate names, the standards that those were calibrated with, and so on, breadth
// first, as far as the caller may read. No instrument is followed twice.
func (r *Registry) Chain(ctx context.Context, instrument model.ID, depth int) ([]Step, error) {
	if depth < 1 || depth > MaxChain {
		return nil, invalid("depth", "depth must be from 1 to %d", MaxChain)
	}
	start, err := r.newest(ctx, []model.ID{instrument})
	if err != nil {
		return nil, err
	}
	seen := map[model.ID]bool{instrument: true}
	var steps []Step
	level := start
	for at := 1; len(level) > 0 && at <= depth; at++ {
		found, err := r.above(ctx, level, at, seen)
		if err != nil {
			return nil, err
		}
		level = level[:0]
		for i := range found {
			if found[i].End == "" && at == depth {
				found[i].End = EndDepth
			}
			if found[i].End == "" {
				level = append(level, found[i].Certificate)
			}
		}
		steps = append(steps, found...)
	}
	return steps, nil
}

// maxChainWidth bounds the standards that one level of a chain may name.
const maxChainWidth = 100

// above returns the standards that certificates name, each with its own certificate.
func (r *Registry) above(ctx context.Context, certificates []*model.Certificate, depth int, seen map[model.ID]bool) ([]Step, error) {
	var steps []Step
	var ids []model.ID
	for _, c := range certificates {
		for i := range c.Standards {
			if len(steps) == maxChainWidth {
				break
			}
			steps = append(steps, Step{Depth: depth, Use: &c.Standards[i]})
			ids = append(ids, c.Standards[i].InstrumentID)
		}
	}
	if len(steps) == 0 {
		return nil, nil
	}
	instruments, err := r.Load(ctx, model.KindInstrument, ids, 0)
	if err != nil {
		return nil, err
	}
	own, err := r.certificatesOf(ctx, steps)
	if err != nil {
		return nil, err
	}
	for i := range steps {
		steps[i].Instrument, _ = instruments.Records[i].(*model.Instrument)
		steps[i].Certificate = own[i]
		steps[i].End = ending(&steps[i], seen)
		seen[ids[i]] = true
	}
	return steps, nil
}

func ending(s *Step, seen map[model.ID]bool) string {
	switch {
	case s.Instrument == nil: // that a hidden one occurs again is not told either
		return EndUnknown
	case seen[s.Use.InstrumentID]:
		return EndCycle
	case s.Certificate == nil:
		return EndUnknown
	case len(s.Certificate.Standards) == 0:
		return EndTop
	}
	return ""
}

// certificatesOf returns the certificate of each standard: the one that the use names, else
// the standard's newest.
func (r *Registry) certificatesOf(ctx context.Context, steps []Step) ([]*model.Certificate, error) {
	named := make([]model.ID, len(steps))
	for i, s := range steps {
		named[i] = s.Use.CertificateID
	}
	loaded, err := r.Load(ctx, model.KindCertificate, named, 0)
	if err != nil {
		return nil, err
	}
	own := make([]*model.Certificate, len(steps))
	var missing []model.ID
	var of []int
	for i, s := range steps {
		own[i], _ = loaded.Records[i].(*model.Certificate)
		if own[i] == nil && s.Use.CertificateID == "" && s.Use.InstrumentID != "" {
			missing, of = append(missing, s.Use.InstrumentID), append(of, i)
		}
	}
	newest, err := r.newestEach(ctx, missing)
	for n, i := range of {
		if err == nil {
			own[i] = newest[n]
		}
	}
	return own, err
}

// newest returns the newest certificates of instruments, those that have none left out.
func (r *Registry) newest(ctx context.Context, instruments []model.ID) ([]*model.Certificate, error) {
	each, err := r.newestEach(ctx, instruments)
	var found []*model.Certificate
	for _, c := range each {
		if c != nil {
			found = append(found, c)
		}
	}
	return found, err
}

func (r *Registry) newestEach(ctx context.Context, instruments []model.ID) ([]*model.Certificate, error) {
	if len(instruments) == 0 {
		return nil, nil
	}
	one := 1
	requests := make([]ListRequest, len(instruments))
	for i, id := range instruments {
		requests[i] = ListRequest{Kind: model.KindCertificate, Where: Equal("instrument", string(id)), First: &one}
	}
	pages, err := r.List(ctx, requests...)
	if err != nil {
		return nil, err
	}
	newest := make([]*model.Certificate, len(instruments))
	for i, page := range pages {
		if len(page.Records) > 0 {
			newest[i] = page.Records[0].(*model.Certificate)
		}
	}
	return newest, nil
}
