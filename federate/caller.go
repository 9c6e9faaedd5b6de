package federate

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"metrograph/model"
)

// headerCaller carries the word of a node for whom it asks.
const headerCaller = "Metrograph-Caller"

// lifetime is how long the word of a node for a caller is good.
const lifetime = time.Minute

// everybody stands for all institutions.
const everybody = "*"

// callerClaims are what a node says of the caller for whom it asks: a JSON Web Token that is good
// for one request, at one node.
type callerClaims struct {
	jwt.Claims
	Body        string         `json:"body"` // Content-Digest of the request
	Institution model.ID       `json:"institution,omitempty"`
	Level       model.Level    `json:"level,omitempty"`
	Region      model.Region   `json:"region,omitempty"`
	Roles       []model.Role   `json:"roles,omitempty"`
	Actions     []model.Action `json:"actions,omitempty"` // what the caller's credential is for; empty for everything
}

// lendable are the roles that a caller has at other nodes too: of those that are given to a caller
// the one that does nothing but count. Who audits a node, or works with it, is known there.
func lendable() model.RoleSet { return model.Roles(model.RoleGovernment) }

// lent is what may be done in the name of another node's caller.
func lent() []model.Action {
	return []model.Action{model.ActionRead, model.ActionCount, model.ActionHistory}
}

// vouch signs the node's word for a caller, for one request to a peer. It ends with the caller's
// own credential.
func (n *Node) vouch(who *model.Principal, to model.ID, bodyDigest string) (string, error) {
	signer, err := n.keys.tokens()
	if err != nil {
		return "", wrap("sign a caller's token", err)
	}
	now := n.o.Clock()
	end := now.Add(lifetime)
	if !who.Expires.IsZero() && who.Expires.Before(end) {
		end = who.Expires
	}
	c := callerClaims{Body: bodyDigest, Institution: who.Institution, Actions: who.Actions, Claims: jwt.Claims{
		Issuer: string(n.self.ID), Subject: who.Subject, Audience: jwt.Audience{string(to)}, ID: rand.Text(),
		IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(end)}}
	if who.Institution != "" {
		c.Level, c.Region, c.Roles = who.Level, who.Region, (who.Granted & lendable()).List()
	}
	token, err := jwt.Signed(signer).Claims(c).Serialize()
	return token, wrap("sign a caller's token", err)
}

// tokens is a signer of tokens with the newest key.
func (k *Keys) tokens() (jose.Signer, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	newest := &k.list[0]
	return jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: newest.secret},
		(&jose.SignerOptions{}).WithType("metrograph-caller+jwt").WithHeader("kid", newest.print))
}

// caller checks a peer's word for a caller: signed with a current key of the peer, for this node
// and this request, not over yet, and not seen before.
func (n *Node) caller(q *request, token string) (c callerClaims, err error) {
	unproven := func(why string) error { return model.Errorf(model.CodeUnauthenticated, "the caller's token %s", why) }
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil || len(parsed.Headers) != 1 {
		return c, unproven("cannot be read")
	}
	now := n.o.Clock()
	key := q.peer.key(parsed.Headers[0].KeyID)
	if key == nil || !key.Until.IsZero() && !now.Before(key.Until) {
		return c, unproven("is not signed with a current key of the peer")
	}
	if err := parsed.Claims(ed25519Key(key.Public), &c); err != nil {
		return c, unproven("has a wrong signature")
	}
	switch {
	case model.ID(c.Issuer) != q.peer.ID:
		return c, unproven("is of another issuer")
	case len(c.Audience) != 1 || model.ID(c.Audience[0]) != n.self.ID:
		return c, unproven("is for another node")
	case c.Body != digestOf(q.body):
		return c, unproven("is for another request")
	case c.IssuedAt == nil || c.Expiry == nil || c.Expiry.Time().Sub(c.IssuedAt.Time()) > lifetime || c.ID == "" || len(c.ID) > 64:
		return c, unproven("lasts too long, or has no number")
	case !now.Before(c.Expiry.Time()) || c.IssuedAt.Time().After(now.Add(lifetime)):
		return c, unproven("has expired, or the clocks of the nodes are more than a minute apart")
	case !n.nonces.first("caller "+string(q.peer.ID), c.ID, c.IssuedAt.Time(), now):
		return c, unproven("was used before")
	}
	return c, nil
}

// lend makes the caller of a peer one of this node's. Limited is true where the peer is not
// believed: then the caller is anybody.
func (n *Node) lend(ctx context.Context, p *Peer, c *callerClaims) (who *model.Principal, limited bool) {
	subject := "peer:" + string(p.ID) + ":" + c.Subject
	anybody := &model.Principal{Subject: subject, Via: model.ViaPeer, Expires: c.Expiry.Time(), Actions: lent()}
	if c.Institution == "" {
		return anybody, false
	}
	level, region, believed := n.standing(ctx, p, c)
	if !believed {
		return anybody, true
	}
	who = &model.Principal{Subject: subject, Via: model.ViaPeer, Institution: c.Institution, Level: level, Region: region,
		Granted: model.Roles(c.Roles...) & lendable(), Expires: c.Expiry.Time(), Actions: lent()}
	if len(c.Actions) > 0 {
		who.Actions = slices.DeleteFunc(lent(), func(a model.Action) bool { return !slices.Contains(c.Actions, a) })
	}
	if len(who.Actions) == 0 { // which would be everything
		return anybody, true
	}
	return who, false
}

// standing is the level and the region of a caller, and whether the peer may speak for it: for its
// own members and those that the operator has named, at no higher level than its own, and never
// for members of this node's institution. Of an institution that is known here the node itself
// knows where it stands; of another one it has the peer's word, within the peer's own region.
func (n *Node) standing(ctx context.Context, p *Peer, c *callerClaims) (level model.Level, region model.Region, believed bool) {
	switch {
	case c.Institution == n.self.ID:
		return "", "", false
	case c.Institution == p.ID:
		return p.Level, p.Region, true
	case !slices.Contains(p.SpeaksFor, everybody) && !slices.Contains(p.SpeaksFor, string(c.Institution)):
		return "", "", false
	}
	if known, err := n.registry.Institution(ctx, c.Institution); err == nil {
		return known.Level, known.Region, known.Level.Rank() <= p.Level.Rank()
	} else if model.CodeOf(err) != model.CodeNotFound {
		return "", "", false
	}
	within := p.Level == model.LevelNational || c.Level.Rank() < p.Level.Rank() && c.Region.Province() == p.Region.Province()
	return c.Level, c.Region, c.Institution.Kind() == model.KindInstitution && c.Level.Rank() > 0 && c.Level.Rank() <= p.Level.Rank() && within
}
