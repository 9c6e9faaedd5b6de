package auth_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/auth"
	"metrograph/model"
)

// Whoever asked for work with a key or a token has the access of a request made now with it.
func TestRenew(t *testing.T) {
	now := birth
	clock := func() time.Time { return now }
	d, inst := member(model.LevelManufacturer, "320500")
	key, hash := d.addKey(inst, model.RoleRecorder)
	a := newAuthenticator(t, d, auth.Options{Now: clock})
	p, err := ask(t, a, "Authorization", "Bearer "+key)
	if err != nil {
		t.Fatal(err)
	}
	byToken := *p
	byToken.Via, byToken.Subject, byToken.Expires = auth.ViaJWT, "zhang@issuer", birth.Add(time.Hour)
	for _, asked := range []*model.Principal{p, &byToken} {
		renewed, err := a.Renew(t.Context(), model.RequesterOf(asked))
		if d := cmp.Diff(asked, renewed); d != "" || err != nil {
			t.Errorf("%s: %v %s", asked.Via, err, d)
		}
	}
	d.change(hash, func(c *model.Credential) { c.RevokedAt = birth })
	now = birth.Add(time.Hour)
	for _, asked := range []*model.Principal{p, &byToken, {}, {Subject: "operator", Via: model.ViaLocal}} {
		if _, err := a.Renew(t.Context(), model.RequesterOf(asked)); model.CodeOf(err) != model.CodeUnauthenticated {
			t.Errorf("%q: %v", asked.Via, err)
		}
	}
}
