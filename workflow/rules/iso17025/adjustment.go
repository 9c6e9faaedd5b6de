package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// adjustment: results from after an adjustment come with those from before it.
func adjustment() rule.Rule {
	return rule.Rule{
		ID: "iso17025.adjustment", Norm: norm, Clause: "7.8.4.1 d)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"results"},
		Message: model.Text{En: "There are results from after an adjustment and none from before it.",
			Zh: "只有调整后的结果，没有调整前的结果。"},
		Remedy: model.Text{En: "Give the results as found as well, or say why there are none.",
			Zh: "请同时给出调整或修理前的结果，或说明原因。"},
		Check: checkAdjustment,
	}
}

func checkAdjustment(c *rule.Case) {
	found, left := false, -1
	for i := range c.Results {
		switch c.Results[i].Adjustment {
		case model.AdjustmentAsFound:
			found = true
		case model.AdjustmentAsLeft:
			left = i
		default:
		}
	}
	if left < 0 {
		return
	}
	c.Applies()
	if !found {
		c.Failf("", "", "results[%d].adjustment", left)
	}
}
