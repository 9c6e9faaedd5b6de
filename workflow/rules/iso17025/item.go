package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// item: what was measured can be told from others like it. An item without anything at all,
// the record itself does not allow for.
func item() rule.Rule {
	return rule.Rule{
		ID: "iso17025.item", Norm: norm, Clause: "7.8.2.1 g)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"items"},
		Message: model.Text{En: "The item cannot be told from others like it.",
			Zh: "被测对象没有唯一性标识。"},
		Remedy: model.Text{En: "Give its serial number, or another number that is on it.",
			Zh: "请填写出厂编号或其他标识号。"},
		Check: checkItem,
	}
}

func checkItem(c *rule.Case) {
	c.Require(len(c.Items) > 0, "items")
	for i := range c.Items {
		it := &c.Items[i]
		named := it.Model != "" || !rule.Blank(&it.Name)
		if named && it.InstrumentID == "" && it.SerialNumber == "" && len(it.Identifiers) == 0 {
			c.Failf("", "", "items[%d].serialNumber", i)
		}
	}
}
