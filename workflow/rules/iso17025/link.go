package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// link: a standard is named together with the certificate that its values come from.
func link() rule.Rule {
	return rule.Rule{
		ID: "iso17025.standard.link", Norm: norm, Clause: "6.5.1; 6.4.13", Severity: model.SeverityWarning, Dimension: model.QualityTraceability,
		Reads: []string{"standards"},
		Message: model.Text{En: "The standard is named without a certificate, or what it is traceable to.",
			Zh: "所列计量标准未注明其证书或溯源去向。"},
		Remedy: model.Text{En: "Give the certificate of the standard, its number, or what it is traceable to.",
			Zh: "请填写该标准的证书、证书编号或溯源去向。"},
		Check: checkLink,
	}
}

func checkLink(c *rule.Case) {
	for i := range c.Standards {
		c.Applies()
		s := &c.Standards[i]
		if s.CertificateID == "" && s.CertificateNumber == "" && rule.Blank(&s.TraceableTo) {
			c.Failf("", "", "standards[%d].certificateNumber", i)
		}
	}
}
