package reports

import "metrograph/model"

// request has a report made.
func request() Transition {
	return Transition{Name: Request, To: model.ReportDraft,
		Text:   model.Text{En: "a reviewer or publisher has a report made of what they may read", Zh: "审核员或发布员以其访问权限申请编制报告"},
		Roles:  []model.Role{model.RoleReviewer, model.RolePublisher},
		Action: model.ActionCreate,
		Checks: model.Text{En: "it says what the report is of", Zh: "写明报告对象"},
		do: func(c *Case) error {
			c.Report.Requester = model.RequesterOf(c.By)
			return nil
		}}
}
