package dcc

import (
	"slices"
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/internal/dccterm"
	"metrograph/model"
)

func (r *reader) ownAdministrative(n *xmltree.Node) {
	r.ownSoftware(el(n, "dccSoftware"))
	if lab := r.required(n, "calibrationLaboratory"); lab != nil {
		r.ownLaboratory(lab)
	}
	if core := r.required(n, "coreData"); core != nil {
		r.ownCore(core)
	}
	items := el(n, "items")
	r.cert.Title = r.said(el(items, "name"), "")
	r.ownRemarks(el(items, "description"))
	customer := el(n, "customer")
	r.cert.Customer.Name, r.cert.Customer.Contact = r.said(el(customer, "name"), ""), r.ownContact(customer)
	patch(r, dccterm.OfCertificate, 0, r.cert)
	r.cert.CustomerID = r.known(r.cert.Customer.Name)
	for _, item := range els(items, "item") {
		r.ownItem(item)
	}
	for _, p := range els(el(n, "respPersons"), "respPerson") {
		r.ownPerson(p)
	}
	for _, s := range els(el(n, "statements"), "statement") {
		r.ownStatement(s)
	}
}

func (r *reader) ownSoftware(list *xmltree.Node) {
	for _, n := range list.PeekAll(nsDCC, "software") {
		if _, own := dccterm.Split(n.PeekAttr("refType")); own.Has(dccterm.Mention) {
			r.marks(n.Mark())
			r.repeats(el(n, "name"), model.Plain(dccterm.Software))
			constant(el(n, "release"), dccterm.Release)
		}
	}
}

func (r *reader) ownLaboratory(n *xmltree.Node) {
	if name, _ := r.peekSaid(n.Peek(nsDCC, "contact").Peek(nsDCC, "name"), ""); name.IsZero() {
		r.find(ruleMissing, n, "calibrationLaboratory/contact/name")
		return
	}
	contact := el(n, "contact")
	r.issuer = &model.Institution{Name: r.said(el(contact, "name"), ""), Contact: r.ownContact(contact),
		InstitutionKind: model.InstitutionOther}
	code := el(n, "calibrationLaboratoryCode")
	if code != nil {
		r.issuer.Accreditations = []model.Accreditation{{Kind: model.AccreditationOther, Number: code.Use()}}
	}
	patch(r, dccterm.OfIssuer, 0, r.issuer)
	if !slices.ContainsFunc(r.issuer.Accreditations, func(a model.Accreditation) bool { return a.Number == code.Text() }) {
		code.GiveBack() // somebody changed it
	}
	r.issuer.ID = r.parcel.NewID(model.KindInstitution)
	r.parcel.Institutions = append(r.parcel.Institutions, r.issuer)
	r.cert.IssuerID = r.issuer.ID
}

func (r *reader) ownCore(n *xmltree.Node) {
	c := r.cert
	number := el(n, "uniqueIdentifier")
	c.Number = word(number)
	r.at(number, "number")
	if country := el(n, "countryCodeISO3166_1"); country.Text() == dccterm.NoCountry || country.Text() == r.issuerCountry() {
		country.Use()
	}
	r.languages(n)
	r.dates(n)
	for _, day := range []*model.Date{&c.PerformedFrom, &c.PerformedTo} {
		if *day == dccterm.NoDate {
			*day = ""
		}
	}
	location := el(n, "performanceLocation")
	if r.marks(location).Has(dccterm.NotGiven) {
		constant(location, "other")
	} else {
		r.place(location)
	}
	for _, id := range el(n, "identifications").PeekAll(nsDCC, "identification") {
		if _, own := dccterm.Split(id.PeekAttr("refType")); own.Has(dccterm.Revision) {
			r.marks(id.Mark())
			constant(el(id, "issuer"), "calibrationLaboratory")
			c.Revision = el(id, "value").Use()
			r.repeats(el(id, "name"), dccterm.RevisionName())
		}
	}
	if change := n.Peek(nsDCC, "reportAmendedSubstituted"); change != nil {
		ofRecord := r.marks(change).Has(dccterm.OfRecord)
		if r.amendment(n); ofRecord && c.Amendment != nil {
			c.Amendment.Number = strings.TrimPrefix(c.Amendment.Number, dccterm.Dash)
		}
	}
}

func (r *reader) issuerCountry() string {
	if r.issuer == nil {
		return ""
	}
	return r.issuer.Contact.Country
}

