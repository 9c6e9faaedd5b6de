package dcc

import (
	"strings"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

func (d *document) software() {
	d.start("dcc:dccSoftware")
	d.start("dcc:software", marked(dccterm.Mention))
	d.demanded("dcc:name", is(model.Plain(dccterm.Software)))
	d.line("dcc:release", dccterm.Release)
	d.end()
	d.end()
}

func (d *document) coreData() {
	c := d.c
	told := &model.Certificate{Number: strings.TrimSpace(c.Number), DocumentType: model.DocumentCalibrationCertificate,
		Activity: model.ActivityCalibration, Languages: languages(c.Languages),
		Customer: model.Customer{Name: c.Customer.Name, Contact: toldContact(c.Customer.Contact)},
	}
	if c.Stage == model.StageDerived {
		told.Stage = c.Stage // a document cannot say of which records of a node it is; see supplement
	}
	d.start("dcc:coreData")
	d.line("dcc:countryCodeISO3166_1", d.country())
	for _, lang := range told.Languages {
		d.line("dcc:usedLangCodeISO639_1", lang)
	}
	d.line("dcc:mandatoryLangCodeISO639_1", told.Languages[0])
	d.demandedLine("dcc:uniqueIdentifier", c.Number)
	d.revision()
	d.line("dcc:receiptDate", string(c.ReceivedAt))
	d.line("dcc:beginPerformanceDate", string(orNoDate(c.PerformedFrom)))
	d.line("dcc:endPerformanceDate", string(orNoDate(c.PerformedTo)))
	told.Place.PlaceKind = d.place()
	d.line("dcc:issueDate", string(c.IssuedAt))
	d.amendment()
	d.end()
	d.patch(dccterm.OfCertificate, 0, told, small(c.Certificate))
}

// small is the certificate without what can be large: no patch is for that.
func small(c *model.Certificate) *model.Certificate {
	out := *c
	out.Head, out.Results, out.Statements, out.Items, out.Standards = model.Head{}, nil, nil, nil, nil
	return &out
}

// country is that of the issuer.
func (d *document) country() string {
	if d.c.Issuer != nil && isCountry(d.c.Issuer.Contact.Country) {
		return d.c.Issuer.Contact.Country
	}
	return dccterm.NoCountry
}

func isCountry(code string) bool {
	return len(code) == 2 && 'A' <= code[0] && code[0] <= 'Z' && 'A' <= code[1] && code[1] <= 'Z'
}

// languages are those that the standard can name; what it cannot is in the patch.
func languages(list []string) []string {
	var out []string
	for _, lang := range list {
		if isLanguage(lang) {
			out = append(out, lang)
		}
	}
	if len(out) == 0 {
		return []string{dccterm.NoLanguage}
	}
	return out
}

func orNoDate(day model.Date) model.Date {
	if day == "" {
		return dccterm.NoDate
	}
	return day
}

func (d *document) revision() {
	if d.c.Revision == "" {
		return
	}
	d.start("dcc:identifications")
	d.identification(model.Identifier{Issuer: "calibrationLaboratory", Value: d.c.Revision,
		Name: dccterm.RevisionName()}, dccterm.Make(dccterm.Revision, ""))
	d.end()
}

// place writes where the work was done, and returns what is read from it.
func (d *document) place() model.PlaceKind {
	switch d.c.Place.PlaceKind {
	case model.PlaceLaboratory:
		d.leaf("dcc:performanceLocation", "laboratory")
	case model.PlaceCustomer:
		d.leaf("dcc:performanceLocation", "customer")
	case model.PlaceOther:
		d.leaf("dcc:performanceLocation", "other")
	default:
		d.leaf("dcc:performanceLocation", "other", marked(dccterm.NotGiven))
		return ""
	}
	return d.c.Place.PlaceKind
}

// amendment says which certificate this one amends or replaces. A certificate that has no
// number as written is called by that of its record.
func (d *document) amendment() {
	a := d.c.Amendment
	if a == nil {
		return
	}
	kind, number := "amended", a.Number
	if a.AmendmentKind == model.AmendmentReplaces {
		kind = "substituted"
	}
	terms := []string{}
	if number == "" {
		terms = append(terms, dccterm.Make(dccterm.OfRecord, ""))
		if other := d.c.Certificates[a.CertificateID]; other != nil {
			number = other.Number
		}
	}
	d.start("dcc:reportAmendedSubstituted", attr{"refType", strings.Join(terms, " ")})
	d.leaf("dcc:typeOfChange", kind)
	d.demandedLine("dcc:replacedUniqueIdentifier", number)
	d.end()
}
