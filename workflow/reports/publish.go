package reports

import "metrograph/model"

// publish opens the report to everybody. From then on it never changes.
func publish() Transition {
	return Transition{Name: Publish, From: []model.ReportState{model.ReportUnderReview}, To: model.ReportPublished,
		Text:   model.Text{En: "a publisher publishes: everybody reads the report and its files, and one of the same before is superseded", Zh: "发布员发布：报告及文件对外公开，此前同一报告被取代"},
		Roles:  []model.Role{model.RolePublisher},
		Action: model.ActionPublish,
		Checks: model.Text{En: "a reviewer has approved it", Zh: "已审核通过"},
		do: func(c *Case) error {
			if c.Report.ReviewedAt.IsZero() {
				return refuse("id", "a reviewer who did not request the report has to approve it first, with approveReport")
			}
			c.Report.PublishedAt, c.Report.SupersedesID = c.At, c.Before
			return nil
		}}
}
