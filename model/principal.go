package model

import (
	"context"
	"time"
)

// Role is what a caller may act as. The four level roles come with the level of the
// caller's institution, the others are given to the caller.
type Role string

const (
	RoleAnyone        Role = "ANYONE"        // every caller, also an anonymous one
	RoleMember        Role = "MEMBER"        // every caller who belongs to an institution
	RoleNational      Role = "NATIONAL"      // 国家级
	RoleProvincial    Role = "PROVINCIAL"    // 省市级
	RoleThirdParty    Role = "THIRD_PARTY"   // 第三方
	RoleManufacturer  Role = "MANUFACTURER"  // 生产企业
	RoleRecorder      Role = "RECORDER"      // 录入员
	RoleReviewer      Role = "REVIEWER"      // 审核员
	RoleExpert        Role = "EXPERT"        // 专家
	RolePublisher     Role = "PUBLISHER"     // 发布员
	RoleAdministrator Role = "ADMINISTRATOR" // 管理员
	RoleAuditor       Role = "AUDITOR"       // 审计员
	RoleGovernment    Role = "GOVERNMENT"    // 政府部门
)

// Values lists the roles in the order of their bits in a [RoleSet].
func (Role) Values() []Role {
	return []Role{RoleAnyone, RoleMember, RoleNational, RoleProvincial, RoleThirdParty, RoleManufacturer,
		RoleRecorder, RoleReviewer, RoleExpert, RolePublisher, RoleAdministrator, RoleAuditor, RoleGovernment}
}

// RoleSet is a set of roles, one bit a role.
type RoleSet uint16

// Roles makes a set of roles.
func Roles(roles ...Role) RoleSet {
	var set RoleSet
	for i, r := range Role("").Values() {
		for _, have := range roles {
			if have == r {
				set |= 1 << i
			}
		}
	}
	return set
}

// Has tells whether the role is in the set.
func (s RoleSet) Has(r Role) bool { return s&Roles(r) != 0 }

// List returns the roles of the set in the order of their bits.
func (s RoleSet) List() []Role {
	var list []Role
	for i, r := range Role("").Values() {
		if s&(1<<i) != 0 {
			list = append(list, r)
		}
	}
	return list
}

// Principal is who makes a request. The zero value is an anonymous caller.
type Principal struct {
	Subject     string    // credential or token subject, for the journal; empty for an anonymous caller
	Institution ID        // the institution the caller belongs to
	Level       Level     // of that institution
	Region      Region    // of that institution
	Person      ID        // who the caller is, of credentials that are one person's
	Serves      ID        // the institution that the person is recorded by, and works for as an expert
	Granted     RoleSet   // roles given to the caller beyond those that come with the level
	Actions     []Action  // a narrower credential: what it may be used for; empty for everything
	Expires     time.Time // when the credential ends; zero for never
	Via         string    // how the caller was recognised: apikey, jwt, local, or empty
}

// Anonymous tells whether nothing is known of the caller.
func (p *Principal) Anonymous() bool { return p.Subject == "" }

// Roles returns every role of the caller, those that come with the level included.
func (p *Principal) Roles() RoleSet {
	set := p.Granted | Roles(RoleAnyone)
	if p.Institution == "" {
		return set
	}
	set |= Roles(RoleMember)
	if levels.has(string(p.Level)) { // else a level of another name could pass for a role that is granted
		set |= Roles(Role(p.Level))
	}
	return set
}

type principalKey struct{}

// WithPrincipal returns a context in which requests are made by the principal.
func WithPrincipal(ctx context.Context, p *Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// PrincipalFrom returns who makes the request; an anonymous caller where nobody was named.
func PrincipalFrom(ctx context.Context) *Principal {
	if p, ok := ctx.Value(principalKey{}).(*Principal); ok {
		return p
	}
	return &Principal{}
}

// How a principal was recognised: by an API key, by a token, by the word of another node, or as the
// operator of a node who works on its data folder.
const (
	ViaAPIKey = "apikey"
	ViaJWT    = "jwt"
	ViaPeer   = "peer"
	ViaLocal  = "local"
)

// Trusted tells whether the principal is the operator of the node itself, who may say what
// institution a record belongs to.
func (p *Principal) Trusted() bool { return p.Via == ViaLocal }
