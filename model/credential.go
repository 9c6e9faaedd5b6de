package model

import (
	"strings"
	"time"
)

// Credential is an API key. Only a hash of the key is kept; the key itself is shown once.
type Credential struct {
	Head          `bson:",inline"`
	Label         string    `json:"label"`
	Hash          string    `json:"hash"` // SHA-256 of the key, hexadecimal
	Hint          string    `json:"hint"` // the beginning of the key, to recognise it by
	InstitutionID ID        `json:"institution,omitempty"`
	PersonID      ID        `json:"person,omitempty"` // whose key it is, where it is one person's
	Roles         []Role    `json:"roles,omitempty"`
	Actions       []Action  `json:"actions,omitempty"` // what it may be used for; empty for everything
	ExpiresAt     time.Time `json:"expiresAt,omitzero"`
	RevokedAt     time.Time `json:"revokedAt,omitzero"`
}

func (*Credential) Kind() Kind           { return KindCredential }
func (c *Credential) Facts() Facts       { return c.facts(KindCredential, "") }
func (c *Credential) NaturalKey() string { return c.Hash }

// References lists the institution whose members the key's bearers are, and the bearer.
func (c *Credential) References() []Reference {
	return references{}.one("institution", c.InstitutionID, KindInstitution).one("person", c.PersonID, KindPerson)
}

// Validate checks the credential by itself; see [Rules].
func (c *Credential) Validate() []Finding {
	var k checker
	c.Head.check(&k, KindCredential)
	k.require(ruleCredentialLabel, "label", c.Label != "")
	k.code("label", c.Label)
	k.require(ruleCredentialHash, "hash", c.Hash != "")
	k.sha256("hash", c.Hash)
	k.code("hint", c.Hint)
	k.ref("institution", c.InstitutionID, KindInstitution)
	k.ref("person", c.PersonID, KindPerson)
	k.granted(c.Roles, c.Actions)
	return k.findings
}

// granted checks the roles that a caller is given, and the actions that these are for.
func (k *checker) granted(given []Role, usedFor []Action) {
	k.limit("roles", len(given), maxEntries)
	for i, role := range given {
		k.at("roles", i)
		k.enum("", string(role), roles)
		if roles.has(string(role)) && !role.grantable() {
			k.fail(ruleCredentialRoles, "", string(role), grantableRoles())
		}
		k.out()
	}
	k.limit("actions", len(usedFor), maxEntries)
	for i, action := range usedFor {
		k.at("actions", i)
		k.enum("", string(action), actions)
		k.out()
	}
}

// grantable tells whether the role is given to callers; the others come with their
// institution.
func (r Role) grantable() bool {
	switch r {
	case RoleAnyone, RoleMember, RoleNational, RoleProvincial, RoleThirdParty, RoleManufacturer:
		return false
	}
	return true
}

func grantableRoles() string {
	var names []string
	for _, r := range Role("").Values() {
		if r.grantable() {
			names = append(names, string(r))
		}
	}
	return strings.Join(names, ", ")
}
