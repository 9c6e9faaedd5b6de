package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// customer: who ordered the work.
func customer() rule.Rule {
	return rule.Rule{
		ID: "iso17025.customer", Norm: norm, Clause: "7.8.2.1 e)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"customer", "customerInstitution"},
		Message: model.Text{En: "The customer is missing.",
			Zh: "缺少委托方。"},
		Remedy: model.Text{En: "Give the customer's name and how to reach it.",
			Zh: "请填写委托方的名称和联系方式。"},
		Check: checkCustomer,
	}
}

func checkCustomer(c *rule.Case) {
	c.Require(c.CustomerID != "" || !rule.Blank(&c.Customer.Name), "customer")
}
