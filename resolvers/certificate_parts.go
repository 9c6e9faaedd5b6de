package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/model"
)

func (r *amendmentResolver) Certificate(ctx context.Context, obj *model.Amendment) (*model.Certificate, error) {
	return one[*model.Certificate](ctx, obj.CertificateID)
}

func (r *assignmentResolver) Person(ctx context.Context, obj *model.Assignment) (*model.Person, error) {
	return one[*model.Person](ctx, obj.PersonID)
}

func (r *itemResolver) Instrument(ctx context.Context, obj *model.Item) (*model.Instrument, error) {
	return one[*model.Instrument](ctx, obj.InstrumentID)
}

func (r *methodUseResolver) Method(ctx context.Context, obj *model.MethodUse) (*model.Method, error) {
	return one[*model.Method](ctx, obj.MethodID)
}

func (r *standardUseResolver) Instrument(ctx context.Context, obj *model.StandardUse) (*model.Instrument, error) {
	return one[*model.Instrument](ctx, obj.InstrumentID)
}

func (r *standardUseResolver) Certificate(ctx context.Context, obj *model.StandardUse) (*model.Certificate, error) {
	return one[*model.Certificate](ctx, obj.CertificateID)
}

func (r *Resolver) Amendment() graph.AmendmentResolver { return &amendmentResolver{r} }

func (r *Resolver) Assignment() graph.AssignmentResolver { return &assignmentResolver{r} }

func (r *Resolver) Item() graph.ItemResolver { return &itemResolver{r} }

func (r *Resolver) MethodUse() graph.MethodUseResolver { return &methodUseResolver{r} }

func (r *Resolver) StandardUse() graph.StandardUseResolver { return &standardUseResolver{r} }

type (
	amendmentResolver   struct{ *Resolver }
	assignmentResolver  struct{ *Resolver }
	itemResolver        struct{ *Resolver }
	methodUseResolver   struct{ *Resolver }
	standardUseResolver struct{ *Resolver }
)
