package jjf1094

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// ratio: the uncertainty may be left out of a verdict where U is at most a third of the
// maximum permissible error. A document that states its decision rule has taken it into
// account.
func ratio() rule.Rule {
	return rule.Rule{
		ID: "jjf1094.ratio", Norm: norm, Clause: "5.3.1", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads: []string{"results", "statements"},
		Message: model.Text{En: "U = {value} is more than a third of the maximum permissible error {want}.",
			Zh: "U = {value} 大于最大允许误差绝对值 {want} 的三分之一。"},
		Remedy: model.Text{En: "Measure with a smaller uncertainty, or state the decision rule by which U was taken into account.",
			Zh: "请减小测量不确定度，或说明考虑 U 的判定规则。"},
		Check: checkRatio,
	}
}

func checkRatio(c *rule.Case) {
	if decided(c) != "" {
		return
	}
	for at, p := range points(c) {
		mpev, known := p.MPEV()
		if !known || !p.KnownU || p.Verdict != model.ConformityPass && p.Verdict != model.ConformityFail {
			continue
		}
		c.Applies()
		if !within(p.U, mpev) {
			c.FailIn(at.Table, at.Value, "uncertainty.values", -1, string(rule.Pick(at.Columns[at.Value].Uncertainty.Values, at.row)), number(mpev))
		}
	}
}
