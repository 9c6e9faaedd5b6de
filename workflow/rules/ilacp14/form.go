package ilacp14

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// form: results are given with the expanded uncertainty, not the standard one.
func form() rule.Rule {
	return rule.Rule{
		ID: "ilacp14.form", Norm: norm, Clause: "5", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads: []string{"results", "activity"},
		Message: model.Text{En: "The uncertainty is a standard uncertainty.",
			Zh: "给出的是标准不确定度。"},
		Remedy: model.Text{En: "Give the expanded uncertainty U with its coverage factor and coverage probability.",
			Zh: "请给出扩展不确定度 U 及其包含因子和包含概率。"},
		Check: checkForm,
	}
}

func checkForm(c *rule.Case) {
	if c.Activity != model.ActivityCalibration {
		return
	}
	for t, u := range uncertainties(c) {
		c.Applies()
		if u.Kind == model.UncertaintyStandard {
			c.FailIn(t, u.column, "uncertainty.kind", -1, "", "")
		}
	}
}
