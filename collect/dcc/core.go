package dcc

import (
	"slices"
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// administrative maps dcc:administrativeData. Its children come in any order in a document;
// here they are taken in the order in which they need each other.
func (r *reader) administrative(n *xmltree.Node) {
	if lab := r.required(n, "calibrationLaboratory"); lab != nil {
		r.laboratory(lab)
	}
	if core := r.required(n, "coreData"); core != nil {
		r.core(core)
	}
	if location := el(el(n, "calibrationLocations"), "calibrationLocation"); location != nil { // before 1.9.1
		var c model.Contact
		r.cert.Place.Name = r.text(el(location, "calibrationLocationSites"))
		r.cert.Place.Address = r.address(el(location, "location"), &c)
	}
	r.items(el(n, "items"))
	r.persons(el(n, "respPersons"))
	if customer := el(n, "customer"); customer != nil {
		r.customer(customer)
	}
	for i, s := range els(el(n, "statements"), "statement") {
		r.at(s, "statements[%d]", i)
		r.cert.Statements = append(r.cert.Statements, r.statement(s))
	}
	r.decideValidity(n)
}

func (r *reader) core(n *xmltree.Node) {
	c := r.cert
	number := el(n, "uniqueIdentifier")
	if c.Number = number.Use(); c.Number == "" {
		r.find(ruleMissing, n, "uniqueIdentifier")
	}
	r.at(number, "number")
	r.country(n)
	r.languages(n)
	r.dates(n)
	r.place(n.Peek(nsDCC, "performanceLocation"))
	r.amendment(n)
}

func (r *reader) dates(n *xmltree.Node) {
	for _, day := range mapping.Days(r.cert, "receiptDate") {
		node := n.Peek(nsDCC, day.Element)
		*day.Date = r.date(node)
		r.at(node, "%s", day.Field)
	}
}

// country takes the country of issue as that of the issuer, where the issuer's address has
// the same or none.
func (r *reader) country(n *xmltree.Node) {
	code := n.Peek(nsDCC, "countryCodeISO3166_1")
	if r.issuer == nil || !isCountry(code.Text()) {
		return
	}
	if contact := &r.issuer.Contact; contact.Country == "" || contact.Country == code.Text() {
		contact.Country = code.Use()
	}
}

// languages takes the mandatory languages first, then the others.
func (r *reader) languages(n *xmltree.Node) {
	for _, local := range []string{"mandatoryLangCodeISO639_1", "usedLangCodeISO639_1"} {
		for _, code := range n.PeekAll(nsDCC, local) {
			lang := code.Text()
			if len(lang) != 2 || strings.ToLower(lang) != lang {
				continue
			}
			code.Use()
			if !slices.Contains(r.cert.Languages, lang) {
				r.cert.Languages = append(r.cert.Languages, lang)
			}
		}
	}
}

// date takes an xs:date. A time zone, which a calendar day does not have, is left over.
func (r *reader) date(n *xmltree.Node) model.Date {
	text := n.Text()
	if text == "" {
		return ""
	}
	day := model.Date(text[:min(len(text), len("2006-01-02"))])
	if zone := text[len(day):]; !day.Valid() || !isZone(zone) {
		r.find(ruleDate, n, text)
		return ""
	}
	if n.Mark(); string(day) == text {
		n.Use()
	}
	return day
}

// isZone tells whether the text is the time zone of an xs:date, or nothing.
func isZone(text string) bool {
	return text == "" || text == "Z" || len(text) == len("+02:00") && strings.ContainsAny(text[:1], "+-") && text[3] == ':'
}

// places says which place each of the schema's words is; exact is false where the word says
// more than the place does.
var places = map[string]struct {
	kind  model.PlaceKind
	exact bool
}{
	"laboratory":       {model.PlaceLaboratory, true},
	"laboratoryBranch": {model.PlaceLaboratory, false},
	"customer":         {model.PlaceCustomer, true},
	"customerBranch":   {model.PlaceCustomer, false},
	"other":            {model.PlaceOther, true},
}

func (r *reader) place(n *xmltree.Node) {
	text := n.Text()
	if text == "" {
		return
	}
	place, known := places[text]
	if !known {
		place.kind = model.PlaceOther
	}
	r.cert.Place.PlaceKind = place.kind
	if n.Mark(); place.exact {
		n.Use()
		return
	}
	r.find(rulePlace, n, text, place.kind)
}

// amendment takes which certificate this one amends or replaces. Since 3.2 an element of its
// own says so; before, previousReport did, though some use it for the last calibration.
func (r *reader) amendment(n *xmltree.Node) {
	if change := n.Peek(nsDCC, "reportAmendedSubstituted"); change != nil {
		kinds := map[string]model.AmendmentKind{"amended": model.AmendmentAmends, "substituted": model.AmendmentReplaces}
		kind, known := kinds[change.Peek(nsDCC, "typeOfChange").Text()]
		if !known {
			r.find(ruleMissing, change, "typeOfChange")
			return
		}
		el(change.Mark(), "typeOfChange").Use()
		r.cert.Amendment = &model.Amendment{AmendmentKind: kind, Number: el(change, "replacedUniqueIdentifier").Use()}
		return
	}
	previous := n.Peek(nsDCC, "previousReport")
	if previous == nil || !r.version.before(3, 2) {
		return
	}
	id := el(previous.Mark(), "referralID", "referenceID")
	number := id.Use()
	if number == "" { // before 1.9.1 it had a language
		number = mapping.Flat(r.text(id))
	}
	r.cert.Amendment = &model.Amendment{AmendmentKind: model.AmendmentAmends, Number: number,
		Reason: r.rich(el(previous, "description"))}
	r.find(rulePrevious, previous, number)
}
