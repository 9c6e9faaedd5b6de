package model

import "time"

// Credential is an API key. Only a hash of the key is kept; the key itself is shown once.
type Credential struct {
	Head          `bson:",inline"`
	Label         string    `json:"label"`
	Hash          string    `json:"hash"` // SHA-256 of the key, hexadecimal
	Hint          string    `json:"hint"` // the beginning of the key, to recognise it by
	InstitutionID ID        `json:"institution,omitempty"`
	Roles         []Role    `json:"roles,omitempty"`
	Actions       []Action  `json:"actions,omitempty"` // what it may be used for; empty for everything
	ExpiresAt     time.Time `json:"expiresAt,omitzero"`
	RevokedAt     time.Time `json:"revokedAt,omitzero"`
}

func (*Credential) Kind() Kind           { return KindCredential }
func (c *Credential) Facts() Facts       { return c.facts(KindCredential, "") }
func (c *Credential) NaturalKey() string { return c.Hash }

// References lists the institution whose members the key's bearers are.
func (c *Credential) References() []Reference {
	return references{}.one("institution", c.InstitutionID, KindInstitution)
}
