package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// reason: an amendment says what it changes, and why.
func reason() rule.Rule {
	return rule.Rule{
		ID: "iso17025.amendment.reason", Norm: norm, Clause: "7.8.8.1", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"amendment"},
		Message: model.Text{En: "The amendment does not say what was changed and why.",
			Zh: "修改未说明更改的内容和原因。"},
		Remedy: model.Text{En: "Give the reason of the amendment.",
			Zh: "请填写更改的内容和原因。"},
		Check: checkReason,
	}
}

func checkReason(c *rule.Case) {
	if c.Amendment != nil {
		c.Require(!rule.Blank(&c.Amendment.Reason), "amendment.reason")
	}
}
