package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// interval: a calibration certificate recommends no interval of calibration, unless that was
// agreed with the customer.
func interval() rule.Rule {
	return rule.Rule{
		ID: "iso17025.interval", Norm: norm, Clause: "7.8.4.3", Severity: model.SeverityInfo, Dimension: model.QualityConsistency,
		Reads: []string{"documentType", "validUntil"},
		Message: model.Text{En: "A calibration certificate says until when it is valid.",
			Zh: "校准证书给出了有效期。"},
		Remedy: model.Text{En: "Keep the date where it was agreed with the customer; leave it out otherwise.",
			Zh: "如已与客户约定，可保留；否则请删除。"},
		Check: checkInterval,
	}
}

func checkInterval(c *rule.Case) {
	if c.DocumentType == model.DocumentCalibrationCertificate {
		c.Require(c.ValidUntil == "", "validUntil")
	}
}
