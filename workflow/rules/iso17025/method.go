package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// method: how the work was done.
func method() rule.Rule {
	return rule.Rule{
		ID: "iso17025.method", Norm: norm, Clause: "7.8.2.1 f)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"methods", "basis", "results"},
		Message: model.Text{En: "No method is named.",
			Zh: "未说明所用方法。"},
		Remedy: model.Text{En: "Give the code of the method, such as JJG 196-2006.",
			Zh: "请填写技术规范编号，如 JJG 196-2006。"},
		Check: checkMethod,
	}
}

func checkMethod(c *rule.Case) {
	named := len(c.Methods) > 0 || len(c.Basis) > 0
	for i := range c.Results {
		named = named || len(c.Results[i].Methods) > 0
	}
	c.Require(named, "methods")
}
