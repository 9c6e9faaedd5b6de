package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// original: an amendment refers to the original of the same laboratory, which is another
// document and was issued before.
func original() rule.Rule {
	return rule.Rule{
		ID: "iso17025.amendment.original", Norm: norm, Clause: "7.8.8.3", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads:   []string{"amendment", "issuer", "number", "revision", "issuedAt"},
		Related: true,
		Message: model.Text{En: "The amended document is not the one that is named: {value}.",
			Zh: "所引用的原证书与所述不符：{value}。"},
		Remedy: model.Text{En: "Refer to the original of the same issuer, with its number as printed.",
			Zh: "请引用同一机构出具的原证书，并按文件填写其编号。"},
		Check: checkOriginal,
	}
}

func checkOriginal(c *rule.Case) {
	a := c.Amendment
	if a == nil {
		return
	}
	c.Applies()
	if a.Number == c.Number && c.Number != "" && c.Revision == "" {
		c.Fail("amendment.number", a.Number, "")
	}
	original, there := rule.Seek[*model.Certificate](c, a.CertificateID)
	if !there || !rule.Open(original, "number", "issuer", "issuedAt") {
		return
	}
	switch {
	case a.Number != "" && a.Number != original.Number:
		c.Fail("amendment.number", "number "+original.Number, "")
	case original.IssuedAt > c.IssuedAt && c.IssuedAt != "":
		c.Fail("amendment.certificate", "issuedAt "+string(original.IssuedAt), "")
	case original.IssuerID != c.IssuerID:
		c.Fail("amendment.certificate", "issuer", "")
	}
}
