package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/model"
)

// Certificate is the resolver for the certificate field.
func (r *amendmentResolver) Certificate(ctx context.Context, obj *model.Amendment) (*model.Certificate, error) {
	return one[*model.Certificate](ctx, obj.CertificateID)
}

// Person is the resolver for the person field.
func (r *assignmentResolver) Person(ctx context.Context, obj *model.Assignment) (*model.Person, error) {
	return one[*model.Person](ctx, obj.PersonID)
}

// Instrument is the resolver for the instrument field.
func (r *itemResolver) Instrument(ctx context.Context, obj *model.Item) (*model.Instrument, error) {
	return one[*model.Instrument](ctx, obj.InstrumentID)
}

// Method is the resolver for the method field.
func (r *methodUseResolver) Method(ctx context.Context, obj *model.MethodUse) (*model.Method, error) {
	return one[*model.Method](ctx, obj.MethodID)
}

// Instrument is the resolver for the instrument field.
func (r *standardUseResolver) Instrument(ctx context.Context, obj *model.StandardUse) (*model.Instrument, error) {
	return one[*model.Instrument](ctx, obj.InstrumentID)
}

// Certificate is the resolver for the certificate field.
func (r *standardUseResolver) Certificate(ctx context.Context, obj *model.StandardUse) (*model.Certificate, error) {
	return one[*model.Certificate](ctx, obj.CertificateID)
}

// Amendment returns graph.AmendmentResolver implementation.
func (r *Resolver) Amendment() graph.AmendmentResolver { return &amendmentResolver{r} }

// Assignment returns graph.AssignmentResolver implementation.
func (r *Resolver) Assignment() graph.AssignmentResolver { return &assignmentResolver{r} }

// Item returns graph.ItemResolver implementation.
func (r *Resolver) Item() graph.ItemResolver { return &itemResolver{r} }

// MethodUse returns graph.MethodUseResolver implementation.
func (r *Resolver) MethodUse() graph.MethodUseResolver { return &methodUseResolver{r} }

// StandardUse returns graph.StandardUseResolver implementation.
func (r *Resolver) StandardUse() graph.StandardUseResolver { return &standardUseResolver{r} }

type (
	amendmentResolver   struct{ *Resolver }
	assignmentResolver  struct{ *Resolver }
	itemResolver        struct{ *Resolver }
	methodUseResolver   struct{ *Resolver }
	standardUseResolver struct{ *Resolver }
)
