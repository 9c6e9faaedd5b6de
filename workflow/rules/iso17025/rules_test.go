package iso17025

import (
	"testing"

	"metrograph/internal/sample"
	"metrograph/model"
	. "metrograph/workflow/rule/ruletest"
)

type (
	cert  = *model.Certificate
	world = *World
)

// standardsCertificate is the certificate of the standard that the example used.
func standardsCertificate(edit func(c cert)) func(cert, world) {
	return func(c cert, w world) {
		other := sample.Certificate(edit)
		other.ID = sample.ID(model.KindCertificate, 2)
		c.Standards[0].CertificateID = other.ID
		w.Records = append(w.Records, other)
	}
}

// amends makes the example an amendment of another certificate.
func amends(number string, edit func(c cert)) func(cert, world) {
	return func(c cert, w world) {
		original := sample.Certificate(edit)
		original.ID = sample.ID(model.KindCertificate, 2)
		original.Number = "GDMI-2024-V00000"
		c.Amendment = &model.Amendment{AmendmentKind: model.AmendmentReplaces, CertificateID: original.ID, Number: number,
			Reason: model.Text{En: "the serial number was wrong"}}
		w.Records = append(w.Records, original)
	}
}

func calibration(c cert) {
	c.Activity, c.DocumentType = model.ActivityCalibration, model.DocumentCalibrationCertificate
}

func column(c cert, role model.ColumnRole) *model.Column {
	columns := c.Results[0].Series[0].Columns
	for i := range columns {
		if columns[i].Role == role {
			return &columns[i]
		}
	}
	return nil
}

