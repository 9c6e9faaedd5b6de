package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// laboratory: whoever issued the document can be found.
func laboratory() rule.Rule {
	return rule.Rule{
		ID: "iso17025.laboratory", Norm: norm, Clause: "7.8.2.1 b)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads:   []string{"issuer"},
		Related: true,
		Message: model.Text{En: "The address of the issuing laboratory is not known.",
			Zh: "未给出出具证书的实验室的地址。"},
		Remedy: model.Text{En: "Give the address in the record of the institution.",
			Zh: "请在该机构的记录中填写地址。"},
		Check: checkLaboratory,
	}
}

func checkLaboratory(c *rule.Case) {
	issuer, there := rule.Seek[*model.Institution](c, c.IssuerID)
	if there && rule.Open(issuer, "contact") {
		c.Require(!rule.Blank(&issuer.Contact.Address), "issuer")
	}
}
