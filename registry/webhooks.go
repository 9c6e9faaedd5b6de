package registry

import (
	"context"
	"slices"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// How long what webhooks are given lasts.
const (
	leastAccess   = time.Hour      // that a key has to be good for
	secretOverlap = 24 * time.Hour // for which events are signed with the former secret too
)

// mostWebhooks of an institution, where the options say nothing else.
const mostWebhooks = 20

// CreateWebhook records a webhook by which the caller is told of events, and returns the secret
// that signs them.
func (r *Registry) CreateWebhook(ctx context.Context, w *model.Webhook, reason string) (model.Written, string, error) {
	who := model.PrincipalFrom(ctx)
	w.State, w.Requester = model.WebhookActive, model.RequesterOf(who)
	if err := r.permit(ctx, model.ActionCreate, &model.Webhook{Head: headOf(who)}); err != nil {
		return model.Written{}, "", err
	}
	if err := r.lasting(who); err != nil {
		return model.Written{}, "", err
	}
	r.webhooks.Lock() // so that none is created between counting and writing
	defer r.webhooks.Unlock()
	if err := r.roomForWebhook(ctx, who.Institution); err != nil {
		return model.Written{}, "", err
	}
	out, err := r.writeOne(ctx, model.Write{Action: model.ActionCreate, Record: w, Reason: reason})
	if err != nil {
		return out, "", err
	}
	return out, r.webhookSecret(out.ID, 0), nil
}

// lasting refuses callers whose access ends before long.
func (r *Registry) lasting(who *model.Principal) error {
	if who.Via != model.ViaAPIKey {
		return invalid("credential", "events are sent for as long as a webhook is there, and a token ends: make the webhook with an API key")
	}
	if !who.Expires.IsZero() && who.Expires.Before(r.now().Add(leastAccess)) {
		return invalid("credential", "this API key ends within an hour: make the webhook with one that lasts")
	}
	return nil
}

func (r *Registry) roomForWebhook(ctx context.Context, institution model.ID) error {
	n, err := r.store.Count(ctx, store.Query{Kind: model.KindWebhook, Scope: model.Everything(), Where: Equal("origin", string(institution))})
	if err != nil {
		return inside("webhooks", err)
	}
	if int(n) >= r.mostWebhooks {
		return model.Errorf(model.CodeLimitExceeded, "your institution has %d webhooks, and no more are allowed: delete one that is not needed", n)
	}
	return nil
}

// AmendWebhook changes a webhook. Events go where the caller says and have what the caller
// asks for, so that they are sent under the caller's access from then on.
func (r *Registry) AmendWebhook(ctx context.Context, w model.Write) (model.Written, error) {
	changed, ok := w.Record.(*model.Webhook)
	if !ok {
		return model.Written{}, model.NotFound()
	}
	if slices.Contains(w.Fields, "state") {
		switch changed.State {
		case model.WebhookPaused:
		case model.WebhookActive:
			w.Fields = append(w.Fields, "failures", "failedAt", "failure")
		default:
			return model.Written{}, invalid("state", "a webhook is made ACTIVE or PAUSED; the node alone suspends one")
		}
	}
	if Redirects(w) {
		who := model.PrincipalFrom(ctx)
		if err := r.lasting(who); err != nil {
			return model.Written{}, err
		}
		changed.Requester = model.RequesterOf(who)
		w.Fields = append(w.Fields, "requester")
	}
	return r.writeOne(ctx, w)
}

// Redirects tells whether a change of a webhook decides what is sent, or where to.
func Redirects(w model.Write) bool {
	changed, ok := w.Record.(*model.Webhook)
	return ok && slices.ContainsFunc(w.Fields, func(field string) bool {
		return field == "url" || field == "query" || field == "variables" || field == "state" && changed.State == model.WebhookActive
	})
}

// RotateWebhookSecret gives a webhook a new secret, and returns it.
func (r *Registry) RotateWebhookSecret(ctx context.Context, id model.ID, version int, reason string) (model.Written, string, error) {
	w, err := r.ownWebhook(ctx, id)
	if err != nil {
		return model.Written{}, "", err
	}
	next := &model.Webhook{Head: model.Head{ID: id}, Rotations: w.Rotations + 1, RotatedAt: r.now()}
	out, err := r.writeOne(ctx, model.Write{Action: model.ActionAmend, Record: next, Version: version, Reason: reason,
		Fields: []string{"rotations", "rotatedAt"}})
	if err != nil {
		return out, "", err
	}
	return out, r.webhookSecret(id, next.Rotations), nil
}

// WebhookToTest returns a webhook that the caller may amend.
func (r *Registry) WebhookToTest(ctx context.Context, id model.ID) (*model.Webhook, error) {
	w, err := r.ownWebhook(ctx, id)
	if err != nil {
		return nil, err
	}
	return w, r.permit(ctx, model.ActionAmend, w)
}

// ownWebhook returns a webhook that the caller may read, or NOT_FOUND.
func (r *Registry) ownWebhook(ctx context.Context, id model.ID) (*model.Webhook, error) {
	found, err := r.Load(ctx, model.KindWebhook, []model.ID{id}, 0)
	if err != nil {
		return nil, err
	}
	w, ok := found.Records[0].(*model.Webhook)
	if !ok {
		return nil, model.NotFound()
	}
	return w, nil
}