func TestRules(t *testing.T) {
	Check(t, Rules(), []Example{
		{Rule: "title", Name: "none", Edit: func(c cert, _ world) { c.Title = model.Text{} }, Want: []string{"title"}},
		{Rule: "laboratory", Name: "no address", Edit: func(_ cert, w world) {
			w.Records = []model.Record{sample.Institution(func(i *model.Institution) { i.Contact.Address = model.Text{} })}
		}, Want: []string{"issuer"}},
		{Rule: "laboratory", Name: "hidden", Edit: func(_ cert, w world) { w.Records = nil }, Silent: true},
		{Rule: "laboratory", Name: "masked", Edit: func(_ cert, w world) {
			contact, _ := model.Fields(model.KindInstitution, "contact")
			i := sample.Institution()
			model.Keep(i, ^contact)
			w.Records = []model.Record{i}
		}, Silent: true},
		{Rule: "place", Name: "none", Edit: func(c cert, _ world) { c.Place = model.Place{} }, Want: []string{"place"}},
		{Rule: "number", Name: "a dash", Edit: func(c cert, _ world) { c.Number = "--" }, Want: []string{"number"}},
		{Rule: "number", Name: "zeros", Edit: func(c cert, _ world) { c.Number = "0000" }, Want: []string{"number"}},
		{Rule: "number", Name: "in words", Edit: func(c cert, _ world) { c.Number = "无编号" }, Want: []string{"number"}},
		{Rule: "customer", Name: "none", Edit: func(c cert, _ world) { c.Customer = model.Customer{} }, Want: []string{"customer"}},
		{Rule: "customer", Name: "an institution", Edit: func(c cert, _ world) {
			c.Customer, c.CustomerID = model.Customer{}, sample.ID(model.KindInstitution, 2)
		}},
		{Rule: "method", Name: "none", Edit: func(c cert, _ world) { c.Methods, c.Basis = nil, nil }, Want: []string{"methods"}},
		{Rule: "item", Name: "none", Edit: func(c cert, _ world) { c.Items = nil }, Want: []string{"items"}},
		{Rule: "item", Name: "no number", Edit: func(c cert, _ world) {
			c.Items[0].InstrumentID, c.Items[0].SerialNumber, c.Items[0].Identifiers = "", "", nil
		}, Want: []string{"items[0].serialNumber"}},
		{Rule: "item", Name: "a number of the customer's", Edit: func(c cert, _ world) {
			c.Items[0].InstrumentID, c.Items[0].SerialNumber = "", ""
			c.Items[0].Identifiers = []model.Identifier{{Issuer: "customer", Value: "7"}}
		}},
		{Rule: "item.condition", Name: "none", Edit: func(c cert, _ world) { c.Items[0].Condition = model.Text{} }, Want: []string{"items[0].condition"}},
		{Rule: "received", Name: "none", Edit: func(c cert, _ world) { c.ReceivedAt = "" }, Want: []string{"receivedAt"}},
		{Rule: "performed", Name: "none", Edit: func(c cert, _ world) { c.PerformedFrom, c.PerformedTo = "", "" }, Want: []string{"performedTo"}},
		{Rule: "performed", Name: "a day", Edit: func(c cert, _ world) { c.PerformedTo = "" }},
		{Rule: "issued", Name: "none", Edit: func(c cert, _ world) { c.IssuedAt = "" }, Want: []string{"issuedAt"}},
		{Rule: "results", Name: "none", Edit: func(c cert, _ world) { c.Results, c.Statements = nil, nil }, Want: []string{"results"}},
		{Rule: "results", Name: "a verdict alone", Edit: func(c cert, _ world) { c.Results = nil }},
		{Rule: "unit", Name: "none", Edit: func(c cert, _ world) { column(c, model.ColumnError).Units = nil },
			Want: []string{"results[0].series[0].columns[3].units"}},
		{Rule: "deviation", Name: "of the document", Edit: func(c cert, _ world) { c.Results[0].Methods = []model.Text{{Zh: "JJG 52-2013 一般压力表"}} }},
		{Rule: "deviation", Name: "another one", Edit: func(c cert, _ world) {
			c.Results[0].Methods = []model.Text{{Zh: "JJG 49-2013"}}
			c.Remarks, c.Statements = model.Text{}, c.Statements[:1]
		}, Want: []string{"results[0].methods[0]"}},
		{Rule: "deviation", Name: "declared", Edit: func(c cert, _ world) {
			c.Results[0].Methods = []model.Text{{Zh: "JJG 49-2013"}}
			c.Remarks = model.Text{Zh: "按 JJG 49 增加了精密度检查"}
		}},
		{Rule: "deviation", Name: "in words", Edit: func(c cert, _ world) { c.Results[0].Methods = []model.Text{{En: "comparison"}} }, Silent: true},
		{Rule: "authorization", Name: "nobody", Edit: func(c cert, _ world) { c.Personnel = c.Personnel[:2] }, Want: []string{"personnel"}},
		{Rule: "uncertainty", Name: "none", Edit: func(c cert, _ world) { calibration(c); column(c, model.ColumnError).Uncertainty = nil },
			Want: []string{"results[0].series[0]"}},
		{Rule: "uncertainty", Name: "given", Edit: func(c cert, _ world) { calibration(c) }},
		{Rule: "conditions", Name: "none", Edit: func(c cert, _ world) { c.EnvironmentIDs = nil }, Want: []string{"environments"}},
		{Rule: "conditions", Name: "of the result", Edit: func(c cert, _ world) {
			c.EnvironmentIDs, c.Results[0].Conditions = nil, []model.Quantity{{Kind: "temperature", Value: "20.1"}}
		}},
		{Rule: "traceability", Name: "nothing", Edit: func(c cert, _ world) { c.Standards, c.Remarks, c.Statements = nil, model.Text{}, c.Statements[:1] },
			Want: []string{"standards"}},
		{Rule: "standard.link", Name: "none", Edit: func(c cert, _ world) {
			c.Standards[0].CertificateNumber, c.Standards[0].TraceableTo = "", model.Text{}
		}, Want: []string{"standards[0].certificateNumber"}},
		{Rule: "standard.expired", Name: "the day before", Edit: func(c cert, _ world) { c.Standards[0].ValidUntil = "2024-02-28" },
			Want: []string{"standards[0].validUntil"}},
		{Rule: "standard.expired", Name: "the last day", Edit: func(c cert, _ world) { c.Standards[0].ValidUntil = c.PerformedTo }},
		{Rule: "standard.certificate", Name: "valid", Edit: standardsCertificate(func(c cert) { c.IssuedAt = "2023-01-02" })},
		{Rule: "standard.certificate", Name: "expired", Edit: standardsCertificate(func(c cert) { c.IssuedAt, c.ValidUntil = "2022-01-02", "2023-01-01" }),
			Want: []string{"standards[0].certificate"}},
		{Rule: "standard.certificate", Name: "withdrawn", Edit: standardsCertificate(func(c cert) { c.IssuedAt, c.Status = "2023-01-02", model.StatusWithdrawn }),
			Want: []string{"standards[0].certificate"}},
		{Rule: "standard.certificate", Name: "later", Edit: standardsCertificate(func(c cert) { c.IssuedAt = "2024-03-05" }),
			Want: []string{"standards[0].certificate"}},
		{Rule: "standard.certificate", Name: "masked", Edit: func(c cert, w world) {
			standardsCertificate(func(c cert) { c.IssuedAt = "2024-03-05" })(c, w)
			until, _ := model.Fields(model.KindCertificate, "validUntil")
			model.Keep(w.Records[len(w.Records)-1], ^until)
		}, Silent: true},
		{Rule: "adjustment", Name: "none before", Edit: func(c cert, _ world) { c.Results[0].Adjustment = model.AdjustmentAsLeft },
			Want: []string{"results[0].adjustment"}},
		{Rule: "adjustment", Name: "both", Edit: func(c cert, _ world) {
			c.Results = append(c.Results, c.Results[0])
			c.Results[0].Adjustment, c.Results[1].Adjustment = model.AdjustmentAsFound, model.AdjustmentAsLeft
		}},
		{Rule: "interval", Name: "recommended", Edit: func(c cert, _ world) { calibration(c) }, Want: []string{"validUntil"}},
		{Rule: "interval", Name: "left out", Edit: func(c cert, _ world) { calibration(c); c.ValidUntil = "" }},
		{Rule: "specification", Name: "none", Edit: func(c cert, _ world) {
			c.Methods, c.Basis = nil, nil
			c.Statements[0].Norm, c.Statements[0].Declaration = "", model.Text{}
		}, Want: []string{"statements[0].norm"}},
		{Rule: "decisionRule", Name: "none", Edit: func(c cert, _ world) { c.Statements[0].DecisionRule = model.Text{} },
			Want: []string{"statements[0].decisionRule"}},
		{Rule: "conformity.whole", Name: "a point fails", Edit: func(c cert, _ world) { column(c, model.ColumnConformity).Texts[1] = "FAIL" },
			Want: []string{"results[0].series[0].columns[6].texts[1]"}},
		{Rule: "conformity.whole", Name: "as found", Edit: func(c cert, _ world) {
			column(c, model.ColumnConformity).Texts[1] = "FAIL"
			c.Results[0].Adjustment = model.AdjustmentAsFound
		}, Silent: true},
		{Rule: "amendment.reason", Name: "none", Edit: func(c cert, w world) {
			amends("", func(cert) {})(c, w)
			c.Amendment.Reason = model.Text{}
		}, Want: []string{"amendment.reason"}},
		{Rule: "amendment.reason", Name: "given", Edit: amends("", func(cert) {})},
		{Rule: "amendment.original", Name: "the one", Edit: amends("GDMI-2024-V00000", func(cert) {})},
		{Rule: "amendment.original", Name: "another number", Edit: amends("GDMI-2024-V00009", func(cert) {}), Want: []string{"amendment.number"}},
		{Rule: "amendment.original", Name: "a later one", Edit: amends("", func(c cert) { c.IssuedAt = "2024-03-05" }), Want: []string{"amendment.certificate"}},
		{Rule: "amendment.original", Name: "of another laboratory", Edit: amends("", func(c cert) { c.IssuerID = sample.ID(model.KindInstitution, 2) }),
			Want: []string{"amendment.certificate"}},
		{Rule: "amendment.original", Name: "itself", Edit: amends("GDMI-2024-V00001", func(cert) {}), Want: []string{"amendment.number", "amendment.number"}},
		{Rule: "qualification", Name: "expired", Edit: func(_ cert, w world) {
			w.Records = []model.Record{sample.Person(func(p *model.Person) { p.Qualifications[0].ValidUntil = "2024-02-28" })}
		}, Want: []string{"personnel[0].person"}},
		{Rule: "qualification", Name: "none", Edit: func(_ cert, w world) {
			w.Records = []model.Record{sample.Person(func(p *model.Person) { p.Qualifications = nil })}
		}, Want: []string{"personnel[0].person"}},
		{Rule: "method.inForce", Name: "superseded", Edit: func(_ cert, w world) {
			w.Records = []model.Record{sample.Method(func(m *model.Method) { m.ValidUntil = "2023-12-31" })}
		}, Want: []string{"methods[0].method"}},
		{Rule: "method.inForce", Name: "to come", Edit: func(_ cert, w world) {
			w.Records = []model.Record{sample.Method(func(m *model.Method) { m.ValidFrom = "2025-01-01" })}
		}, Want: []string{"methods[0].method"}},
	})
}
