package auth

import (
	"context"
	"errors"

	"metrograph/model"
)

// Renew returns who asked for work that the node does later, with the access that they have
// by now: that of the key, or what the token gave as long as it is valid. An access that has
// ended is an UNAUTHENTICATED error.
func (a *Authenticator) Renew(ctx context.Context, r model.Requester) (*model.Principal, error) {
	return a.answer(a.renew(ctx, r))
}

func (a *Authenticator) renew(ctx context.Context, r model.Requester) (*model.Principal, error) {
	switch r.Via {
	case ViaAPIKey:
		c, err := a.lookup.directory.CredentialOf(ctx, model.ID(r.Subject))
		if err != nil {
			return nil, missing(err, "unknown key")
		}
		return a.holder(ctx, c)
	case ViaJWT:
		if r.Expires.IsZero() || !a.now().Before(r.Expires) {
			return nil, errors.New("expired token")
		}
		p := &model.Principal{Subject: r.Subject, Granted: granted(r.Roles), Actions: r.Actions, Expires: r.Expires, Via: ViaJWT}
		return a.recognised(ctx, p, r.Institution, r.Person)
	}
	return nil, errors.New("nobody asked for it")
}
