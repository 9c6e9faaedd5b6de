package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// results: what came of the work. A verdict is a result too.
func results() rule.Rule {
	return rule.Rule{
		ID: "iso17025.results", Norm: norm, Clause: "7.8.2.1 m)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"results", "statements"},
		Message: model.Text{En: "There are no results.",
			Zh: "没有测量结果。"},
		Remedy: model.Text{En: "Give the results, or the statement that they come to.",
			Zh: "请填写测量结果，或由其得出的结论。"},
		Check: checkResults,
	}
}

func checkResults(c *rule.Case) {
	stated := false
	for i := range c.Statements {
		stated = stated || c.Statements[i].Conformity != ""
	}
	for t := range c.Tables() {
		stated = stated || len(t.Columns) > 0
	}
	c.Require(stated, "results")
}
