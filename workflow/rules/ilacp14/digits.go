package ilacp14

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// digits: U has at most two significant digits.
func digits() rule.Rule {
	return rule.Rule{
		ID: "ilacp14.digits", Norm: norm, Clause: "5", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads: []string{"results"},
		Message: model.Text{En: "U = {value} has more than two significant digits.",
			Zh: "U = {value} 的有效数字超过两位。"},
		Remedy: model.Text{En: "Round it to one or two significant digits, as the certificate has it.",
			Zh: "请修约至一位或两位有效数字。"},
		Check: checkDigits,
	}
}

func checkDigits(c *rule.Case) {
	for t, u := range uncertainties(c) {
		if u.Kind != model.UncertaintyExpanded {
			continue
		}
		for row, value := range u.Values {
			if value == "" {
				continue
			}
			c.Applies()
			if significant(value) > 2 {
				c.FailIn(t, u.column, "uncertainty.values", row, string(value), "")
			}
		}
	}
}
