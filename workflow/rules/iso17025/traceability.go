package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// traceability: how the results are traceable. An institution that realizes a unit says so.
func traceability() rule.Rule {
	return rule.Rule{
		ID: "iso17025.traceability", Norm: norm, Clause: "7.8.4.1 c); 6.5.1", Severity: model.SeverityWarning, Dimension: model.QualityTraceability,
		Reads: []string{"standards", "statements", "remarks", "activity"},
		Message: model.Text{En: "Nothing says how the results are traceable.",
			Zh: "未说明测量结果如何溯源。"},
		Remedy: model.Text{En: "Name the measurement standards used with their certificates, or state the traceability.",
			Zh: "请列出所用计量标准及其证书，或作出溯源性声明。"},
		Check: checkTraceability,
	}
}

func checkTraceability(c *rule.Case) {
	if c.Activity != model.ActivityCalibration && c.Activity != model.ActivityVerification {
		return
	}
	c.Require(len(c.Standards) > 0 || declares(c.Certificate), "standards")
}
