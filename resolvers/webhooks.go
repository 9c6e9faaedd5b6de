package resolvers

import (
	"context"
	"slices"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// webhookRegistry is what resolvers ask of the registry about webhooks.
type webhookRegistry interface {
	CreateWebhook(ctx context.Context, w *model.Webhook, reason string) (model.Written, string, error)
	AmendWebhook(ctx context.Context, w model.Write) (model.Written, error)
	RotateWebhookSecret(ctx context.Context, id model.ID, version int, reason string) (model.Written, string, error)
	WebhookToTest(ctx context.Context, id model.ID) (*model.Webhook, error)
	births
}

// Webhooks sends the events of webhooks.
type Webhooks interface {
	// CheckURL refuses an address that events are not sent to, whatever its name stands for.
	CheckURL(url string) error
	// Look has changed webhooks looked for at once.
	Look()
	// Progress returns the webhook with how far it has come by now.
	Progress(w *model.Webhook) *model.Webhook
	// Test sends a message without an event; the status is 0 where there was no answer, the
	// failure empty where it was delivered.
	Test(ctx context.Context, w *model.Webhook) (status int, failure string)
}

// noWebhooks sends none.
type noWebhooks struct{}

func (noWebhooks) CheckURL(string) error                    { return errNoWebhooks() }
func (noWebhooks) Look()                                    {}
func (noWebhooks) Progress(w *model.Webhook) *model.Webhook { return w }
func (noWebhooks) Test(context.Context, *model.Webhook) (int, string) {
	return 0, noEvents
}

const noEvents = "this node sends no events"

func errNoWebhooks() error { return invalid("url", noEvents) }

// createWebhook records a webhook whose events can be sent.
func (r *Resolver) createWebhook(ctx context.Context, input gqlmodel.CreateWebhookInput) (*gqlmodel.WebhookPayload, error) {
	w := &model.Webhook{URL: input.URL, Query: input.Query, Variables: value(input.Variables), Label: value(input.Label)}
	err := r.checkWebhook(ctx, w, []string{"url", "query"})
	if err != nil {
		return webhookPayload(ctx, model.Written{}, "", err)
	}
	out, secret, err := r.registry.CreateWebhook(ctx, w, value(input.Reason))
	r.webhooks.Look()
	return webhookPayload(ctx, out, secret, err)
}

// checkWebhook refuses those new fields of a webhook that the registry knows nothing of.
func (r *Resolver) checkWebhook(ctx context.Context, w *model.Webhook, fields []string) error {
	if slices.Contains(fields, "url") {
		if err := r.webhooks.CheckURL(w.URL); err != nil {
			return err
		}
	}
	return r.subscriptions.Check(ctx, w)
}

// amendWebhook changes those fields of a webhook that the input has.
func (r *Resolver) amendWebhook(ctx context.Context, input gqlmodel.AmendWebhookInput) (*gqlmodel.WebhookPayload, error) {
	changes := &model.Webhook{State: value(input.State), Label: value(input.Label), URL: value(input.URL), Query: value(input.Query),
		Variables: value(input.Variables)}
	fields := slices.DeleteFunc(names(arguments(ctx), "input"), func(name string) bool {
		return name == "id" || name == "version" || name == "reason"
	})
	w, err := amendment(change{input.ID, input.Version, input.Reason}, changes, fields)
	if err == nil {
		err = r.checkAmendment(ctx, w)
	}
	if err != nil {
		return webhookPayload(ctx, model.Written{}, "", err)
	}
	out, err := r.registry.AmendWebhook(ctx, w)
	r.webhooks.Look()
	return webhookPayload(ctx, out, "", err)
}

// checkAmendment checks the webhook as it is going to be, if what it sends changes.
func (r *Resolver) checkAmendment(ctx context.Context, w model.Write) error {
	if w.Record.Base().ID.Kind() != model.KindWebhook {
		return model.NotFound()
	}
	if !registry.Redirects(w) {
		return nil
	}
	found, err := r.registry.Load(ctx, model.KindWebhook, []model.ID{w.Record.Base().ID}, 0)
	if err != nil {
		return err
	}
	current, ok := found.Records[0].(*model.Webhook)
	if !ok {
		return model.NotFound()
	}
	next := *current
	model.Overlay(&next, w.Record, w.Fields)
	return r.checkWebhook(ctx, &next, w.Fields)
}

func (r *Resolver) rotateWebhookSecret(ctx context.Context, input gqlmodel.RotateWebhookSecretInput) (*gqlmodel.WebhookPayload, error) {
	out, secret, err := r.registry.RotateWebhookSecret(ctx, input.ID, input.Version, input.Reason)
	r.webhooks.Look()
	return webhookPayload(ctx, out, secret, err)
}

func (r *Resolver) testWebhook(ctx context.Context, id model.ID) (*gqlmodel.WebhookTestPayload, error) {
	w, err := r.registry.WebhookToTest(ctx, id)
	if err != nil {
		out, err := refused(err)
		return &gqlmodel.WebhookTestPayload{Errors: out.errors}, err
	}
	status, failure := r.webhooks.Test(ctx, w)
	return &gqlmodel.WebhookTestPayload{Delivered: failure == "", Status: given(status), Failure: given(failure)}, nil
}

// webhookPayload is the answer to a write; with the secret of which it is the only one.
func webhookPayload(ctx context.Context, w model.Written, secret string, err error) (*gqlmodel.WebhookPayload, error) {
	operationOf(ctx).forget()
	if err != nil {
		w.Err = err
	}
	out, err := settle(w)
	record, _ := out.record.(*model.Webhook)
	return &gqlmodel.WebhookPayload{Webhook: record, Secret: given(secret), Findings: out.findings, Errors: out.errors}, err
}

// open is a field's value where it is not masked; nil for what is masked, and for nothing.
func open[T comparable](w *model.Webhook, field string, value T) *T {
	if p := unlessMasked(w, field, value); p != nil {
		return given(*p)
	}
	return nil
}
