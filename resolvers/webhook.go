package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Webhook is the resolver for the webhook field.
func (r *queryResolver) Webhook(ctx context.Context, id model.ID) (*model.Webhook, error) {
	return one[*model.Webhook](ctx, id)
}

// Webhooks is the resolver for the webhooks field.
func (r *queryResolver) Webhooks(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.WebhookConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindWebhook, filter, orderBy, nil})
	return webhooks(page), err
}

// Origin is the resolver for the origin field.
func (r *webhookResolver) Origin(ctx context.Context, obj *model.Webhook) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *webhookResolver) Manufacturers(ctx context.Context, obj *model.Webhook) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *webhookResolver) History(ctx context.Context, obj *model.Webhook, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Delivered is the resolver for the delivered field.
func (r *webhookResolver) Delivered(ctx context.Context, obj *model.Webhook) (*int, error) {
	return unlessMasked(obj, "delivered", obj.Delivered), nil
}

// Failures is the resolver for the failures field.
func (r *webhookResolver) Failures(ctx context.Context, obj *model.Webhook) (*int, error) {
	return unlessMasked(obj, "failures", obj.Failures), nil
}

// Webhook returns graph.WebhookResolver implementation.
func (r *Resolver) Webhook() graph.WebhookResolver { return &webhookResolver{r} }

type webhookResolver struct{ *Resolver }
