package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// unit: numbers of the measurement have units.
func unit() rule.Rule {
	return rule.Rule{
		ID: "iso17025.unit", Norm: norm, Clause: "7.8.2.1 m)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"results"},
		Message: model.Text{En: "The column has numbers and no unit.",
			Zh: "该列有数值而没有单位。"},
		Remedy: model.Text{En: "Give the unit; write 1 where the quantity has none.",
			Zh: "请填写单位；无量纲量请写 1。"},
		Check: checkUnit,
	}
}

func checkUnit(c *rule.Case) {
	for t := range c.Tables() {
		for i := range t.Columns {
			column := &t.Columns[i]
			if column.Role == model.ColumnOther || len(column.Values) == 0 {
				continue
			}
			c.Applies()
			if len(column.Units) == 0 || len(column.Units) == 1 && column.Units[0] == (model.Unit{}) {
				c.FailIn(t, i, "units", -1, "", "")
			}
		}
	}
}
