package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// source: the certificate of a standard that was used was there on the day, was valid, and
// stands.
func source() rule.Rule {
	return rule.Rule{
		ID: "iso17025.standard.certificate", Norm: norm, Clause: "6.4.8; 6.5.1", Severity: model.SeverityWarning, Dimension: model.QualityTraceability,
		Reads:   []string{"standards", "performedFrom", "performedTo", "issuedAt"},
		Related: true,
		Message: model.Text{En: "The certificate of the standard was not valid on {want}: {value}.",
			Zh: "所用计量标准的证书在 {want} 无效：{value}。"},
		Remedy: model.Text{En: "Name the certificate that was valid on the day, or repeat the work with a valid standard.",
			Zh: "请引用当日有效的证书，或使用有效的计量标准重新进行。"},
		Check: checkSource,
	}
}

func checkSource(c *rule.Case) {
	day := c.Day()
	for i := range c.Standards {
		used, there := rule.Seek[*model.Certificate](c, c.Standards[i].CertificateID)
		if !there || day == "" || !rule.Open(used, "validUntil", "issuedAt", "status") {
			continue
		}
		c.Applies()
		if fault := rule.InvalidOn(used, day); fault != "" {
			c.Failf(fault, string(day), "standards[%d].certificate", i)
		}
	}
}
