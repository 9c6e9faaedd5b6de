package registry

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"metrograph/model"
)

// What the node itself asks in order to send events, whoever the webhooks belong to. What is in
// the events is decided for their requesters, as by any other door.

// Webhooks returns all webhooks.
func (r *Registry) Webhooks(ctx context.Context) ([]*model.Webhook, error) {
	var all []*model.Webhook
	err := each(ctx, r, model.KindWebhook, nil, func(w *model.Webhook) error {
		all = append(all, w)
		return nil
	})
	return all, err
}

// Newest is the cursor of the newest change, whoever may be told of it.
func (r *Registry) Newest(ctx context.Context) (cursor string, err error) {
	last, err := r.store.Last(ctx)
	return r.position(last), inside("newest change", err)
}

// BirthOf is the cursor of the change that created a record.
func (r *Registry) BirthOf(ctx context.Context, id model.ID) (cursor string, err error) {
	entries, err := r.store.History(ctx, id.Kind(), id, 2, 1)
	if err != nil {
		return "", inside("birth", err)
	}
	if len(entries) == 0 {
		return "", model.NotFound()
	}
	return r.position(entries[0].Sequence), nil
}

// SuspendWebhook ends the sending of events, and keeps how far it had come. A CONFLICT says that
// the webhook was changed meanwhile, and stays as it is.
func (r *Registry) SuspendWebhook(ctx context.Context, w *model.Webhook) error {
	suspended := *w
	suspended.State = model.WebhookSuspended
	_, err := r.writeOne(ctx, model.Write{Action: model.ActionAmend, Record: &suspended, Version: w.Version, Reason: w.Failure,
		Fields: []string{"state", "cursor", "delivered", "failures", "deliveredAt", "failedAt", "failure"}})
	return inside("suspend", err)
}

// WebhookSecrets are the secrets that events of a webhook are signed with, the newest first.
func (r *Registry) WebhookSecrets(w *model.Webhook) []string {
	secrets := []string{r.webhookSecret(w.ID, w.Rotations)}
	if w.Rotations > 0 && r.now().Before(w.RotatedAt.Add(secretOverlap)) {
		secrets = append(secrets, r.webhookSecret(w.ID, w.Rotations-1))
	}
	return secrets
}

// webhookSecret derives a secret from the node's own, so that none is kept where records are
// read. It is written as the Standard Webhooks specification has it.
func (r *Registry) webhookSecret(id model.ID, rotation int) string {
	digest := hmac.New(sha256.New, r.secret)
	fmt.Fprintf(digest, "secret %d of webhook %s", rotation, id)
	return "whsec_" + base64.StdEncoding.EncodeToString(digest.Sum(nil))
}
