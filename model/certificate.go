package model

import "strings"

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
	most := 3 + len(c.EnvironmentIDs) + len(c.AttachmentIDs) + len(c.DerivedFrom) + len(c.Items) + len(c.Methods) + len(c.Personnel) + 2*len(c.Standards)
	refs := make(references, 0, most).
		one("issuer", c.IssuerID, KindInstitution).
		one("customerInstitution", c.CustomerID, KindInstitution).
		many("environments", c.EnvironmentIDs, KindEnvironment).
		many("attachments", c.AttachmentIDs, KindAttachment).
		many("derivedFrom", c.DerivedFrom, "")
	for i := range c.Items {
		refs = refs.entry("items", i, "instrument", c.Items[i].InstrumentID, KindInstrument)
	}
	for i := range c.Methods {
		refs = refs.entry("methods", i, "method", c.Methods[i].MethodID, KindMethod)
	}
	for i := range c.Personnel {
		refs = refs.entry("personnel", i, "person", c.Personnel[i].PersonID, KindPerson)
	}
	for i := range c.Standards {
		s := &c.Standards[i]
		refs = refs.entry("standards", i, "instrument", s.InstrumentID, KindInstrument).
			entry("standards", i, "certificate", s.CertificateID, KindCertificate)
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

// Validate checks the certificate by itself; see [Rules].
func (c *Certificate) Validate() []Finding {
	var k checker
	c.Head.check(&k, KindCertificate)
	c.checkDocument(&k)
	c.checkDates(&k)
	c.checkParties(&k)
	k.limit("items", len(c.Items), maxEntries)
	for i := range c.Items {
		k.at("items", i)
		c.Items[i].check(&k)
		k.out()
	}
	c.checkMeans(&k)
	k.limit("results", len(c.Results), maxEntries)
	for i := range c.Results {
		k.at("results", i)
		c.Results[i].check(&k)
		k.out()
	}
	c.checkConclusions(&k)
	return k.findings
}

// checkDocument looks at what the document is.
func (c *Certificate) checkDocument(k *checker) {
	k.require(ruleCertificateNumber, "number", strings.TrimSpace(c.Number) != "")
	k.code("number", c.Number)
	k.code("revision", c.Revision)
	k.text("title", &c.Title)
	missing := c.whenIncomplete()
	k.enumRequired(missing, "documentType", string(c.DocumentType), documentTypes)
	k.enumRequired(missing, "activity", string(c.Activity), activities)
	k.enum("verificationKind", string(c.VerificationKind), verificationKinds)
	k.enumRequired(missing, "discipline", string(c.Discipline), disciplines)
	k.categoryCode("categoryCode", c.CategoryCode)
	k.enum("sourceCategory", string(c.SourceCategory), sourceCategories)
	k.stage(c.Stage, c.DerivedFrom)
	k.limit("languages", len(c.Languages), maxEntries)
	for i, lang := range c.Languages {
		k.at("languages", i)
		k.language("", lang)
		k.out()
	}
}

// whenIncomplete is the rule for what a foreign certificate may lack when it is imported: it
// is given before the review. A record can always be withdrawn.
func (c *Certificate) whenIncomplete() ruleNumber {
	switch c.Status {
	case StatusReviewed, StatusPublished:
		return ruleCertificateIncomplete
	}
	return ruleCertificateDraft
}

// checkDates looks at the dates and their order; a missing date is passed over.
func (c *Certificate) checkDates(k *checker) {
	dates := [...]struct {
		field string
		date  Date
	}{
		{"receivedAt", c.ReceivedAt}, {"performedFrom", c.PerformedFrom}, {"performedTo", c.PerformedTo},
		{"issuedAt", c.IssuedAt}, {"validUntil", c.ValidUntil},
	}
	var latest Date
	for _, d := range dates {
		k.date(d.field, d.date)
		if !d.date.Valid() {
			continue
		}
		if d.date < latest {
			k.fail(ruleCertificateDates, d.field, string(d.date), string(latest))
		}
		latest = max(latest, d.date)
	}
}

// checkParties looks at who made the document, and for whom.
func (c *Certificate) checkParties(k *checker) {
	k.require(ruleCertificateIssuer, "issuer", c.IssuerID != "")
	k.ref("issuer", c.IssuerID, KindInstitution)
	k.ref("customerInstitution", c.CustomerID, KindInstitution)
	k.in("customer")
	k.text("name", &c.Customer.Name)
	c.Customer.Contact.check(k, "contact")
	k.out()
	k.limit("personnel", len(c.Personnel), maxEntries)
	for i := range c.Personnel {
		k.at("personnel", i)
		c.Personnel[i].check(k)
		k.out()
	}
	c.Place.check(k, "place")
}

// checkMeans looks at how the work was done, and with what.
func (c *Certificate) checkMeans(k *checker) {
	k.limit("methods", len(c.Methods), maxEntries)
	for i := range c.Methods {
		k.at("methods", i)
		c.Methods[i].check(k)
		k.out()
	}
	k.limit("basis", len(c.Basis), maxEntries)
	for i, s := range c.Basis {
		k.at("basis", i)
		k.prose("", s)
		k.out()
	}
	k.refs("environments", c.EnvironmentIDs, KindEnvironment)
	k.limit("standards", len(c.Standards), maxEntries)
	for i := range c.Standards {
		k.at("standards", i)
		c.Standards[i].check(k)
		k.out()
	}
}

// checkConclusions looks at what the document says beside its results.
func (c *Certificate) checkConclusions(k *checker) {
	k.limit("statements", len(c.Statements), maxEntries)
	for i := range c.Statements {
		k.at("statements", i)
		c.Statements[i].check(k)
		k.out()
	}
	k.text("remarks", &c.Remarks)
	if c.Amendment != nil {
		k.in("amendment")
		c.Amendment.check(k)
		k.out()
	}
	k.refs("attachments", c.AttachmentIDs, KindAttachment)
}

func (it *Item) check(k *checker) {
	k.require(ruleItemIdentity, "", it.InstrumentID != "" || it.Model != "" || it.SerialNumber != "" ||
		len(it.Identifiers) > 0 || !it.Name.blank())
	k.ref("instrument", it.InstrumentID, KindInstrument)
	k.text("name", &it.Name)
	k.code("manufacturer", it.Manufacturer)
	k.code("model", it.Model)
	k.code("serialNumber", it.SerialNumber)
	checkIdentifiers(k, it.Identifiers)
	k.text("condition", &it.Condition)
	k.text("description", &it.Description)
}

func checkIdentifiers(k *checker, list []Identifier) {
	k.limit("identifiers", len(list), maxEntries)
	for i := range list {
		id := &list[i]
		k.at("identifiers", i)
		k.code("issuer", id.Issuer)
		k.text("name", &id.Name)
		k.require(ruleIdentifierValue, "value", id.Value != "")
		k.code("value", id.Value)
		k.out()
	}
}

func (m *MethodUse) check(k *checker) {
	k.ref("method", m.MethodID, KindMethod)
	k.code("code", m.Code)
	k.text("name", &m.Name)
	k.text("description", &m.Description)
	k.codes("refTypes", m.RefTypes)
}

func (a *Assignment) check(k *checker) {
	k.ref("person", a.PersonID, KindPerson)
	k.code("name", a.Name)
	k.enumRequired(rulePersonnelRole, "role", string(a.Role), personnelRoles)
}

func (p *Place) check(k *checker, field string) {
	k.in(field)
	k.enum("kind", string(p.PlaceKind), placeKinds)
	k.text("name", &p.Name)
	k.text("address", &p.Address)
	k.region("region", p.Region)
	k.out()
}

func (s *StandardUse) check(k *checker) {
	k.ref("instrument", s.InstrumentID, KindInstrument)
	k.ref("certificate", s.CertificateID, KindCertificate)
	k.text("name", &s.Name)
	k.code("manufacturer", s.Manufacturer)
	k.code("model", s.Model)
	k.code("serialNumber", s.SerialNumber)
	checkIdentifiers(k, s.Identifiers)
	k.code("certificateNumber", s.CertificateNumber)
	k.text("traceableTo", &s.TraceableTo)
	k.date("validUntil", s.ValidUntil)
	k.codes("refTypes", s.RefTypes)
}

func (s *Statement) check(k *checker) {
	k.text("name", &s.Name)
	k.text("declaration", &s.Declaration)
	k.prose("norm", s.Norm)
	k.prose("clause", s.Clause)
	k.enum("conformity", string(s.Conformity), conformities)
	k.text("decisionRule", &s.DecisionRule)
	k.text("authority", &s.Authority)
	k.date("date", s.Date)
	checkQuantities(k, "data", s.Data)
	k.codes("refTypes", s.RefTypes)
}

func (a *Amendment) check(k *checker) {
	k.enumRequired(ruleAmendmentKind, "kind", string(a.AmendmentKind), amendmentKinds)
	k.require(ruleAmendmentTarget, "number", a.CertificateID != "" || a.Number != "")
	k.ref("certificate", a.CertificateID, KindCertificate)
	k.code("number", a.Number)
	k.text("reason", &a.Reason)
}
