package sheet

import (
	"fmt"
	"math"

	"metrograph/analysis/comparison"
	"metrograph/analysis/study"
	"metrograph/model"
	"metrograph/workflow/rule"
)

// reference asks whether measured values agree with reference values that stand beside them,
// both with uncertainties, by their En numbers. An indication that does not agree tells of the
// instrument, and is not held against the laboratory.
func reference(m *Material) model.SheetLine {
	l, open := m.line(asked{topic: model.SheetReference, criteria: []model.EvaluationCriterion{model.CriterionAccurate, model.CriterionMeasured},
		norm: "ISO 13528:2015", clause: "9.7; JJF 1117-2010", reads: []string{"results"},
		text: model.Text{En: "Do the values agree with the reference values, |En| ≤ 1?", Zh: "测得值与参考值是否一致（|En| ≤ 1）？"}})
	if !open {
		return l
	}
	worst, of := 0.0, 0
	for t := range rule.TablesOf(m.Certificate) {
		at, against, role := compared(t)
		if at < 0 {
			continue
		}
		for row := range t.Rows() {
			en, ok := score(t.Columns[at].At(row), t.Columns[against].At(row))
			if !ok {
				continue
			}
			l.Checked++
			if math.Abs(en) > 1 {
				l.Failing++
				if role == model.ColumnMeasuredValue {
					of++
				}
			}
			if l.Path == "" || math.Abs(en) > math.Abs(worst) {
				worst, l.Path = en, fmt.Sprintf("results[%d].series[%d].columns[%d].values[%d]", t.Result, t.Index, at, row)
			}
		}
	}
	if l.Checked == 0 {
		l.Found = model.Text{En: "There are no reference values with an uncertainty beside values that have one.", Zh: "没有同时带有不确定度的参考值与测得值。"}
		return l
	}
	l.Value, l.Limit, l.Outcome = number(worst), "1", model.SheetPassed
	switch {
	case of > 0:
		l.Outcome = model.SheetFailed
	case l.Failing > 0:
		l.Outcome = model.SheetAttention
	}
	l.Found = model.Text{En: count(l.Failing) + " of " + count(l.Checked) + " points do not agree; the largest is En = " + string(l.Value) + ".",
		Zh: count(l.Checked) + "个点中有" + count(l.Failing) + "个不一致，绝对值最大者En = " + string(l.Value) + "。"}
	return l
}

// compared finds the column of a table that has reference values, and that of the values
// beside them; -1 where that is not certain.
func compared(t rule.Table) (at, against int, role model.ColumnRole) {
	against = t.Only(model.ColumnReferenceValue)
	for _, role := range []model.ColumnRole{model.ColumnMeasuredValue, model.ColumnIndication} {
		if at := t.Only(role); at >= 0 && against >= 0 {
			return at, against, role
		}
	}
	return -1, -1, ""
}

// score is the En number of a value; it is not known without both uncertainties.
func score(value, reference model.Quantity) (en float64, known bool) {
	x, ok := value.Value.Float64()
	y, okay := reference.Value.Float64()
	u, uncertain := study.Standard(value.Uncertainty, math.Abs(x))
	v, unsure := study.Standard(reference.Uncertainty, math.Abs(y))
	c, err := model.Convert(reference.Unit, value.Unit)
	if !ok || !okay || !uncertain || !unsure || err != nil {
		return 0, false
	}
	difference := x - c.Value(y)
	if exact, same := value.Value.Minus(reference.Value); same && value.Unit == reference.Unit {
		difference = exact
	}
	en, _, err = comparison.En(difference, coverage*u, 0, coverage*c.Difference(v))
	return en, err == nil
}
