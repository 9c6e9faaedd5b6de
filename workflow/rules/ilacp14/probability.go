package ilacp14

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// probability: U comes with its coverage probability. That k is missing, the record itself
// says.
func probability() rule.Rule {
	return rule.Rule{
		ID: "ilacp14.probability", Norm: norm, Clause: "5", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"results"},
		Message: model.Text{En: "The expanded uncertainty has no coverage probability.",
			Zh: "扩展不确定度未给出包含概率。"},
		Remedy: model.Text{En: "Give it as stated, such as 0.95.",
			Zh: "请按证书填写，如 0.95。"},
		Check: checkProbability,
	}
}

func checkProbability(c *rule.Case) {
	for t, u := range uncertainties(c) {
		if u.Kind != model.UncertaintyExpanded || len(u.Values) == 0 {
			continue
		}
		c.Applies()
		if len(u.Probability) == 0 || u.Probability[0] == "" {
			c.FailIn(t, u.column, "uncertainty.probability", -1, "", "")
		}
	}
}
