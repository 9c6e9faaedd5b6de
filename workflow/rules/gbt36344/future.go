package gbt36344

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// future: nothing was recorded before it happened. A day is allowed for, since the day of a
// place may be ahead of that of the record.
func future() rule.Rule {
	return rule.Rule{
		ID: "gbt36344.future", Norm: norm, Clause: "currentness 时效性", Severity: model.SeverityWarning, Dimension: model.QualityTimeliness,
		Reads: []string{"receivedAt", "performedFrom", "performedTo", "issuedAt", "created"},
		Message: model.Text{En: "The date {value} is after the record was made, on {want}.",
			Zh: "日期 {value} 晚于记录日期 {want}。"},
		Remedy: model.Text{En: "Correct the date.",
			Zh: "请更正日期。"},
		Check: checkFuture,
	}
}

func checkFuture(c *rule.Case) {
	recorded := recordedOn(c.Certificate)
	if recorded.IsZero() {
		return
	}
	for _, d := range [...]struct {
		field string
		date  model.Date
	}{{"receivedAt", c.ReceivedAt}, {"performedFrom", c.PerformedFrom}, {"performedTo", c.PerformedTo}, {"issuedAt", c.IssuedAt}} {
		day, ok := d.date.Time()
		if !ok {
			continue
		}
		c.Applies()
		if day.Sub(recorded) > oneDay {
			c.Fail(d.field, string(d.date), string(model.DateOf(recorded)))
		}
	}
}
