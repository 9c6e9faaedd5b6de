package model

// Certificate is one issued document of whatever type: a certificate, a notice or a report.
type Certificate struct {
	Head             `bson:",inline"`
	Number           string              `json:"number"`             // unique per issuer, with the revision
	Revision         string              `json:"revision,omitempty"` // of the document, as its issuer counts
	Title            Text                `json:"title,omitzero"`
	DocumentType     DocumentType        `json:"documentType"`
	Activity         Activity            `json:"activity"`
	VerificationKind VerificationKind    `json:"verificationKind,omitempty"`
	Mandatory        bool                `json:"mandatory,omitempty"`
	Discipline       Discipline          `json:"discipline"`
	CategoryCode     string              `json:"categoryCode,omitempty"` // JJF 1022 code
	SourceCategory   SourceCategory      `json:"sourceCategory,omitempty"`
	Stage            DataStage           `json:"stage,omitempty"`
	DerivedFrom      []ID                `json:"derivedFrom,omitempty"` // of derived data: from which records
	IssuerID         ID                  `json:"issuer"`
	CustomerID       ID                  `json:"customerInstitution,omitempty"` // where the customer is a known institution
	Customer         Customer            `json:"customer,omitzero"`
	Items            []Item              `json:"items,omitempty"`
	Methods          []MethodUse         `json:"methods,omitempty"`
	Basis            []string            `json:"basis,omitempty"` // normative basis beyond the methods, as written
	EnvironmentIDs   []ID                `json:"environments,omitempty"`
	Personnel        []Assignment        `json:"personnel,omitempty"`
	Place            Place               `json:"place,omitzero"`
	ReceivedAt       Date                `json:"receivedAt,omitempty"`
	PerformedFrom    Date                `json:"performedFrom,omitempty"`
	PerformedTo      Date                `json:"performedTo,omitempty"`
	IssuedAt         Date                `json:"issuedAt,omitempty"`
	ValidUntil       Date                `json:"validUntil,omitempty"`
	Standards        []StandardUse       `json:"standards,omitempty"`
	Results          []MeasurementResult `json:"results,omitempty"`
	Statements       []Statement         `json:"statements,omitempty"`
	Remarks          Text                `json:"remarks,omitzero"`
	Amendment        *Amendment          `json:"amendment,omitempty"`
	AttachmentIDs    []ID                `json:"attachments,omitempty"`
	Languages        []string            `json:"languages,omitempty"` // ISO 639-1, of the document
}

// Customer is who ordered the work, as the document names it.
type Customer struct {
	Name    Text    `json:"name,omitzero"`
	Contact Contact `json:"contact,omitzero"`
}

// Item is one instrument that a certificate is about.
type Item struct {
	InstrumentID ID           `json:"instrument,omitempty"`
	Name         Text         `json:"name,omitzero"`
	Manufacturer string       `json:"manufacturer,omitempty"`
	Model        string       `json:"model,omitempty"`
	SerialNumber string       `json:"serialNumber,omitempty"`
	Identifiers  []Identifier `json:"identifiers,omitempty"`
	Condition    Text         `json:"condition,omitzero"` // of the item as received
	Description  Text         `json:"description,omitzero"`
}

// Identifier is a number that somebody gave to an instrument or a document.
type Identifier struct {
	Issuer string `json:"issuer,omitempty"` // who gave it: manufacturer, customer, laboratory, …
	Name   Text   `json:"name,omitzero"`
	Value  string `json:"value"`
}

// MethodUse is a method as a certificate applies it.
type MethodUse struct {
	MethodID    ID       `json:"method,omitempty"`
	Code        string   `json:"code,omitempty"` // as written, e.g. JJG 196-2006
	Name        Text     `json:"name,omitzero"`
	Description Text     `json:"description,omitzero"`
	RefTypes    []string `json:"refTypes,omitempty"`
}

// Assignment is what a person did for a certificate.
type Assignment struct {
	PersonID ID            `json:"person,omitempty"`
	Name     string        `json:"name,omitempty"` // as written
	Role     PersonnelRole `json:"role"`
	Main     bool          `json:"main,omitempty"` // the main signer
}

