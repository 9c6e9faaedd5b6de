package ilacp14

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// relative: a relative uncertainty of zero says nothing.
func relative() rule.Rule {
	return rule.Rule{
		ID: "ilacp14.relative", Norm: norm, Clause: "5; ISO/IEC 17025:2017, 7.8.4.1 a)", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads: []string{"results"},
		Message: model.Text{En: "A relative uncertainty is given for the value {value}.",
			Zh: "对量值 {value} 给出了相对不确定度。"},
		Remedy: model.Text{En: "Give the uncertainty of this value in its unit.",
			Zh: "请以该量值的单位给出不确定度。"},
		Check: checkRelative,
	}
}

func checkRelative(c *rule.Case) {
	for t, u := range uncertainties(c) {
		if !u.Relative {
			continue
		}
		for row, value := range t.Columns[u.column].Values {
			if value == "" || rule.Pick(u.Values, row) == "" {
				continue
			}
			c.Applies()
			if value.Sign() == 0 && value.Valid() {
				c.FailIn(t, u.column, "values", row, string(value), "")
			}
		}
	}
}
