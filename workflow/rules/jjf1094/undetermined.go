package jjf1094

import (
	"strings"

	"metrograph/model"
	"metrograph/workflow/rule"
)

// undetermined: where U counts, a point within U of a limit is neither conforming nor not; and
// one that is clear of it is not undetermined. It holds for documents by this norm, and for
// those that name no other decision rule.
func undetermined() rule.Rule {
	return rule.Rule{
		ID: "jjf1094.undetermined", Norm: norm, Clause: "5.3.1", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads: []string{"results", "statements"},
		Message: model.Text{En: "The verdict is {value}; with U the point is {want}.",
			Zh: "判定为 {value}，而计入 U 后该点应为 {want}。"},
		Remedy: model.Text{En: "Correct the verdict, or state another decision rule.",
			Zh: "请更正判定，或说明采用的其他判定规则。"},
		Check: checkUndetermined,
	}
}

func checkUndetermined(c *rule.Case) {
	if stated := decided(c); stated != "" && !strings.Contains(stated, "1094") {
		return
	}
	for at, p := range points(c) {
		mpev, known := p.MPEV()
		if !known || !p.KnownU {
			continue
		}
		should := model.ConformityInconclusive
		switch beyond := p.Beyond(); {
		case beyond+p.U <= p.Slack():
			should = model.ConformityPass
		case beyond-p.U >= -p.Slack():
			should = model.ConformityFail
		}
		clear := should != model.ConformityInconclusive
		switch p.Verdict {
		case model.ConformityInconclusive:
			c.Applies()
			if clear {
				c.FailIn(at.Table, at.Verdict, "texts", at.row, string(p.Verdict), string(should))
			}
		case model.ConformityPass, model.ConformityFail:
			c.Applies()
			if !clear && !within(p.U, mpev) {
				c.FailIn(at.Table, at.Verdict, "texts", at.row, string(p.Verdict), string(should))
			}
		default: // conditional verdicts are of another rule
		}
	}
}
