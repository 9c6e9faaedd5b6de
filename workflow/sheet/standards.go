package sheet

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// standards asks whether each standard that was used had a valid certificate on the day of the
// work: by what the document says of it, and by the standard's own certificate.
func standards(m *Material) model.SheetLine {
	l, open := m.line(asked{topic: model.SheetStandards, criteria: []model.EvaluationCriterion{model.CriterionTraceability, model.CriterionAccurate},
		norm: "ISO/IEC 17025:2017", clause: "6.4.8; 6.4.13; 6.5.1", reads: []string{"standards", "performedFrom", "performedTo", "issuedAt"},
		text: model.Text{En: "Were the measurement standards valid on the day of the work?", Zh: "所用计量标准在工作当日是否有效？"}})
	day := rule.DayOf(m.Certificate)
	switch {
	case !open:
		return l
	case day == "":
		l.Found = model.Text{En: "The day of the work is not known.", Zh: "工作日期不明。"}
		return l
	}
	unknown := 0
	for _, link := range m.Links {
		if link.Below != nil {
			continue
		}
		l.Checked++
		if link.Certificate != nil {
			rests(&l, link.Certificate.ID)
		}
		valid, known := link.validOn(day)
		if !known {
			unknown++
		}
		if known && !valid {
			l.Failing++
		}
		if !valid && l.Path == "" {
			l.Path = link.Path
		}
	}
	l.Outcome = model.SheetPassed
	switch {
	case l.Checked == 0:
		l.Outcome = model.SheetNotApplicable
		l.Found = model.Text{En: "The document names no measurement standards.", Zh: "证书未列出所用计量标准。"}
		return l
	case l.Failing > 0:
		l.Outcome = model.SheetFailed
	case unknown > 0:
		l.Outcome = model.SheetAttention
	}
	l.Found = model.Text{
		En: "Of " + count(l.Checked) + " standards, " + count(l.Failing) + " were not valid on " + string(day) + ", and of " + count(unknown) + " it is not known.",
		Zh: "共" + count(l.Checked) + "项计量标准，在" + string(day) + "无效的有" + count(l.Failing) + "项，情况不明的有" + count(unknown) + "项。"}
	return l
}

// validOn tells whether a standard was valid on a day, and whether that is known.
func (k *Link) validOn(day model.Date) (valid, known bool) {
	until := k.Use.ValidUntil
	if until.Valid() && until < day {
		return false, true
	}
	if c := k.Certificate; c != nil && rule.Open(c, "validUntil", "issuedAt", "status") {
		return rule.InvalidOn(c, day) == "", true
	}
	return until.Valid(), until.Valid()
}
