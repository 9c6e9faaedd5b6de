package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// authorization: who answers for the document.
func authorization() rule.Rule {
	return rule.Rule{
		ID: "iso17025.authorization", Norm: norm, Clause: "7.8.2.1 o)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"personnel"},
		Message: model.Text{En: "Nobody is named who authorized the document.",
			Zh: "未注明批准人。"},
		Remedy: model.Text{En: "Give the person who authorized it, with the role AUTHORIZED.",
			Zh: "请填写批准人，其职责为 AUTHORIZED。"},
		Check: checkAuthorization,
	}
}

func checkAuthorization(c *rule.Case) {
	named := false
	for i := range c.Personnel {
		named = named || c.Personnel[i].Role == model.PersonnelAuthorized
	}
	c.Require(named, "personnel")
}
