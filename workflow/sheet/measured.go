package sheet

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// measured asks whether the document holds what was measured, and when, rather than what was
// worked out later from other data.
func measured(m *Material) model.SheetLine {
	l, open := m.line(asked{topic: model.SheetMeasured, criteria: []model.EvaluationCriterion{model.CriterionMeasured},
		norm: "ISO/IEC 17025:2017", clause: "7.5.1; 7.8.2.1 i), m)", reads: []string{"results", "stage", "performedFrom", "performedTo"},
		text: model.Text{En: "Does the document hold measured values, with the day of the measurement?", Zh: "证书是否含有测得的数据及测量日期？"}})
	if !open {
		return l
	}
	c := m.Certificate
	for t := range rule.TablesOf(c) {
		for i := range t.Columns {
			if rule.Measured(t.Columns[i].Role) {
				l.Checked += len(t.Columns[i].Values)
			}
		}
	}
	values := model.Text{En: count(l.Checked) + " measured values", Zh: "共有" + count(l.Checked) + "个测得值"}
	switch {
	case l.Checked == 0:
		l.Outcome, l.Failing = model.SheetFailed, 1
		l.Found = model.Text{En: "There are no measured values.", Zh: "没有测得值。"}
	case c.Stage == model.StageDerived:
		l.Outcome, l.Failing, l.Path = model.SheetAttention, 1, "stage"
		l.Found = model.Text{En: values.En + ", derived from other data.", Zh: values.Zh + "，系由其他数据衍生。"}
		rests(&l, c.DerivedFrom...)
	case !c.PerformedFrom.Valid() && !c.PerformedTo.Valid():
		l.Outcome, l.Failing, l.Path = model.SheetAttention, 1, "performedTo"
		l.Found = model.Text{En: values.En + ", without the day of the measurement.", Zh: values.Zh + "，未注明测量日期。"}
	default:
		l.Outcome = model.SheetPassed
		l.Found = model.Text{En: values.En + ", of " + string(rule.DayOf(c)) + ".", Zh: values.Zh + "，测量日期为" + string(rule.DayOf(c)) + "。"}
	}
	return l
}
