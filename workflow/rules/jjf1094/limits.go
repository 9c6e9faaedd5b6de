package jjf1094

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// limits: a verdict does not contradict the numbers. Within U of a limit, which verdict is
// right depends on the decision rule.
func limits() rule.Rule {
	return rule.Rule{
		ID: "jjf1094.limits", Norm: norm, Clause: "5.3.1; ISO/IEC 17025:2017, 7.8.6.2", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads: []string{"results"},
		Message: model.Text{En: "The verdict {value} contradicts the numbers of the point, which is {want} the limits.",
			Zh: "判定 {value} 与数据矛盾，该点数据在限值{want}。"},
		Remedy: model.Text{En: "Correct the verdict, the value or the limits.",
			Zh: "请更正判定、测得值或限值。"},
		Check: checkLimits,
	}
}

func checkLimits(c *rule.Case) {
	for at, p := range points(c) {
		passes := p.Verdict == model.ConformityPass || p.Verdict == model.ConformityConditionalPass
		fails := p.Verdict == model.ConformityFail || p.Verdict == model.ConformityConditionalFail
		if !passes && !fails {
			continue
		}
		c.Applies()
		switch beyond := p.Beyond(); {
		case passes && beyond > p.Slack():
			c.FailIn(at.Table, at.Verdict, "texts", at.row, string(p.Verdict), "outside 之外")
		case fails && beyond < -p.Slack():
			c.FailIn(at.Table, at.Verdict, "texts", at.row, string(p.Verdict), "inside 之内")
		}
	}
}
