package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// condition: the state in which an item came, where it matters.
func condition() rule.Rule {
	return rule.Rule{
		ID: "iso17025.item.condition", Norm: norm, Clause: "7.8.2.1 g)", Severity: model.SeverityInfo, Dimension: model.QualityCompleteness,
		Reads: []string{"items"},
		Message: model.Text{En: "The condition of the item as received is not described.",
			Zh: "未描述被测对象的状态。"},
		Remedy: model.Text{En: "Describe it where it matters to the results; none is needed otherwise.",
			Zh: "如其状态影响结果，请予以描述；否则可不填写。"},
		Check: checkCondition,
	}
}

func checkCondition(c *rule.Case) {
	for i := range c.Items {
		c.Applies()
		if it := &c.Items[i]; rule.Blank(&it.Condition) && rule.Blank(&it.Description) {
			c.Failf("", "", "items[%d].condition", i)
		}
	}
}