// Place is where something was done.
type Place struct {
	PlaceKind PlaceKind `json:"kind,omitempty"`
	Name      Text      `json:"name,omitzero"`
	Address   Text      `json:"address,omitzero"`
	Region    Region    `json:"region,omitempty"`
}

// StandardUse is a measurement standard as a certificate used it: a link of the
// traceability chain.
type StandardUse struct {
	InstrumentID      ID           `json:"instrument,omitempty"`
	CertificateID     ID           `json:"certificate,omitempty"`
	Name              Text         `json:"name,omitzero"`
	Manufacturer      string       `json:"manufacturer,omitempty"`
	Model             string       `json:"model,omitempty"`
	SerialNumber      string       `json:"serialNumber,omitempty"`
	Identifiers       []Identifier `json:"identifiers,omitempty"`
	CertificateNumber string       `json:"certificateNumber,omitempty"` // as written
	TraceableTo       Text         `json:"traceableTo,omitzero"`        // as written
	ValidUntil        Date         `json:"validUntil,omitempty"`
	RefTypes          []string     `json:"refTypes,omitempty"`
}

// Statement is a statement of a certificate: on conformity, traceability, validity or else.
type Statement struct {
	Name         Text       `json:"name,omitzero"`
	Declaration  Text       `json:"declaration,omitzero"`
	Norm         string     `json:"norm,omitempty"`
	Clause       string     `json:"clause,omitempty"`
	Conformity   Conformity `json:"conformity,omitempty"`
	DecisionRule Text       `json:"decisionRule,omitzero"`
	Authority    Text       `json:"authority,omitzero"` // who answers for the statement
	Date         Date       `json:"date,omitempty"`
	Data         []Quantity `json:"data,omitempty"`
	RefTypes     []string   `json:"refTypes,omitempty"`
}

// Amendment says which earlier certificate this one amends or replaces.
type Amendment struct {
	AmendmentKind AmendmentKind `json:"kind"`
	CertificateID ID            `json:"certificate,omitempty"`
	Number        string        `json:"number,omitempty"` // as written
	Reason        Text          `json:"reason,omitzero"`
}

func (*Certificate) Kind() Kind     { return KindCertificate }
func (c *Certificate) Facts() Facts { return c.facts(KindCertificate, c.Discipline) }

func (c *Certificate) NaturalKey() string {
	return naturalKey(string(c.IssuerID), c.Number, c.Revision)
}

// References lists the records that the certificate points to.
func (c *Certificate) References() []Reference {
	refs := references{}.
		one("issuer", c.IssuerID, KindInstitution).
		one("customerInstitution", c.CustomerID, KindInstitution).
		many("environments", c.EnvironmentIDs, KindEnvironment).
		many("attachments", c.AttachmentIDs, KindAttachment).
		many("derivedFrom", c.DerivedFrom, "")
	for i, it := range c.Items {
		refs = refs.one(at("items", i, "instrument"), it.InstrumentID, KindInstrument)
	}
	for i, m := range c.Methods {
		refs = refs.one(at("methods", i, "method"), m.MethodID, KindMethod)
	}
	for i, p := range c.Personnel {
		refs = refs.one(at("personnel", i, "person"), p.PersonID, KindPerson)
	}
	for i, s := range c.Standards {
		refs = refs.one(at("standards", i, "instrument"), s.InstrumentID, KindInstrument).
			one(at("standards", i, "certificate"), s.CertificateID, KindCertificate)
	}
	if c.Amendment != nil {
		refs = refs.one("amendment.certificate", c.Amendment.CertificateID, KindCertificate)
	}
	return refs
}

// InstrumentIDs lists the instruments that the certificate is about.
func (c *Certificate) InstrumentIDs() []ID {
	var ids []ID
	for _, it := range c.Items {
		if it.InstrumentID != "" {
			ids = append(ids, it.InstrumentID)
		}
	}
	return ids
}
