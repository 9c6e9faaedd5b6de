package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"metrograph/model"
)

// How a principal was recognised.
const (
	ViaAPIKey = model.ViaAPIKey
	ViaJWT    = model.ViaJWT
)

// Options are settings whose zero values work.
type Options struct {
	// CacheFor is how long a look-up in the directory may be remembered. A credential that
	// is revoked, or an institution that changes, is noticed after that time at the latest,
	// and at once after Forget. Expiry is checked at every request. 15 s by default.
	CacheFor time.Duration
	// CacheSize is how many credentials, and how many institutions, are remembered: 4096 by
	// default.
	CacheSize int
	// JWT makes the node accept tokens; without it they are refused.
	JWT *JWTOptions
	// Now is the clock.
	Now func() time.Time
}

// Authenticator recognises callers. It may be used by many goroutines at once.
type Authenticator struct {
	lookup lookup
	tokens *verifier // nil where no JWT is accepted
	now    func() time.Time
}

// New returns an Authenticator that looks credentials and institutions up in a directory.
// It fails on options for JWT that are incomplete.
func New(directory Directory, o Options) (*Authenticator, error) {
	if o.CacheFor == 0 {
		o.CacheFor = 15 * time.Second
	}
	if o.CacheSize == 0 {
		o.CacheSize = 4096
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &Authenticator{now: o.Now, lookup: lookup{
		directory:    directory,
		credentials:  newCache[string, *model.Credential](o.CacheFor, o.CacheSize, o.Now),
		institutions: newCache[model.ID, *model.Institution](o.CacheFor, o.CacheSize, o.Now),
	}}
	if o.JWT == nil {
		return a, nil
	}
	tokens, err := newVerifier(*o.JWT, o.Now)
	a.tokens = tokens
	return a, err
}

// Forget drops every remembered look-up: whoever changes credentials or institutions on
// this node calls it afterwards.
func (a *Authenticator) Forget() {
	a.lookup.credentials.clear()
	a.lookup.institutions.clear()
}

// Principal recognises the caller of a request. A request without a credential is
// anonymous; one with a credential that is not accepted is an UNAUTHENTICATED error.
func (a *Authenticator) Principal(ctx context.Context, r *http.Request) (*model.Principal, error) {
	credential, err := fromHeaders(r.Header)
	if err != nil {
		return nil, refused(err)
	}
	if credential == "" {
		return &model.Principal{}, nil
	}
	var p *model.Principal
	if strings.HasPrefix(credential, keyPrefix) {
		p, err = a.byKey(ctx, credential)
	} else {
		p, err = a.byToken(ctx, credential)
	}
	return a.answer(p, err)
}

// answer is what is said of a credential to the outside.
func (a *Authenticator) answer(p *model.Principal, err error) (*model.Principal, error) {
	var unavailable *unavailableError
	switch {
	case errors.As(err, &unavailable):
		return nil, unavailable.cause
	case err != nil:
		return nil, refused(err)
	}
	return p, nil
}

// refused is the one answer to every credential that is not accepted.
func refused(cause error) error {
	return &model.Error{Code: model.CodeUnauthenticated, Message: "the credential is not accepted", Cause: cause}
}

// unavailableError marks a failure to find out whether a credential is good. The caller is
// not told that it is bad.
type unavailableError struct{ cause error }

func (e *unavailableError) Error() string { return e.cause.Error() }

// missing turns the directory's NOT_FOUND into a reason to refuse, and everything else into
// a failure.
func missing(err error, reason string) error {
	if model.CodeOf(err) == model.CodeNotFound {
		return errors.New(reason)
	}
	return &unavailableError{err}
}

func (a *Authenticator) byKey(ctx context.Context, key string) (*model.Principal, error) {
	if !wellFormed(key) {
		return nil, errors.New("malformed key")
	}
	c, err := a.lookup.credential(ctx, HashKey(key))
	if err != nil {
		return nil, missing(err, "unknown key")
	}
	return a.holder(ctx, c)
}

// holder is whoever has the key, if it is still good.
func (a *Authenticator) holder(ctx context.Context, c *model.Credential) (*model.Principal, error) {
	switch now := a.now(); {
	case !c.ExpiresAt.IsZero() && !now.Before(c.ExpiresAt):
		return nil, errors.New("expired key " + string(c.ID))
	case !c.RevokedAt.IsZero(), c.Status == model.StatusWithdrawn:
		return nil, errors.New("revoked key " + string(c.ID))
	}
	p := &model.Principal{Subject: string(c.ID), Granted: granted(c.Roles), Actions: c.Actions,
		Expires: c.ExpiresAt, Via: ViaAPIKey}
	return a.recognised(ctx, p, c.InstitutionID, c.PersonID)
}

func (a *Authenticator) byToken(ctx context.Context, token string) (*model.Principal, error) {
	if a.tokens == nil {
		return nil, errors.New("no tokens are accepted")
	}
	claims, err := a.tokens.verify(ctx, token)
	if err != nil {
		return nil, err
	}
	// The issuer keeps a token's subject from being taken for a key's in the journal.
	p := &model.Principal{Subject: claims.subject + "@" + claims.issuer, Granted: granted(claims.roles),
		Expires: claims.expires, Via: ViaJWT}
	return a.recognised(ctx, p, claims.institution, claims.person)
}

// recognised makes the principal a member of an institution and one person, where it is either.
func (a *Authenticator) recognised(ctx context.Context, p *model.Principal, institution, person model.ID) (*model.Principal, error) {
	if err := a.join(ctx, p, institution); err != nil {
		return nil, err
	}
	return p, a.identify(ctx, p, person)
}

// identify makes the principal a person, who serves the institution that recorded them.
func (a *Authenticator) identify(ctx context.Context, p *model.Principal, id model.ID) error {
	if id == "" {
		return nil
	}
	person, err := a.lookup.directory.Person(ctx, id)
	if err != nil {
		return missing(err, "unknown person")
	}
	if person.Status == model.StatusWithdrawn {
		return errors.New("withdrawn person " + string(id))
	}
	p.Person, p.Serves = id, person.Origin
	return nil
}

// join makes the principal a member of an institution, with the level and the region that
// the institution's record says.
func (a *Authenticator) join(ctx context.Context, p *model.Principal, id model.ID) error {
	if id == "" {
		return nil
	}
	inst, err := a.lookup.institution(ctx, id)
	if err != nil {
		return missing(err, "unknown institution")
	}
	if inst.Status == model.StatusWithdrawn {
		return errors.New("withdrawn institution " + string(id))
	}
	p.Institution, p.Level, p.Region = id, inst.Level, inst.Region
	return nil
}

// granted keeps the roles that can be given to a caller. Those that come with an
// institution and its level cannot, and unknown ones are nobody's.
func granted(roles []model.Role) model.RoleSet {
	return model.Roles(roles...) &^ model.Roles(model.RoleAnyone, model.RoleMember, model.RoleNational,
		model.RoleProvincial, model.RoleThirdParty, model.RoleManufacturer)
}