// ownRemarks takes the remarks, why the certificate amends another, and the attachments.
func (r *reader) ownRemarks(n *xmltree.Node) {
	r.cert.Remarks = r.said(n, "")
	if r.cert.Amendment != nil {
		r.cert.Amendment.Reason = r.said(n, dccterm.Reason)
	}
	r.ownFiles(els(n, "file"))
}

// ownFiles takes attachments, which say what they are to the certificate.
func (r *reader) ownFiles(list []*xmltree.Node) {
	for _, f := range list {
		own := r.marks(f)
		before := len(r.parcel.Files)
		r.file(f)
		role := model.AttachmentRole(own.Get(dccterm.Role))
		if len(r.parcel.Files) > before && slices.Contains(role.Values(), role) {
			r.parcel.Files[before].Attachment.Role = role
		}
	}
}

// ownContact takes a contact, whose name is taken by who knows what it is.
func (r *reader) ownContact(n *xmltree.Node) (c model.Contact) {
	c.Email, c.Phone, c.Website = el(n, "eMail").Use(), el(n, "phone").Use(), el(n, "link").Use()
	location := el(n, "location")
	if country := el(location, "countryCode"); isCountry(country.Text()) {
		c.Country = country.Use()
	}
	for _, f := range els(location, "further") {
		mapping.AddText(&c.Address, r.said(f, ""))
		if c.Person == "" {
			c.Person = mapping.Flat(r.said(f, dccterm.Contact))
		}
	}
	return c
}

// names takes the name of somebody: as the certificate writes it, and as a record has it.
func (r *reader) names(n *xmltree.Node) (written string, record model.Text, both bool) {
	text := r.said(n, "")
	if record = r.said(n, dccterm.OfRecord); record.IsZero() {
		return mapping.Flat(text), text, false
	}
	return mapping.Flat(text), record, true
}

func (r *reader) ownPerson(n *xmltree.Node) {
	own := r.marks(n)
	contact := el(n, "person")
	a := model.Assignment{Role: model.PersonnelRole(own.Get(dccterm.Role))}
	var name model.Text
	a.Name, name, _ = r.names(el(contact, "name"))
	if own.Has(dccterm.NotGiven) && name.IsZero() {
		return
	}
	constant(el(n, "role"), dccterm.RoleName(a.Role))
	if signer := el(n, "mainSigner"); signer.Text() == "true" {
		a.Main = signer.Use() == "true"
	}
	if dccterm.RoleName(a.Role) == "" {
		a.Role = model.PersonnelPerformed
	}
	if !name.IsZero() {
		p := &model.Person{Name: name, Email: el(contact, "eMail").Use(), Phone: el(contact, "phone").Use(),
			InstitutionID: r.cert.IssuerID}
		patch(r, dccterm.OfPerson, len(r.cert.Personnel), p)
		p.ID = r.parcel.NewID(model.KindPerson)
		r.parcel.Persons = append(r.parcel.Persons, p)
		a.PersonID = p.ID
	}
	r.at(n, "personnel[%d]", len(r.cert.Personnel))
	r.cert.Personnel = append(r.cert.Personnel, a)
}

func (r *reader) ownStatement(n *xmltree.Node) {
	source, own := r.terms(n)
	if own.Has(dccterm.ValidUntil) {
		leaveOver(n, source)
		r.repeats(el(n, "name"), dccterm.ValidUntilName())
		r.cert.ValidUntil = r.date(n.Peek(nsDCC, "date"))
		r.at(n, "validUntil")
		return
	}
	s := model.Statement{RefTypes: source, Name: r.said(el(n, "name"), ""), DecisionRule: r.said(el(n, "description"), dccterm.DecisionRule),
		Norm: mapping.Tidy(el(n, "norm").Use()), Clause: mapping.Tidy(el(n, "reference").Use()), Declaration: r.said(el(n, "declaration"), ""),
		Date: r.date(n.Peek(nsDCC, "date"))}
	if authority := el(n, "respAuthority"); authority != nil {
		s.Authority = r.said(el(authority, "name"), "")
		r.ownContact(authority)
	}
	s.Conformity = model.Conformity(own.Get(dccterm.Verdict))
	if verdict := n.Peek(nsDCC, "conformity"); verdict.Text() != "" {
		s.Conformity, _ = r.verdict(verdict.Mark(), verdict.Text(), true)
	}
	s.Data = r.statementTexts(n)
	for _, q := range els(el(n, "data"), "quantity") {
		one, _ := r.ownQuantity(q)
		s.Data = append(s.Data, one)
	}
	r.at(n, "statements[%d]", len(r.cert.Statements))
	r.cert.Statements = append(r.cert.Statements, s)
}
