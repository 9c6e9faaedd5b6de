package model

// Institution is a metrology institute, a laboratory or a manufacturer. Its level and its
// region are those of its head.
type Institution struct {
	Head            `bson:",inline"`
	Name            Text            `json:"name"`
	ShortName       Text            `json:"shortName,omitzero"`
	InstitutionKind InstitutionKind `json:"kind"`
	CreditCode      string          `json:"creditCode,omitempty"` // unified social credit code, GB 32100
	Accreditations  []Accreditation `json:"accreditations,omitempty"`
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

func (*Institution) Kind() Kind           { return KindInstitution }
func (i *Institution) Facts() Facts       { return i.facts(KindInstitution, "") }
func (i *Institution) NaturalKey() string { return i.CreditCode }
func (i *Institution) References() []Reference {
	return references{}.one("parent", i.ParentID, KindInstitution)
}
