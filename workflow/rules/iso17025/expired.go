package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// expired: a standard is used while its certificate is valid, as the document itself says.
func expired() rule.Rule {
	return rule.Rule{
		ID: "iso17025.standard.expired", Norm: norm, Clause: "6.4.8; 6.5.1", Severity: model.SeverityWarning, Dimension: model.QualityTraceability,
		Reads: []string{"standards", "performedFrom", "performedTo", "issuedAt"},
		Message: model.Text{En: "The certificate of the standard was valid until {value}; the work was done on {want}.",
			Zh: "所用计量标准的证书有效期至 {value}，而工作日期为 {want}。"},
		Remedy: model.Text{En: "Correct the dates, or repeat the work with a standard that is valid.",
			Zh: "请核对日期；若无误，应使用有效的计量标准重新进行。"},
		Check: checkExpired,
	}
}

func checkExpired(c *rule.Case) {
	day := c.Day()
	for i := range c.Standards {
		until := c.Standards[i].ValidUntil
		if !until.Valid() || day == "" {
			continue
		}
		c.Applies()
		if until < day {
			c.Failf(string(until), string(day), "standards[%d].validUntil", i)
		}
	}
}
