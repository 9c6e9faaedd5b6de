package reports

import "metrograph/model"

// withdraw takes a report back. By the policy, reviewers take back what is not published.
func withdraw() Transition {
	return Transition{Name: Withdraw, To: model.ReportWithdrawn,
		From:   []model.ReportState{model.ReportDraft, model.ReportUnderReview, model.ReportPublished},
		Text:   model.Text{En: "a publisher takes the report back, or a reviewer one that is not published", Zh: "发布员撤回报告；审核员可撤回未发布的报告"},
		Roles:  []model.Role{model.RoleReviewer, model.RolePublisher},
		Action: model.ActionWithdraw,
		Checks: model.Text{En: "it says why", Zh: "写明原因"},
		do: func(c *Case) error {
			if c.Text == "" {
				return refuse("text", "say why the report is withdrawn")
			}
			c.Report.Withdrawal = model.Withdrawal{At: c.At, Reason: c.Text}
			return nil
		}}
}
