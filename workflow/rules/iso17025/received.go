package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// received: when the item came, where it matters.
func received() rule.Rule {
	return rule.Rule{
		ID: "iso17025.received", Norm: norm, Clause: "7.8.2.1 h)", Severity: model.SeverityInfo, Dimension: model.QualityCompleteness,
		Reads: []string{"receivedAt"},
		Message: model.Text{En: "The date of receipt is missing.",
			Zh: "缺少收样日期。"},
		Remedy: model.Text{En: "Give it where it is critical to the validity of the results.",
			Zh: "如影响结果的有效性，请填写。"},
		Check: checkReceived,
	}
}

func checkReceived(c *rule.Case) { c.Require(c.ReceivedAt != "", "receivedAt") }
