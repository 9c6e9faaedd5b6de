package model

import (
	"crypto/ed25519"
	"encoding/base64"
)

// Institution is a metrology institute, a laboratory or a manufacturer. Its level and its
// region are those of its head.
type Institution struct {
	Head            `bson:",inline"`
	Name            Text            `json:"name"`
	ShortName       Text            `json:"shortName,omitzero"`
	InstitutionKind InstitutionKind `json:"kind"`
	CreditCode      string          `json:"creditCode,omitempty"` // unified social credit code, GB 32100
	Accreditations  []Accreditation `json:"accreditations,omitempty"`
	Capabilities    []Capability    `json:"capabilities,omitempty"`
	ParentID        ID              `json:"parent,omitempty"`
	Contact         Contact         `json:"contact,omitzero"`
	Endpoint        string          `json:"endpoint,omitempty"`  // URL of its node
	PublicKey       string          `json:"publicKey,omitempty"` // Ed25519, base64
}

// Accreditation is a recognition of an institution's competence; its text is opaque.
type Accreditation struct {
	Kind       AccreditationKind `json:"kind"`
	Number     string            `json:"number"`
	Scope      Text              `json:"scope,omitzero"`
	ValidUntil Date              `json:"validUntil,omitempty"`
}

// Contact is how to reach an institution or a customer.
type Contact struct {
	Person  string `json:"person,omitempty"`
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Address Text   `json:"address,omitzero"`
	Country string `json:"country,omitempty"` // ISO 3166-1 alpha-2
	Website string `json:"website,omitempty"`
}

func (*Institution) Kind() Kind     { return KindInstitution }
func (i *Institution) Facts() Facts { return i.facts(KindInstitution, "") }

// NaturalKey is the credit code, or the name where there is none.
func (i *Institution) NaturalKey() string {
	if i.CreditCode != "" {
		return i.CreditCode
	}
	return i.Name.In("zh")
}
func (i *Institution) References() []Reference {
	return references{}.one("parent", i.ParentID, KindInstitution)
}

// Validate checks the institution by itself; see [Rules].
func (i *Institution) Validate() []Finding {
	var k checker
	i.Head.check(&k, KindInstitution)
	k.require(ruleInstitutionName, "name", !i.Name.blank())
	k.text("name", &i.Name)
	k.text("shortName", &i.ShortName)
	k.enumRequired(ruleInstitutionKind, "kind", string(i.InstitutionKind), institutionKinds)
	k.creditCode("creditCode", i.CreditCode)
	k.limit("accreditations", len(i.Accreditations), maxEntries)
	for n := range i.Accreditations {
		k.at("accreditations", n)
		i.Accreditations[n].check(&k)
		k.out()
	}
	k.limit("capabilities", len(i.Capabilities), maxEntries)
	for n := range i.Capabilities {
		k.at("capabilities", n)
		i.Capabilities[n].check(&k)
		k.out()
	}
	k.ref("parent", i.ParentID, KindInstitution)
	i.Contact.check(&k, "contact")
	k.url(ruleEndpoint, "endpoint", i.Endpoint)
	if i.PublicKey != "" && !isPublicKey(i.PublicKey) {
		k.fail(rulePublicKey, "publicKey", "", "")
	}
	return k.findings
}

func isPublicKey(s string) bool {
	key, err := base64.StdEncoding.DecodeString(s)
	return err == nil && len(key) == ed25519.PublicKeySize
}

func (a *Accreditation) check(k *checker) {
	k.enumRequired(ruleAccreditationKind, "kind", string(a.Kind), accreditationKinds)
	k.require(ruleAccreditationNumber, "number", a.Number != "")
	k.code("number", a.Number)
	k.text("scope", &a.Scope)
	k.date("validUntil", a.ValidUntil)
}

func (c *Contact) check(k *checker, field string) {
	k.in(field)
	k.code("person", c.Person)
	k.email("email", c.Email)
	k.code("phone", c.Phone)
	k.text("address", &c.Address)
	k.country("country", c.Country)
	k.url(ruleURL, "website", c.Website)
	k.out()
}
