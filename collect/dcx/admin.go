package dcx

import (
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// core maps dcx:coreData, and returns the ids of the items in their order.
func (r *reader) core(n, admin *xmltree.Node) (items []string) {
	if n == nil {
		r.Find(ruleMissing, admin, "coreData")
		return nil
	}
	c := r.cert
	number := n.Peek(ns, "uniqueDocumentIdentifier")
	if c.Number = value(n, "uniqueDocumentIdentifier"); c.Number == "" {
		r.Find(ruleMissing, n, "uniqueDocumentIdentifier")
	}
	r.at(number, "number")
	for _, day := range mapping.Days(c, "equipmentReceiptDate") {
		node := n.Peek(ns, day.Element)
		*day.Date = r.date(node)
		r.at(node, "%s", day.Field)
	}
	r.place(n.Peek(ns, "performanceLocation"), els(admin, "location"))
	c.Languages = strings.Fields(strings.ToLower(value(n, "requestedLanguages")))
	return strings.Fields(value(n, "devicesForMeasurement"))
}

// date takes a date; a dash is none.
func (r *reader) date(n *xmltree.Node) model.Date {
	text := strings.TrimSpace(n.PeekAttr("value"))
	if text == "" {
		text = n.Text()
	}
	if !says(text) {
		return ""
	}
	d := model.Date(text)
	if !d.Valid() {
		r.Find(ruleDate, n, text)
		return ""
	}
	n.Mark().Attr("value")
	n.Use()
	return d
}

func (r *reader) place(n *xmltree.Node, locations []*xmltree.Node) {
	switch n.PeekAttr("value") {
	case "atProvider":
		r.cert.Place.PlaceKind = model.PlaceLaboratory
	case "inField":
		r.cert.Place.PlaceKind = model.PlaceCustomer
	default:
		n = nil
	}
	n.Mark().Attr("value")
	if len(locations) == 1 {
		contact := model.Contact{}
		r.cert.Place.Name = model.Plain(word(locations[0], "name"))
		r.cert.Place.Address = address(locations[0], &contact)
	}
}

// parties maps who issued, ordered and authorized the document.
func (r *reader) parties(n *xmltree.Node) {
	provider := n.Peek(ns, "serviceProvider")
	if !says(provider.Peek(ns, "name").Text()) {
		r.Find(ruleMissing, n, "serviceProvider/name")
	} else {
		issuer := &model.Institution{InstitutionKind: model.InstitutionOther}
		issuer.Name, issuer.Contact = contact(provider.Mark())
		issuer.ID = r.parcel.NewID(model.KindInstitution)
		r.accreditation(n.Peek(ns, "accreditation"), issuer)
		r.parcel.Institutions = append(r.parcel.Institutions, issuer)
		r.cert.IssuerID = issuer.ID
	}
	if client := el(n, "client"); client != nil {
		r.cert.Customer.Name, r.cert.Customer.Contact = contact(client)
		r.cert.CustomerID = mapping.Known(r.parcel, r.cert.Customer.Name)
	}
	authorization := el(n, "documentAuthorization")
	for i, local := range []string{"authorizingPerson", "coSigner", "coSigner2", "coSigner3"} {
		r.person(el(authorization, local), i == 0)
	}
}

// accreditation takes the laboratory's number, with the body that gave it and the norm.
func (r *reader) accreditation(n *xmltree.Node, issuer *model.Institution) {
	if !says(n.Peek(ns, "accreditationLabId").PeekAttr("value")) {
		return
	}
	n.Mark()
	a := model.Accreditation{Kind: model.AccreditationOther}
	var number, scope []string
	for _, local := range []string{"accreditationBody", "accreditationLabId"} {
		number = append(number, value(n, local))
	}
	for _, local := range []string{"accreditationNorm", "accreditationCountry", "accreditationApplicability"} {
		if v := value(n, local); v != "" {
			scope = append(scope, v)
		}
	}
	a.Number, a.Scope = strings.TrimSpace(strings.Join(number, " ")), model.Plain(strings.Join(scope, ", "))
	issuer.Accreditations = append(issuer.Accreditations, a)
}

// person takes one who signs: each of them authorizes the document.
func (r *reader) person(n *xmltree.Node, main bool) {
	name := value(n, "name")
	if !says(name) {
		n.Forget()
		return
	}
	p := &model.Person{Name: model.Plain(name), InstitutionID: r.cert.IssuerID}
	if email := n.Peek(ns, "email"); says(email.PeekAttr("value")) {
		p.Email = email.Mark().Attr("value")
	}
	p.ID = r.parcel.NewID(model.KindPerson)
	r.parcel.Persons = append(r.parcel.Persons, p)
	r.at(n, "personnel[%d]", len(r.cert.Personnel))
	r.cert.Personnel = append(r.cert.Personnel, model.Assignment{PersonID: p.ID, Name: name, Role: model.PersonnelAuthorized, Main: main})
}

// contact takes a name and how to reach who has it.
func contact(n *xmltree.Node) (name model.Text, c model.Contact) {
	name = model.Plain(word(n, "name"))
	c.Address = address(n, &c)
	c.Website = word(n, "url")
	info := el(n, "contactInfo")
	c.Person, c.Email = word(info, "attPerson"), word(info, "email")
	for _, local := range []string{"phone", "mobile"} {
		if c.Phone == "" {
			c.Phone = word(info, local)
		}
	}
	return name, c
}

// address composes the lines of an address.
func address(n *xmltree.Node, c *model.Contact) model.Text {
	a := el(n, "address")
	if country := a.Peek(ns, "country"); len(country.Text()) == 2 && strings.ToUpper(country.Text()) == country.Text() {
		c.Country = country.Use()
	}
	var lines []string
	for _, line := range [][]string{{"postOfficeBox"}, {"street", "streetNo"}, {"postalCode", "city"}, {"district"}, {"state"}} {
		var words []string
		for _, local := range line {
			if w := word(a, local); w != "" {
				words = append(words, w)
			}
		}
		if len(words) > 0 {
			lines = append(lines, strings.Join(words, " "))
		}
	}
	return model.Plain(strings.Join(lines, "\n"))
}
