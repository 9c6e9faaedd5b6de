package reports

import "metrograph/model"

// giveBack makes the report a draft again.
func giveBack() Transition {
	return Transition{Name: Return, From: []model.ReportState{model.ReportUnderReview}, To: model.ReportDraft,
		Text:   model.Text{En: "a reviewer or publisher who did not request the report gives it back", Zh: "非申请人的审核员或发布员退回修改"},
		Roles:  []model.Role{model.RoleReviewer, model.RolePublisher},
		Action: model.ActionAmend, By: otherOnly,
		Checks: model.Text{En: "it says what is to be mended", Zh: "写明修改要求"},
		do: func(c *Case) error {
			if c.Text == "" {
				return refuse("text", "say what is to be mended")
			}
			r := c.Report
			r.Remarks = append(r.Remarks, model.ReportRemark{At: c.At, By: c.By.Subject, Text: c.Text})
			r.ReviewedAt, r.ReviewedBy = noTime, ""
			return nil
		}}
}
