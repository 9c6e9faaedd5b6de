package dcc

import (
	"net/url"
	"strings"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

// contact writes the children of a contact. Its location is demanded of those who answer for
// the certificate, and left out of others where there is none.
func (d *document) contact(c model.Contact, demanded bool) {
	d.line("dcc:eMail", c.Email)
	d.line("dcc:phone", c.Phone)
	if isLink(c.Website) {
		d.line("dcc:link", c.Website)
	}
	has := hasText(c.Address) || c.Person != "" || isCountry(c.Country)
	if !has && !demanded {
		return
	}
	d.start("dcc:location")
	if isCountry(c.Country) {
		d.leaf("dcc:countryCode", c.Country)
	}
	d.texts("dcc:further", is(c.Address))
	d.texts("dcc:further", part{model.Plain(c.Person), dccterm.Contact})
	if !has {
		d.demanded("dcc:further")
	}
	d.end()
}

func isLink(s string) bool {
	_, err := url.Parse(s)
	return err == nil && !strings.ContainsFunc(s, blank)
}

// toldContact is what is read of a contact.
func toldContact(c model.Contact) model.Contact {
	if !isCountry(c.Country) {
		c.Country = ""
	}
	if !isLink(c.Website) {
		c.Website = ""
	}
	return c
}

func (d *document) laboratory() {
	lab := d.c.Issuer
	known := lab != nil
	if !known {
		lab = &model.Institution{}
	}
	told := &model.Institution{Name: lab.Name, InstitutionKind: model.InstitutionOther, Contact: toldContact(lab.Contact)}
	d.start("dcc:calibrationLaboratory")
	if len(lab.Accreditations) > 0 && strings.TrimSpace(lab.Accreditations[0].Number) != "" {
		number := lab.Accreditations[0].Number
		d.line("dcc:calibrationLaboratoryCode", number)
		told.Accreditations = []model.Accreditation{{Kind: model.AccreditationOther, Number: number}}
	}
	d.start("dcc:contact")
	d.demanded("dcc:name", is(lab.Name))
	d.contact(lab.Contact, true)
	d.end()
	d.end()
	if known {
		d.patch(dccterm.OfIssuer, 0, told, lab)
	}
}

func (d *document) customer() {
	d.start("dcc:customer")
	d.demanded("dcc:name", is(d.c.Customer.Name))
	d.contact(d.c.Customer.Contact, true)
	d.end()
}

// persons writes who did what. A person of whom there is a record is called as there, and as
// the certificate does where that is different.
func (d *document) persons() {
	d.start("dcc:respPersons")
	for i := range d.c.Personnel {
		d.person(i, &d.c.Personnel[i])
	}
	if len(d.c.Personnel) == 0 {
		d.start("dcc:respPerson", marked(dccterm.NotGiven))
		d.start("dcc:person")
		d.demanded("dcc:name")
		d.end()
		d.end()
	}
	d.end()
}

func (d *document) person(i int, a *model.Assignment) {
	p := d.c.Persons[a.PersonID]
	known := p != nil
	if !known {
		p = &model.Person{}
	}
	d.start("dcc:respPerson", attr{"refType", dccterm.Join(nil, dccterm.Make(dccterm.Role, string(a.Role)))})
	d.start("dcc:person")
	d.named("dcc:name", a.Name, p.Name)
	d.line("dcc:eMail", p.Email)
	d.line("dcc:phone", p.Phone)
	d.end()
	d.line("dcc:role", dccterm.RoleName(a.Role))
	if a.Main {
		d.leaf("dcc:mainSigner", "true")
	}
	d.end()
	if known {
		d.patch(dccterm.OfPerson, i, &model.Person{Name: p.Name, Email: p.Email, Phone: p.Phone}, p)
	}
}
