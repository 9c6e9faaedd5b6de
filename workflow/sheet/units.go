package sheet

import (
	"fmt"

	"metrograph/model"
	"metrograph/workflow/rule"
)

// units asks whether a program can use the numbers: whether their units are known, so that
// they can be converted.
func units(m *Material) model.SheetLine {
	l, open := m.line(asked{topic: model.SheetUnits, criteria: []model.EvaluationCriterion{model.CriterionPractical, model.CriterionCompleteness},
		norm: "GB/T 36344-2018", clause: "normativity 规范性; SI Brochure 9", reads: []string{"results"},
		text: model.Text{En: "Are the units of all columns of numbers known, so that the data can be put to use?", Zh: "各数据列的计量单位是否均可识别，便于使用？"}})
	if !open {
		return l
	}
	for t := range rule.TablesOf(m.Certificate) {
		for i := range t.Columns {
			c := &t.Columns[i]
			if len(c.Values) == 0 {
				continue
			}
			if l.Checked++; known(c.Units) {
				continue
			}
			if l.Failing++; l.Path == "" {
				l.Path = fmt.Sprintf("results[%d].series[%d].columns[%d].units", t.Result, t.Index, i)
			}
		}
	}
	switch {
	case l.Checked == 0:
		l.Found = model.Text{En: "There are no columns of numbers.", Zh: "没有数据列。"}
	case l.Failing == 0:
		l.Outcome = model.SheetPassed
		l.Found = model.Text{En: "Those of all " + count(l.Checked) + " columns are.", Zh: count(l.Checked) + "个数据列的单位均可识别。"}
	default:
		l.Outcome = model.SheetAttention
		l.Found = model.Text{En: "Those of " + count(l.Failing) + " of " + count(l.Checked) + " columns are not.",
			Zh: count(l.Checked) + "个数据列中有" + count(l.Failing) + "个的单位缺失或无法识别。"}
	}
	return l
}

// known tells whether there are units, and all of them can be read.
func known(list []model.Unit) bool {
	for i, u := range list {
		if u.UCUM != "" || i > 0 && u == list[i-1] {
			continue
		}
		if _, finding := model.ParseUnit(u.Text); finding != nil || u.Text == "" {
			return false
		}
	}
	return len(list) > 0
}
