package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// Origin is the resolver for the origin field.
func (r *instrumentResolver) Origin(ctx context.Context, obj *model.Instrument) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *instrumentResolver) Manufacturers(ctx context.Context, obj *model.Instrument) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *instrumentResolver) History(ctx context.Context, obj *model.Instrument, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// ManufacturerInstitution is the resolver for the manufacturerInstitution field.
func (r *instrumentResolver) ManufacturerInstitution(ctx context.Context, obj *model.Instrument) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.ManufacturerID)
}

// OwnerInstitution is the resolver for the ownerInstitution field.
func (r *instrumentResolver) OwnerInstitution(ctx context.Context, obj *model.Instrument) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.OwnerID)
}

// Certificates is the resolver for the certificates field.
func (r *instrumentResolver) Certificates(ctx context.Context, obj *model.Instrument, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.CertificateConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindCertificate, filter, orderBy, registry.Equal("instrument", string(obj.ID))})
	return certificates(page), err
}

// UsedIn is the resolver for the usedIn field.
func (r *instrumentResolver) UsedIn(ctx context.Context, obj *model.Instrument, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.CertificateConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindCertificate, filter, orderBy, registry.Equal("standard", string(obj.ID))})
	return certificates(page), err
}

// TraceabilityChain is the resolver for the traceabilityChain field.
func (r *instrumentResolver) TraceabilityChain(ctx context.Context, obj *model.Instrument, depth *int) ([]*gqlmodel.TraceabilityStep, error) {
	steps, err := r.registry.Chain(ctx, obj.ID, chainDepth(depth))
	return chain(steps), err
}

// CreateInstrument is the resolver for the createInstrument field.
func (r *mutationResolver) CreateInstrument(ctx context.Context, input gqlmodel.CreateInstrumentInput) (*gqlmodel.InstrumentPayload, error) {
	out, err := r.create(ctx, input.Instrument, input.Reason)
	return instrumentPayload(out), err
}

// AmendInstrument is the resolver for the amendInstrument field.
func (r *mutationResolver) AmendInstrument(ctx context.Context, input gqlmodel.AmendInstrumentInput) (*gqlmodel.InstrumentPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return instrumentPayload(out), err
}

// Instrument is the resolver for the instrument field.
func (r *queryResolver) Instrument(ctx context.Context, id model.ID) (*model.Instrument, error) {
	return one[*model.Instrument](ctx, id)
}

// Instruments is the resolver for the instruments field.
func (r *queryResolver) Instruments(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order, scope *gqlmodel.QueryScope) (*gqlmodel.InstrumentConnection, error) {
	page, report, err := r.listed(ctx, scope, window{first, after, last, before}, query{model.KindInstrument, filter, orderBy, nil})
	found := instruments(page)
	found.Network = report
	return found, err
}

// Instrument returns graph.InstrumentResolver implementation.
func (r *Resolver) Instrument() graph.InstrumentResolver { return &instrumentResolver{r} }

type instrumentResolver struct{ *Resolver }
