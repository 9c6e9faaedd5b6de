package gbt36344

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// issue: a document is issued within three months after the work.
func issue() rule.Rule {
	return rule.Rule{
		ID: "gbt36344.issued", Norm: norm, Clause: "currentness 时效性", Severity: model.SeverityWarning, Dimension: model.QualityTimeliness,
		Reads: []string{"performedFrom", "performedTo", "issuedAt"},
		Message: model.Text{En: "The document was issued on {want}, more than three months after the work of {value}.",
			Zh: "工作于 {value} 完成，证书 {want} 才签发，已超过三个月。"},
		Remedy: model.Text{En: "Correct the dates, or issue documents earlier.",
			Zh: "请核对日期，或及时签发证书。"},
		Check: checkIssue,
	}
}

func checkIssue(c *rule.Case) {
	done := c.PerformedTo
	if done == "" {
		done = c.PerformedFrom
	}
	day, ok := done.Time()
	issued, known := c.IssuedAt.Time()
	if !ok || !known {
		return
	}
	c.Applies()
	if issued.Sub(day) > threeMonths {
		c.Fail("issuedAt", string(done), string(c.IssuedAt))
	}
}
