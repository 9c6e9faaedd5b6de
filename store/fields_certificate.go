package store

import (
	"math"

	"metrograph/model"
)

func certificates() Schema {
	type C = *model.Certificate
	return Schema{
		Kind:    model.KindCertificate,
		Primary: "issuedAt",
		Paths: commonPaths(
			[]string{"issuer"}, []string{"customerInstitution"}, []string{"instrument"}, []string{"method"},
			[]string{"standard"}, []string{"serialNumber"}, []string{"discipline"}, []string{"discipline", "activity"}, []string{"number"}, []string{"amends"},
		),
		Fields: []Field{
			one("number", Text, "number", func(c C) Value { return c.Number }).sorts(),
			one("issuedAt", Code, "issuedAt", func(c C) Value { return string(c.IssuedAt) }).sorts().groups(),
			one("performedFrom", Code, "performedFrom", func(c C) Value { return string(c.PerformedFrom) }).groups(),
			one("receivedAt", Code, "receivedAt", func(c C) Value { return string(c.ReceivedAt) }).groups(),
			one("validUntil", Code, "validUntil", func(c C) Value { return string(c.ValidUntil) }),
			one("documentType", Code, "documentType", func(c C) Value { return string(c.DocumentType) }).groups(),
			one("activity", Code, "activity", func(c C) Value { return string(c.Activity) }).groups(),
			one("mandatory", Int, "mandatory", func(c C) Value { return Flag(c.Mandatory) }).groups(),
			one("sourceCategory", Code, "sourceCategory", func(c C) Value { return string(c.SourceCategory) }).groups(),
			one("categoryCode", Code, "categoryCode", func(c C) Value { return c.CategoryCode }).groups(),
			one("stage", Code, "stage", func(c C) Value { return string(c.Stage) }).groups(),
			one("issuer", Code, "issuer", func(c C) Value { return string(c.IssuerID) }).groups(),
			one("customerInstitution", Code, "customerInstitution", func(c C) Value { return string(c.CustomerID) }),
			one("customer", Text, "customer", func(c C) Value { return c.Customer.Name.In("zh") }),
			one("amends", Code, "amendment", func(c C) Value { return string(amended(c)) }),
			one("itemCount", Int, "items", func(c C) Value { return int64(len(c.Items)) }).sums(),
			one("resultCount", Int, "results", func(c C) Value { return int64(len(c.Results)) }).sums(),
			many("conformity", Code, "statements", verdicts).groups(),
			many("instrument", Code, "items", func(c C) []string { return texts(c.InstrumentIDs()) }),
			many("method", Code, "methods", methodIDs).groups(),
			many("standard", Code, "standards", standardIDs),
			many("serialNumber", Text, "items", serials),
			many("instrumentModel", Code, "items", models).groups(),
			one("relativeUncertainty", Int, "results", decades).inner(),
		},
		TermReads: []string{"number", "title", "items", "methods"},
		terms:     func(r model.Record) []string { return certificateTerms(r.(C)) },
	}
}

func amended(c *model.Certificate) model.ID {
	if c.Amendment == nil {
		return ""
	}
	return c.Amendment.CertificateID
}

func verdicts(c *model.Certificate) []string {
	var list []string
	for _, s := range c.Statements {
		list = append(list, string(s.Conformity))
	}
	return list
}

func methodIDs(c *model.Certificate) []string {
	var list []string
	for _, m := range c.Methods {
		list = append(list, string(m.MethodID))
	}
	return list
}

func standardIDs(c *model.Certificate) []string {
	var list []string
	for _, s := range c.Standards {
		list = append(list, string(s.InstrumentID))
	}
	return list
}

func serials(c *model.Certificate) []string {
	var list []string
	for _, it := range c.Items {
		list = append(list, it.SerialNumber)
	}
	return list
}

func models(c *model.Certificate) []string {
	var list []string
	for _, it := range c.Items {
		list = append(list, it.Model)
	}
	return list
}

// Decades are how many powers of ten a relative uncertainty is below one, in millionths: three
// million for 0.1 %. A number below one is kept to some two parts in a million, over any number of
// powers of ten.
func Decades(relative float64) int64 { return max(1, int64(math.Round(-1e6*math.Log10(relative)))) }

// OfDecades is the number that is so many powers of ten below one.
func OfDecades(n int64) float64 { return math.Pow(10, -float64(n)/1e6) }

// decades are 0 where a certificate has no relative uncertainty.
func decades(c *model.Certificate) Value {
	if u, ok := c.RelativeUncertainty(); ok {
		return Decades(u)
	}
	return int64(0)
}

func certificateTerms(c *model.Certificate) []string {
	list := append([]string{c.Number}, languages(c.Title)...)
	for _, it := range c.Items {
		list = append(list, it.Model, it.SerialNumber, it.Manufacturer)
		list = append(list, languages(it.Name)...)
		for _, id := range it.Identifiers {
			list = append(list, id.Value)
		}
	}
	for _, m := range c.Methods {
		list = append(list, m.Code)
	}
	return list
}
