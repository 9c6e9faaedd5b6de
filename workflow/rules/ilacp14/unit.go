package ilacp14

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// unit: U is in the unit of its values. One that is larger than all of the values hardly is.
// Errors and corrections may be smaller than their U.
func unit() rule.Rule {
	return rule.Rule{
		ID: "ilacp14.unit", Norm: norm, Clause: "5; ISO/IEC 17025:2017, 7.8.4.1 a)", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads: []string{"results"},
		Message: model.Text{En: "U = {value} is larger than every value that it belongs to, of which the largest is {want}; its unit may be another one.",
			Zh: "U = {value} 大于其所属的全部量值（最大为 {want}），其单位可能不同。"},
		Remedy: model.Text{En: "Give U in the unit of the values, or as relative.",
			Zh: "请以与量值相同的单位给出 U，或注明为相对不确定度。"},
		Check: checkUnit,
	}
}

func checkUnit(c *rule.Case) {
	for t, u := range uncertainties(c) {
		column := &t.Columns[u.column]
		if u.Kind != model.UncertaintyExpanded || u.Relative || column.Role == model.ColumnError || column.Role == model.ColumnCorrection {
			continue
		}
		largest, smallest := extreme(column.Values, false), extreme(u.Values, true)
		value, ok := largest.Float64()
		size, known := smallest.Float64()
		if !ok || !known || value == 0 {
			continue
		}
		c.Applies()
		if size > max(value, -value) {
			c.FailIn(t, u.column, "uncertainty.values", -1, string(smallest), string(largest))
		}
	}
}

// extreme is the number of a list with the largest or the smallest size.
func extreme(list []model.Decimal, least bool) (found model.Decimal) {
	var best float64
	for _, d := range list {
		n, ok := d.Float64()
		if n = max(n, -n); ok && (found == "" || least && n < best || !least && n > best) {
			found, best = d, n
		}
	}
	return found
}
