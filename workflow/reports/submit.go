package reports

import (
	"time"

	"metrograph/model"
)

// noTime is the time of what has not happened.
var noTime time.Time

// submit fixes the files of a report: they are kept by their hash and never change again.
func submit() Transition {
	return Transition{Name: Submit, From: []model.ReportState{model.ReportDraft}, To: model.ReportUnderReview,
		Text:   model.Text{En: "the requester submits: the files are kept by their hash, and the centre reads them", Zh: "申请人提交：按哈希保存文件，供本机构审阅"},
		Roles:  []model.Role{model.RoleReviewer, model.RolePublisher},
		Action: model.ActionAmend, By: requesterOnly,
		Checks: model.Text{En: "the files are made", Zh: "文件已生成"},
		do: func(c *Case) error {
			if len(c.Files) == 0 {
				return refuse("id", "the files of the report are not made yet")
			}
			r := c.Report
			r.Files, r.SHA256, r.AsOf = c.Files, c.Files[0].SHA256, c.Export.StartedAt
			r.SubmittedAt, r.ReviewedAt, r.ReviewedBy = c.At, noTime, ""
			return nil
		}}
}
