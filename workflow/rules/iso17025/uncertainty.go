package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// uncertainty: what a calibration found comes with its uncertainty. One column of a table is
// enough: the others follow from it.
func uncertainty() rule.Rule {
	return rule.Rule{
		ID: "iso17025.uncertainty", Norm: norm, Clause: "7.8.4.1 a)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"results", "activity"},
		Message: model.Text{En: "The table has measured values and no uncertainty.",
			Zh: "校准结果未给出测量不确定度。"},
		Remedy: model.Text{En: "Give the uncertainty with the errors or the measured values.",
			Zh: "请随示值误差或测得值给出测量不确定度。"},
		Check: checkUncertainty,
	}
}

func checkUncertainty(c *rule.Case) {
	if c.Activity != model.ActivityCalibration {
		return
	}
	for t := range c.Tables() {
		measured, known := false, false
		for i := range t.Columns {
			column := &t.Columns[i]
			if rule.Measured(column.Role) && len(column.Values) > 0 {
				measured, known = true, known || column.Uncertainty != nil
			}
		}
		if t.Only(model.ColumnNominal) < 0 {
			continue // readings that a result is made of
		}
		if measured {
			c.Applies()
		}
		if measured && !known {
			c.FailTable(t, "", "")
		}
	}
}
