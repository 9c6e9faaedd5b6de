package resolvers

import (
	"context"
	"time"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// CreateWebhook is the resolver for the createWebhook field.
func (r *mutationResolver) CreateWebhook(ctx context.Context, input gqlmodel.CreateWebhookInput) (*gqlmodel.WebhookPayload, error) {
	return r.createWebhook(ctx, input)
}

// AmendWebhook is the resolver for the amendWebhook field.
func (r *mutationResolver) AmendWebhook(ctx context.Context, input gqlmodel.AmendWebhookInput) (*gqlmodel.WebhookPayload, error) {
	return r.amendWebhook(ctx, input)
}

// RotateWebhookSecret is the resolver for the rotateWebhookSecret field.
func (r *mutationResolver) RotateWebhookSecret(ctx context.Context, input gqlmodel.RotateWebhookSecretInput) (*gqlmodel.WebhookPayload, error) {
	return r.rotateWebhookSecret(ctx, input)
}

// TestWebhook is the resolver for the testWebhook field.
func (r *mutationResolver) TestWebhook(ctx context.Context, input gqlmodel.TestWebhookInput) (*gqlmodel.WebhookTestPayload, error) {
	return r.testWebhook(ctx, input.ID)
}

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

// Rotations is the resolver for the rotations field.
func (r *webhookResolver) Rotations(ctx context.Context, obj *model.Webhook) (*int, error) {
	return unlessMasked(obj, "rotations", obj.Rotations), nil
}

// Cursor is the resolver for the cursor field.
func (r *webhookResolver) Cursor(ctx context.Context, obj *model.Webhook) (*string, error) {
	return open(obj, "cursor", r.webhooks.Progress(obj).Cursor), nil
}

// Delivered is the resolver for the delivered field.
func (r *webhookResolver) Delivered(ctx context.Context, obj *model.Webhook) (*int, error) {
	return unlessMasked(obj, "delivered", r.webhooks.Progress(obj).Delivered), nil
}

// Failures is the resolver for the failures field.
func (r *webhookResolver) Failures(ctx context.Context, obj *model.Webhook) (*int, error) {
	return unlessMasked(obj, "failures", r.webhooks.Progress(obj).Failures), nil
}

// DeliveredAt is the resolver for the deliveredAt field.
func (r *webhookResolver) DeliveredAt(ctx context.Context, obj *model.Webhook) (*time.Time, error) {
	return open(obj, "deliveredAt", r.webhooks.Progress(obj).DeliveredAt), nil
}

// FailedAt is the resolver for the failedAt field.
func (r *webhookResolver) FailedAt(ctx context.Context, obj *model.Webhook) (*time.Time, error) {
	return open(obj, "failedAt", r.webhooks.Progress(obj).FailedAt), nil
}

// Failure is the resolver for the failure field.
func (r *webhookResolver) Failure(ctx context.Context, obj *model.Webhook) (*string, error) {
	return open(obj, "failure", r.webhooks.Progress(obj).Failure), nil
}

// Webhook returns graph.WebhookResolver implementation.
func (r *Resolver) Webhook() graph.WebhookResolver { return &webhookResolver{r} }

type webhookResolver struct{ *Resolver }
