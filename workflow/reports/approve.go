package reports

import "metrograph/model"

// approve is the review of somebody else than who had the report made.
func approve() Transition {
	return Transition{Name: Approve, From: []model.ReportState{model.ReportUnderReview},
		Text:   model.Text{En: "a reviewer who did not request the report finds it good", Zh: "非申请人的审核员审核通过"},
		Roles:  []model.Role{model.RoleReviewer},
		Action: model.ActionAmend, By: otherOnly,
		Checks: model.Text{En: "nobody has approved it yet", Zh: "尚未审核通过"},
		do: func(c *Case) error {
			if !c.Report.ReviewedAt.IsZero() {
				return refuse("id", "the report is approved already: publish it, or return it")
			}
			c.Report.ReviewedAt, c.Report.ReviewedBy = c.At, c.By.Subject
			return nil
		}}
}
