package house

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// duplicate: one document is recorded by one institution. Another record has the same number
// and either the same issuer or an instrument with the same serial number.
func duplicate() rule.Rule {
	return rule.Rule{
		ID: "house.duplicate", Norm: norm, Clause: "uniqueness across institutions; ISO/IEC 17025:2017, 7.8.2.1 d)", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads:   []string{"number", "revision", "issuer", "items", "origin"},
		Related: true,
		Message: model.Text{En: "The document is recorded by another institution too: {value}.",
			Zh: "该证书也被另一机构登记：{value}。"},
		Remedy: model.Text{En: "Agree on which record is kept, and withdraw the other one.",
			Zh: "请协商保留其中一条，并撤回另一条。"},
		Check: checkDuplicate,
	}
}

func checkDuplicate(c *rule.Case) {
	if c.Number == "" {
		return
	}
	c.Applies()
	for _, other := range c.Alike() {
		if other.ID == c.ID || other.Origin == c.Origin || other.Revision != c.Revision ||
			!rule.Open(other, "number", "revision", "issuer", "items", "status") || other.Status == model.StatusWithdrawn {
			continue
		}
		if other.IssuerID == c.IssuerID && c.IssuerID != "" || shareSerial(c.Items, other.Items) {
			c.Fail("number", string(other.ID), "")
		}
	}
}

func shareSerial(a, b []model.Item) bool {
	serials := make(map[string]bool, len(a))
	for i := range a {
		serials[a[i].SerialNumber] = a[i].SerialNumber != ""
	}
	for i := range b {
		if serials[b[i].SerialNumber] {
			return true
		}
	}
	return false
}
