package sheet

import (
	"slices"
	"strings"

	"metrograph/model"
	"metrograph/workflow/rule"
	"metrograph/workflow/rules"
)

// Scores from which a side of the quality is good, and below which it is not enough. They are
// conventions of the house; norms leave them to whoever evaluates.
const (
	GoodScore   = 90
	EnoughScore = 60
)

// findings asks for each norm whether the rules of quality that come from it are met, and for
// each side of the quality whether its score is good.
func findings(m *Material) []model.SheetLine {
	e := rules.Evaluate(m.Certificate, m.Related)
	unmet := map[string][]*rule.Finding{}
	for i := range e.Findings {
		f := &e.Findings[i]
		if f.Rule.Severity != model.SeverityInfo {
			unmet[f.Rule.Norm] = append(unmet[f.Rule.Norm], f)
		}
	}
	var lines []model.SheetLine
	for _, norm := range norms() {
		lines = append(lines, m.norm(norm, e.Applied[norm.name], unmet[norm.name]))
	}
	for _, d := range model.QualityDimension("").Values() {
		lines = append(lines, m.score(d, &e.Quality))
	}
	return lines
}

// normOf is a norm that has rules, and the criteria that these inform.
type normOf struct {
	name     string
	criteria []model.EvaluationCriterion
}

func norms() []normOf {
	var list []normOf
	for _, r := range rules.All() {
		at := slices.IndexFunc(list, func(n normOf) bool { return n.name == r.Norm })
		if at < 0 {
			at, list = len(list), append(list, normOf{name: r.Norm})
		}
		if c := criterionOf(r.Dimension); !slices.Contains(list[at].criteria, c) {
			list[at].criteria = append(list[at].criteria, c)
		}
	}
	return list
}

func criterionOf(d model.QualityDimension) model.EvaluationCriterion {
	switch d {
	case model.QualityCompleteness:
		return model.CriterionCompleteness
	case model.QualityConsistency:
		return model.CriterionAccurate
	case model.QualityTimeliness:
		return model.CriterionPractical
	}
	return model.CriterionTraceability
}

func (m *Material) norm(n normOf, applied int, unmet []*rule.Finding) model.SheetLine {
	l, _ := m.line(asked{topic: model.SheetFindings, criteria: n.criteria, norm: n.name, text: model.Text{
		En: "Are the rules of " + n.name + " that apply to the document met?", Zh: "适用的" + n.name + "规则是否均已满足？"}})
	var names, clauses []string
	for _, f := range unmet {
		if !slices.Contains(names, f.Rule.ID) {
			names = append(names, f.Rule.ID)
			clauses = append(clauses, f.Rule.Clause)
		}
	}
	l.Checked, l.Failing = applied, len(names)
	switch {
	case applied == 0:
		l.Found = model.Text{En: "No rule applies.", Zh: "没有适用的规则。"}
	case len(names) == 0:
		l.Outcome = model.SheetPassed
		l.Found = model.Text{En: "All of " + count(applied) + " are met.", Zh: count(applied) + "条规则均已满足。"}
	default:
		l.Outcome, l.Path = model.SheetAttention, unmet[0].Path
		l.Clause = strings.Join(slices.Compact(clauses), "; ")
		list := strings.Join(names, ", ")
		l.Found = model.Text{En: count(len(names)) + " of " + count(applied) + " are not met: " + list + ".",
			Zh: count(applied) + "条规则中有" + count(len(names)) + "条未满足：" + list + "。"}
	}
	return l
}

func (m *Material) score(d model.QualityDimension, q *rules.Quality) model.SheetLine {
	en, zh := nameOf(d)
	l, _ := m.line(asked{topic: model.SheetQuality, criteria: []model.EvaluationCriterion{criterionOf(d)},
		norm: "ISO/IEC 25024:2015; GB/T 36344-2018", clause: en + " " + zh,
		text: model.Text{En: "Is the score of " + en + " at least " + count(GoodScore) + " of 100?", Zh: zh + "得分是否达到" + count(GoodScore) + "分？"}})
	told := q.Tell()
	score := map[model.QualityDimension]*int{model.QualityCompleteness: told.Completeness, model.QualityConsistency: told.Consistency,
		model.QualityTimeliness: told.Timeliness, model.QualityTraceability: told.Traceability}[d]
	if score == nil {
		l.Found = model.Text{En: "No rule applies that the reader may be told of.", Zh: "没有可告知阅读者的适用规则。"}
		return l
	}
	l.Checked, l.Value, l.Limit = 1, model.Decimal(count(*score)), model.Decimal(count(GoodScore))
	l.Found = model.Text{En: "It is " + count(*score) + ".", Zh: "得" + count(*score) + "分。"}
	switch {
	case *score >= GoodScore:
		l.Outcome = model.SheetPassed
	case *score >= EnoughScore:
		l.Outcome, l.Failing = model.SheetAttention, 1
	default:
		l.Outcome, l.Failing = model.SheetFailed, 1
	}
	return l
}

func nameOf(d model.QualityDimension) (en, zh string) {
	switch d {
	case model.QualityCompleteness:
		return "completeness", "完整性"
	case model.QualityConsistency:
		return "consistency", "一致性"
	case model.QualityTimeliness:
		return "currentness", "时效性"
	}
	return "traceability", "可追溯性"
}
