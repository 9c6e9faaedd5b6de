package sheet

import (
	"math"

	"metrograph/analysis/study"
	"metrograph/model"
	"metrograph/workflow/rule"
)

// What a stated uncertainty may fall short of the capability by, for it is rounded: JCGM 100,
// 7.2.6, to two digits at least, by 5 % at most.
const rounding = 0.95

// coverage is the factor that uncertainties are compared with and told by.
const coverage = 2

// capability asks whether the issuer states an uncertainty that it is capable of: none smaller
// than that of its capability for the quantity and the range.
func capability(m *Material) model.SheetLine {
	l, open := m.line(asked{topic: model.SheetCapability, criteria: []model.EvaluationCriterion{model.CriterionAccurate},
		norm: "ILAC-P14:09/2020", clause: "5", reads: []string{"results", "issuer", "discipline", "performedFrom", "performedTo", "issuedAt"},
		text: model.Text{En: "Is no stated uncertainty smaller than the issuer's calibration and measurement capability?", Zh: "给出的不确定度是否均不小于出具机构的校准和测量能力？"}})
	switch {
	case !open:
		return l
	case m.Issuer == nil || !rule.Open(m.Issuer, "capabilities") || len(m.Issuer.Capabilities) == 0:
		l.Found = model.Text{En: "The issuer states no capability that the reader may see.", Zh: "没有阅读者可见的出具机构校准和测量能力。"}
		return l
	}
	rests(&l, m.Issuer.ID)
	outside, least := 0, math.Inf(1)
	for _, r := range study.Readings(m.Certificate) {
		if r.U <= 0 {
			continue
		}
		l.Checked++
		able, covered := m.able(&r)
		if !covered {
			outside++
			continue
		}
		if ratio := r.U / able; ratio < least {
			least = ratio
			l.Value, l.Limit, l.Unit, l.Path = number(coverage*r.U), number(coverage*able), r.Unit, r.Path
		}
		if r.U < rounding*able {
			l.Failing++
		}
	}
	answer(&l, outside)
	return l
}

func answer(l *model.SheetLine, outside int) {
	l.Outcome = model.SheetPassed
	switch {
	case l.Checked == 0:
		l.Outcome = model.SheetNotApplicable
		l.Found = model.Text{En: "No point states an uncertainty that could be used.", Zh: "没有可用的不确定度。"}
		return
	case l.Failing > 0:
		l.Outcome = model.SheetFailed
	case outside > 0:
		l.Outcome = model.SheetAttention
	}
	l.Found = model.Text{
		En: "Of " + count(l.Checked) + " points, " + count(l.Failing) + " state less than the capability, and " + count(outside) + " are within none of its ranges (k = 2).",
		Zh: "共" + count(l.Checked) + "个校准点，不确定度小于校准和测量能力的有" + count(l.Failing) + "个，不在其范围内的有" + count(outside) + "个（k = 2）。"}
}

// able is the smallest standard uncertainty of the issuer at a reading, in its unit.
func (m *Material) able(r *study.Reading) (least float64, covered bool) {
	day := rule.DayOf(m.Certificate)
	least = math.Inf(1)
	for i := range m.Issuer.Capabilities {
		c := &m.Issuer.Capabilities[i]
		switch {
		case c.Discipline != "" && c.Discipline != m.Certificate.Discipline,
			c.QuantityKind != "" && r.QuantityKind != "" && c.QuantityKind != r.QuantityKind,
			c.ValidUntil.Valid() && c.ValidUntil < day,
			!within(&c.Range, r):
			continue
		}
		from, size := c.Unit, 0.0
		if c.Uncertainty.Relative {
			from, size = r.NominalUnit, math.Abs(r.Nominal)
		}
		u, ok := study.Standard(&c.Uncertainty, size)
		convert, err := model.Convert(from, r.Unit)
		if ok && err == nil {
			least, covered = min(least, convert.Difference(u)), true
		}
	}
	return least, covered
}

// within tells whether a reading's point is in a range.
func within(i *model.Interval, r *study.Reading) bool {
	inside := func(end *model.Quantity, sign float64) bool {
		if end == nil {
			return true
		}
		bound, ok := end.Value.Float64()
		c, err := model.Convert(r.NominalUnit, end.Unit)
		slack := 1e-9 * math.Abs(bound)
		return ok && err == nil && sign*(c.Value(r.Nominal)-bound) >= -slack
	}
	return inside(i.Lower, 1) && inside(i.Upper, -1)
}
