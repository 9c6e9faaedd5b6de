package ilacp14

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// rounding: the value ends where its U does. Numbers with an exponent, and whole ones whose
// zeros may be placeholders, are passed over.
func rounding() rule.Rule {
	return rule.Rule{
		ID: "ilacp14.rounding", Norm: norm, Clause: "5; JCGM 100:2008, 7.2.6", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads: []string{"results"},
		Message: model.Text{En: "The value {value} is not rounded as its uncertainty {want} is.",
			Zh: "测得值 {value} 的末位与其不确定度 {want} 不一致。"},
		Remedy: model.Text{En: "Give the value to the same decimal place as U.",
			Zh: "请将测得值修约到与 U 的末位一致。"},
		Check: checkRounding,
	}
}

func checkRounding(c *rule.Case) {
	for t, u := range uncertainties(c) {
		column := &t.Columns[u.column]
		if u.Kind != model.UncertaintyExpanded || u.Relative || column.Role == model.ColumnIndication {
			continue
		}
		for row, value := range column.Values {
			size := rule.Pick(u.Values, row)
			a, known := places(value)
			b, too := places(size)
			if !known || !too || significant(size) > 2 {
				continue
			}
			c.Applies()
			if a != b {
				c.FailIn(t, u.column, "values", row, string(value), string(size))
			}
		}
	}
}
