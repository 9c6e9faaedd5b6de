package sample

import "metrograph/model"

// A rule decides on conformity from an error, its uncertainty and its limits.
type rule uint8

const (
	ruleNone   rule = iota // no statement
	ruleSimple             // simple acceptance: the error alone counts
	ruleGuard              // guard bands of the width of U, with conditional verdicts (JCGM 106:2012, 8.3)
	ruleThree              // pass, fail, or inconclusive within U of the limit (JJF 1094-2002, 5.3.1)
	rules
)

// verdict judges one point.
func (r rule) verdict(e, u, mpe int64) model.Conformity {
	size := max(e, -e)
	switch {
	case r == ruleNone:
		return model.ConformityNone
	case r == ruleSimple && size <= mpe, size+u <= mpe:
		return model.ConformityPass
	case r == ruleSimple, size >= mpe+u:
		return model.ConformityFail
	case r == ruleThree:
		return model.ConformityInconclusive
	case size <= mpe:
		return model.ConformityConditionalPass
	}
	return model.ConformityConditionalFail
}

// weight orders the verdicts: the worst of the points is that of the certificate.
func weight(c model.Conformity) int {
	switch c {
	case model.ConformityPass:
		return 1
	case model.ConformityConditionalPass:
		return 2
	case model.ConformityInconclusive:
		return 3
	case model.ConformityConditionalFail:
		return 4
	case model.ConformityFail:
		return 5
	}
	return 0
}

// statements lists what a certificate states: on conformity by the rule, and on
// traceability.
func statements(r rule, c model.Conformity) []model.Statement {
	traceability := model.Statement{Name: bi("溯源性声明", "Traceability"), Norm: "ISO/IEC 17025:2017", Clause: "6.5",
		Declaration: bi("测量结果通过所用计量标准溯源至国家计量基准。",
			"The results are traceable to national measurement standards through the standards used.")}
	conformity := model.Statement{Name: bi("符合性判定", "Statement of conformity"), Conformity: c, Declaration: declaration(c)}
	switch r {
	case ruleSimple:
		conformity.Norm, conformity.Clause = "JJF 1094-2002", "5.3.1"
		conformity.DecisionRule = bi("简单接受:示值误差的绝对值不大于最大允许误差即为合格,U 不大于最大允许误差的 1/3。",
			"Simple acceptance: conforming where the error is within the limits; U is at most one third of the maximum permissible error.")
	case ruleGuard:
		conformity.Norm, conformity.Clause = "JCGM 106:2012", "8.3"
		conformity.DecisionRule = bi("保护带 w = U 的非二元判定。", "Non-binary statement with a guard band w = U.")
	case ruleThree:
		conformity.Norm, conformity.Clause = "JJF 1094-2002", "5.3.1"
		conformity.DecisionRule = bi("考虑测量不确定度:待定区宽度为 U。", "Uncertainty taken into account: inconclusive within U of the limits.")
	}
	return []model.Statement{conformity, traceability}
}

func declaration(c model.Conformity) model.Text {
	switch c {
	case model.ConformityPass:
		return bi("所检项目符合要求。", "The instrument conforms to the requirement.")
	case model.ConformityFail:
		return bi("所检项目不符合要求。", "The instrument does not conform to the requirement.")
	case model.ConformityConditionalPass:
		return bi("有条件合格:误差在限内,但距限值不足 U。", "Conditional pass: within the limits, by less than U.")
	case model.ConformityConditionalFail:
		return bi("有条件不合格:误差超限,但超出不足 U。", "Conditional fail: beyond the limits, by less than U.")
	case model.ConformityInconclusive:
		return bi("测量结果处于待定区,不作合格与否的判定。", "The result is too near the limit for a verdict.")
	}
	return bi("本证书仅给出测量结果,不作符合性判定。", "Results only; no statement of conformity is made.")
}

// verdicts holds the statements of every rule and verdict, which certificates share.
type verdicts [rules]map[model.Conformity][]model.Statement

func newVerdicts() (v verdicts) {
	for r := range rules {
		v[r] = map[model.Conformity][]model.Statement{}
		for _, c := range model.Conformity("").Values() {
			v[r][c] = statements(r, c)
		}
	}
	return v
}
