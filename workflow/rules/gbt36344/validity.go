package gbt36344

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// validity: a verification certificate says until when it is valid.
func validity() rule.Rule {
	return rule.Rule{
		ID: "gbt36344.validity", Norm: norm, Clause: "currentness 时效性", Severity: model.SeverityWarning, Dimension: model.QualityTimeliness,
		Reads: []string{"documentType", "validUntil"},
		Message: model.Text{En: "A verification certificate does not say until when it is valid.",
			Zh: "检定证书未给出有效期。"},
		Remedy: model.Text{En: "Give the last day on which it is valid, from the verification regulation.",
			Zh: "请按检定规程填写有效期。"},
		Check: checkValidity,
	}
}

func checkValidity(c *rule.Case) {
	if c.DocumentType == model.DocumentVerificationCertificate {
		c.Require(c.ValidUntil != "", "validUntil")
	}
}
