package store

import (
	"math"

	"metrograph/model"
	"metrograph/search"
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
		TermReads:   []string{"number", "title", "items", "methods"},
		AmountReads: []string{"results"},
		said:        func(r model.Record) []search.Text { return certificateTexts(r.(C)) },
		amounts:     func(r model.Record) []search.Amount { return nominals(r.(C)) },
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

func certificateTexts(c *model.Certificate) []search.Text {
	list := make([]search.Text, 0, 4+8*len(c.Items)+len(c.Methods))
	list = append(list, found("number", search.Identifier, c.Number))
	list = inAll(list, "title", search.Other, c.Title)
	for _, it := range c.Items {
		list = inAll(list, "items", search.Name, it.Name)
		list = append(list, found("items", search.Name, it.Model), found("items", search.Identifier, it.SerialNumber),
			found("items", search.Other, it.Manufacturer))
		list = identified(list, "items", it.Identifiers)
	}
	for _, m := range c.Methods {
		list = append(list, found("methods", search.Identifier, m.Code))
	}
	return list
}

// nominals are the nominal values that a certificate has results for, and reference values of
// tables without any; as many as a record is found by.
func nominals(c *model.Certificate) []search.Amount {
	var list []search.Amount
	for i := range c.Results {
		for k := range c.Results[i].Series {
			for _, column := range nominalColumns(c.Results[i].Series[k].Columns) {
				list = appendValues(list, column)
			}
			if len(list) >= search.MostAmounts {
				return list[:search.MostAmounts]
			}
		}
	}
	return list
}

// nominalColumns are those of nominal values or, where there are none, of reference values.
func nominalColumns(columns []model.Column) (list []*model.Column) {
	for _, role := range []model.ColumnRole{model.ColumnNominal, model.ColumnReferenceValue} {
		for i := range columns {
			if columns[i].Role == role {
				list = append(list, &columns[i])
			}
		}
		if len(list) > 0 {
			break
		}
	}
	return list
}

func appendValues(list []search.Amount, c *model.Column) []search.Amount {
	for i, v := range c.Values[:min(len(c.Values), search.MostAmounts)] {
		switch {
		case len(c.Units) == 1:
			list = append(list, search.Amount{Field: "results", Value: v, Unit: c.Units[0]})
		case i < len(c.Units):
			list = append(list, search.Amount{Field: "results", Value: v, Unit: c.Units[i]})
		}
	}
	return list
}
