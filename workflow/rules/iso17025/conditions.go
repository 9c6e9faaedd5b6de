package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// conditions: under which the work was done.
func conditions() rule.Rule {
	return rule.Rule{
		ID: "iso17025.conditions", Norm: norm, Clause: "7.8.3.1 a); 7.8.4.1 b)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"results", "environments"},
		Message: model.Text{En: "The environmental conditions are missing.",
			Zh: "缺少环境条件。"},
		Remedy: model.Text{En: "Give the conditions of the results, or a record of the environment.",
			Zh: "请填写结果的环境条件，或引用环境条件记录。"},
		Check: checkConditions,
	}
}

func checkConditions(c *rule.Case) {
	if len(c.Results) == 0 {
		return
	}
	known := len(c.EnvironmentIDs) > 0
	for i := range c.Results {
		known = known || len(c.Results[i].Conditions) > 0
	}
	for t := range c.Tables() {
		known = known || t.Only(model.ColumnInfluence) >= 0
	}
	c.Require(known, "environments")
}
