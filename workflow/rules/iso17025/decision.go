package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// decision: a verdict names the rule by which the uncertainty was taken into account.
func decision() rule.Rule {
	return rule.Rule{
		ID: "iso17025.decisionRule", Norm: norm, Clause: "7.8.6.2 c); 7.8.6.1", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"statements"},
		Message: model.Text{En: "The statement of conformity has no decision rule.",
			Zh: "符合性声明未说明判定规则。"},
		Remedy: model.Text{En: "Give the decision rule, unless the norm has it.",
			Zh: "请填写判定规则（规范中已有规定的除外）。"},
		Check: checkDecision,
	}
}

func checkDecision(c *rule.Case) {
	for i := range c.Statements {
		if s := &c.Statements[i]; decides(s) {
			c.Applies()
			if rule.Blank(&s.DecisionRule) {
				c.Failf("", "", "statements[%d].decisionRule", i)
			}
		}
	}
}
