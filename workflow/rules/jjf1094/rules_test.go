package jjf1094

import (
	"testing"

	"metrograph/model"
	. "metrograph/workflow/rule/ruletest"
)

type (
	cert  = *model.Certificate
	world = *World
)

func errors(c cert) *model.Column { return &c.Results[0].Series[0].Columns[3] }

// point makes the first point of the example one with an error, limits and U of these sizes,
// in a document without a decision rule.
func point(value, limit, u model.Decimal, verdict model.Conformity) func(cert, world) {
	return func(c cert, _ world) {
		c.Statements[0].DecisionRule = model.Text{}
		columns := c.Results[0].Series[0].Columns
		columns[3].Values = []model.Decimal{value, "0", "0"}
		columns[3].Uncertainty.Values = []model.Decimal{u}
		columns[4].Values, columns[5].Values = []model.Decimal{"-" + limit}, []model.Decimal{limit}
		columns[6].Texts = []string{string(verdict), "", ""}
	}
}

func TestRules(t *testing.T) {
	verdict := []string{"results[0].series[0].columns[6].texts[0]"}
	u := []string{"results[0].series[0].columns[3].uncertainty.values"}
	three := func(value model.Decimal, verdict model.Conformity) func(cert, world) {
		return func(c cert, w world) {
			point(value, "1.0", "0.5", verdict)(c, w)
			c.Statements[0].DecisionRule = model.Text{Zh: "按 JJF 1094-2002 判定"}
		}
	}
	const pass, fail, open = model.ConformityPass, model.ConformityFail, model.ConformityInconclusive
	Check(t, Rules(), []Example{
		{Rule: "limits", Name: "outside and passed", Edit: point("-1.1", "1.0", "0.1", pass), Want: verdict},
		{Rule: "limits", Name: "inside and failed", Edit: point("0.9", "1.0", "0.1", fail), Want: verdict},
		{Rule: "limits", Name: "on the limit", Edit: point("1.0", "1.0", "0.1", pass)},
		{Rule: "limits", Name: "on the limit and failed", Edit: point("1.0", "1.0", "0.1", fail)},
		{Rule: "limits", Name: "a tenth is no binary number", Edit: point("0.30000000000000001", "0.3", "0.1", pass)},
		{Rule: "limits", Name: "one limit", Edit: func(c cert, w world) {
			point("-1.1", "1.0", "0.1", pass)(c, w)
			columns := c.Results[0].Series[0].Columns
			c.Results[0].Series[0].Columns = append(columns[:4:4], columns[5:]...) // the upper one is left
		}},
		{Rule: "limits", Name: "other units", Edit: func(c cert, w world) {
			point("-1.1", "1.0", "0.1", pass)(c, w)
			for i := 4; i < 6; i++ {
				c.Results[0].Series[0].Columns[i].Units = []model.Unit{{Text: `\\pascal`}}
			}
		}, Silent: true},
		{Rule: "ratio", Name: "a third", Edit: point("0.1", "0.3", "0.1", pass)},
		{Rule: "ratio", Name: "more", Edit: point("0.1", "0.3", "0.11", pass), Want: u},
		{Rule: "ratio", Name: "relative", Edit: func(c cert, w world) {
			point("0.2", "0.3", "0.4", pass)(c, w)
			errors(c).Uncertainty.Relative = true // 0.08
		}},
		{Rule: "ratio", Name: "decided otherwise", Edit: func(c cert, w world) {
			point("0.1", "0.3", "0.11", pass)(c, w)
			c.Statements[0].DecisionRule = model.Text{En: "simple acceptance"}
		}, Silent: true},
		{Rule: "undetermined", Name: "clear of the limit", Edit: three("0.5", pass)},
		{Rule: "undetermined", Name: "clear beyond the limit", Edit: three("-1.5", fail)},
		{Rule: "undetermined", Name: "within U", Edit: three("1.2", open)},
		{Rule: "undetermined", Name: "passed within U", Edit: three("0.8", pass), Want: verdict},
		{Rule: "undetermined", Name: "failed within U", Edit: three("-1.2", fail), Want: verdict},
		{Rule: "undetermined", Name: "clear and undetermined", Edit: three("0.1", open), Want: verdict},
		{Rule: "undetermined", Name: "clear beyond and undetermined", Edit: three("2.0", open), Want: verdict},
		{Rule: "undetermined", Name: "U does not count", Edit: point("0.95", "1.0", "0.1", pass)},
	})
}
