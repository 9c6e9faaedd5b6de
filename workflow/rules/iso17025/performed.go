package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// performed: when the work was done.
func performed() rule.Rule {
	return rule.Rule{
		ID: "iso17025.performed", Norm: norm, Clause: "7.8.2.1 i)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"performedFrom", "performedTo"},
		Message: model.Text{En: "The date of performance is missing.",
			Zh: "缺少检定、校准或检测日期。"},
		Remedy: model.Text{En: "Give the first and the last day of the work.",
			Zh: "请填写开始日期和结束日期。"},
		Check: checkPerformed,
	}
}

func checkPerformed(c *rule.Case) {
	c.Require(c.PerformedFrom != "" || c.PerformedTo != "", "performedTo")
}
