package dcc

import (
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// contact takes a dcc:contactType or contactNotStrictType. Fax numbers and coordinates are
// left over.
func (r *reader) contact(n *xmltree.Node) (name model.Text, c model.Contact) {
	name = r.text(el(n, "name"))
	c.Email = el(n, "eMail").Use()
	c.Phone = el(n, "phone").Use()
	if link := n.Peek(nsDCC, "link"); isWebsite(link.Text()) {
		c.Website = link.Use()
	}
	location := el(n, "location")
	if country := location.Peek(nsDCC, "countryCode"); isCountry(country.Text()) {
		c.Country = country.Use()
	}
	c.Address = r.address(location, &c)
	for _, f := range els(n, "descriptionData") {
		r.file(f)
	}
	return name, c
}

// address composes the lines of an address. What stands under dcc:further comes first, in
// each of its languages; a web address among it has a place of its own.
func (r *reader) address(location *xmltree.Node, c *model.Contact) model.Text {
	var further model.Text
	for _, n := range els(location, "further") {
		text := r.rich(n)
		if site := mapping.Flat(text); c.Website == "" && isWebsite(site) {
			c.Website = site
			continue
		}
		mapping.AddText(&further, text)
	}
	return mapping.JoinText(further, model.Plain(streetLines(location)), "\n")
}

// streetLines writes box, street and number, post code and city, and state.
func streetLines(location *xmltree.Node) string {
	line := func(locals ...string) string {
		var words []string
		for _, local := range locals {
			words = append(words, useAll(els(location, local))...)
		}
		return strings.Join(words, " ")
	}
	var lines []string
	for _, l := range []string{line("postOfficeBox"), line("street", "streetNo"), line("postCode", "city"), line("state")} {
		if l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

// authority takes a contact into lines of text, for who answers for a statement.
func (r *reader) authority(n *xmltree.Node) model.Text {
	name, c := r.contact(n)
	lines := c.Address
	for _, more := range []string{c.Country, c.Email, c.Phone, c.Website} {
		lines = mapping.JoinText(lines, model.Plain(more), "\n")
	}
	return mapping.JoinText(name, lines, "\n")
}

func isCountry(code string) bool {
	return len(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z'
}

func isWebsite(text string) bool {
	lower := strings.ToLower(text)
	return !strings.ContainsAny(text, " \n\t") && (strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://"))
}

// laboratory takes the calibration laboratory as the issuer.
func (r *reader) laboratory(n *xmltree.Node) {
	if peekText(n.Peek(nsDCC, "contact").Peek(nsDCC, "name")).IsZero() {
		r.find(ruleMissing, n, "calibrationLaboratory/contact/name")
		return
	}
	name, contact := r.contact(el(n, "contact"))
	r.issuer = &model.Institution{Name: name, Contact: contact, InstitutionKind: model.InstitutionOther}
	r.issuer.ID = r.parcel.NewID(model.KindInstitution)
	if code := el(n, "calibrationLaboratoryCode").Use(); code != "" {
		r.issuer.Accreditations = []model.Accreditation{{Kind: model.AccreditationOther, Number: code}}
	}
	r.parcel.Institutions = append(r.parcel.Institutions, r.issuer)
	r.cert.IssuerID = r.issuer.ID
}

// customer takes who ordered the work.
func (r *reader) customer(n *xmltree.Node) {
	r.cert.Customer.Name, r.cert.Customer.Contact = r.contact(n)
	r.cert.CustomerID = r.known(r.cert.Customer.Name)
}

// known refers to an institution that the node may have by the name.
func (r *reader) known(name model.Text) model.ID { return mapping.Known(r.parcel, name) }
