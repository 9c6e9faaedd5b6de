package reports

import "metrograph/model"

// supersede marks a report when another one of the same is published. It stays readable.
func supersede() Transition {
	return Transition{Name: Supersede, From: []model.ReportState{model.ReportPublished}, To: model.ReportSuperseded,
		Text:   model.Text{En: "a new report of the same subject, period and language is published; this one stays readable and points to it", Zh: "同一对象、统计期和语言的新报告已发布；本报告仍可阅读并指向新报告"},
		Action: model.ActionAmend,
		do: func(c *Case) error {
			c.Report.SupersededByID = c.Next
			return nil
		}}
}
