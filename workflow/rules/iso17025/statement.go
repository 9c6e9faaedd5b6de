package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// statement: the verdict on the whole follows from those on the points. What was found before
// an adjustment does not count.
func statement() rule.Rule {
	return rule.Rule{
		ID: "iso17025.conformity.whole", Norm: norm, Clause: "7.8.6.2 a)", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads: []string{"statements", "results"},
		Message: model.Text{En: "The document states conformity, but this point does not conform.",
			Zh: "证书结论为合格，但该点的判定为不合格。"},
		Remedy: model.Text{En: "Correct the statement, or the verdict on the point.",
			Zh: "请更正结论或该点的判定。"},
		Check: checkStatement,
	}
}

func checkStatement(c *rule.Case) {
	conforms := false
	for i := range c.Statements {
		switch v := c.Statements[i].Conformity; v {
		case model.ConformityPass, model.ConformityConditionalPass:
			conforms = true
		case "", model.ConformityNone:
		default:
			return // a document with several verdicts may mean other points
		}
	}
	if !conforms {
		return
	}
	for t := range c.Tables() {
		verdict := t.Only(model.ColumnConformity)
		if verdict < 0 || t.Of.Adjustment == model.AdjustmentAsFound {
			continue
		}
		c.Applies()
		for row, text := range t.Columns[verdict].Texts {
			if text == string(model.ConformityFail) {
				c.FailIn(t, verdict, "texts", row, "", "")
			}
		}
	}
}
