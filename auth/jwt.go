package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"

	"metrograph/model"
)

// JWTOptions say which tokens are accepted.
type JWTOptions struct {
	Issuer   string // the value of iss, and where the keys are discovered without JWKS
	Audience string // a value of aud
	// JWKS is where the issuer's public keys are: an http(s) URL or a file. Without it they
	// are found by OpenID Connect discovery.
	JWKS string
	// InstitutionClaim, PersonClaim and RolesClaim name the claims that say where a caller
	// belongs, who it is and what it may act as. A dot goes into an object, as in
	// realm_access.roles. metrograph_institution, metrograph_person and metrograph_roles by
	// default.
	InstitutionClaim string
	PersonClaim      string
	RolesClaim       string
	// Leeway is how far the issuer's clock may be off: 30 s by default.
	Leeway time.Duration
	// Client fetches the keys. By default one that gives up after 5 s.
	Client *http.Client
}

// algorithms are those that a token may be signed with: public-key ones only, so that a
// published key can never serve as a shared secret.
var algorithms = [...]jose.SignatureAlgorithm{jose.EdDSA, jose.RS256, jose.ES256}

// verifier checks tokens.
type verifier struct {
	options JWTOptions
	keys    *keySet
	now     func() time.Time
}

func newVerifier(o JWTOptions, now func() time.Time) (*verifier, error) {
	if o.Issuer == "" || o.Audience == "" {
		return nil, errors.New("auth: tokens need an issuer and an audience")
	}
	o.InstitutionClaim = orElse(o.InstitutionClaim, "metrograph_institution")
	o.PersonClaim = orElse(o.PersonClaim, "metrograph_person")
	o.RolesClaim = orElse(o.RolesClaim, "metrograph_roles")
	if o.Leeway == 0 {
		o.Leeway = 30 * time.Second
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: 5 * time.Second}
	}
	return &verifier{options: o, keys: newKeySet(o, now), now: now}, nil
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// verify returns the claims of a token whose signature, issuer, audience and times are good.
// It does not use the OIDC library's verifier, which hides whether a token is bad or its
// issuer's keys are out of reach, and knows no leeway for exp.
func (v *verifier) verify(ctx context.Context, raw string) (claims, error) {
	payload, err := v.keys.payload(ctx, raw)
	if err != nil {
		return claims{}, err
	}
	var all map[string]any
	if err := json.Unmarshal(payload, &all); err != nil {
		return claims{}, fmt.Errorf("claims: %w", err)
	}
	c := claims{issuer: v.options.Issuer}
	if c.subject, _ = all["sub"].(string); c.subject == "" {
		return c, errors.New("token without a subject")
	}
	if all["iss"] != v.options.Issuer || !hasAudience(all["aud"], v.options.Audience) {
		return c, errors.New("token of another issuer or for another audience")
	}
	if c.expires, err = v.times(all); err != nil {
		return c, err
	}
	c.roles = rolesOf(all, v.options.RolesClaim)
	if c.institution, err = idOf(all, v.options.InstitutionClaim, model.KindInstitution); err != nil {
		return c, err
	}
	c.person, err = idOf(all, v.options.PersonClaim, model.KindPerson)
	return c, err
}

// times checks exp, nbf and iat (RFC 7519, 4.1.4 to 4.1.6) and returns exp, which a token
// has to have.
func (v *verifier) times(all map[string]any) (expires time.Time, err error) {
	now := v.now()
	expires, ok := numericDate(all["exp"])
	if !ok {
		return expires, errors.New("token without an expiry")
	}
	if !now.Add(-v.options.Leeway).Before(expires) {
		return expires, errors.New("expired token")
	}
	for _, name := range [...]string{"nbf", "iat"} {
		value, given := all[name]
		if !given {
			continue
		}
		if from, ok := numericDate(value); !ok || now.Add(v.options.Leeway).Before(from) {
			return expires, errors.New("token from the future: " + name)
		}
	}
	return expires, nil
}
