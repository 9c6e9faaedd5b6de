package sheet

import (
	"metrograph/analysis/study"
	"metrograph/model"
)

// history asks whether the results are what the instrument's earlier certificates let expect:
// within the prediction interval of the drift at each point. A result outside of it is for an
// expert to explain; the instrument may have changed.
func history(m *Material) model.SheetLine {
	l, open := m.line(asked{topic: model.SheetHistory, criteria: []model.EvaluationCriterion{model.CriterionAccurate, model.CriterionMeasured},
		norm: "ISO/IEC 17025:2017", clause: "7.7.1; JCGM 100:2008, H.3", reads: []string{"results", "items", "issuedAt", "performedFrom", "performedTo"},
		text: model.Text{En: "Are the results consistent with the instrument's history?", Zh: "测量结果与该器具的历史数据是否一致？"}})
	if !open {
		return l
	}
	predictions := study.Predict(m.Certificate, m.Earlier)
	worst := study.Worst(predictions)
	if worst == nil {
		l.Found = model.Text{En: "The instrument has too few earlier certificates at these points that the reader may see.", Zh: "在这些校准点上，阅读者可见的历次证书不足。"}
		return l
	}
	for _, c := range m.Earlier {
		rests(&l, c.ID)
	}
	for i := range predictions {
		if l.Checked++; predictions[i].Beyond() > 1 {
			l.Failing++
		}
	}
	if l.Outcome = model.SheetPassed; l.Failing > 0 {
		l.Outcome = model.SheetAttention
	}
	l.Value, l.Limit, l.Unit, l.Path = number(worst.Error-worst.Expected), number(worst.Half), worst.Unit, worst.Path
	l.Found = model.Text{
		En: count(l.Failing) + " of " + count(l.Checked) + " points are outside the 95 % prediction interval; the furthest is " + string(l.Value) + " from what was expected, half the interval being " + string(l.Limit) + ".",
		Zh: count(l.Checked) + "个点中有" + count(l.Failing) + "个超出95%预测区间；偏离预期最远者为" + string(l.Value) + "，区间半宽为" + string(l.Limit) + "。"}
	return l
}
