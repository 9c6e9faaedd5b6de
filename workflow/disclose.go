package workflow

import "metrograph/model"

// disclose opens the reviews to all experts of the evaluation. It happens by itself when the last
// one is given.
func disclose() Transition {
	return Transition{Name: Disclose, From: []model.EvaluationState{model.EvaluationUnderReview, model.EvaluationNationalReview},
		Text:   model.Text{En: "the reviews are opened to the experts, and to the applicant without names", Zh: "评审意见向专家公开，向申请机构匿名公开"},
		Roles:  []model.Role{model.RoleReviewer, model.RoleAdministrator},
		Action: model.ActionAmend, Chair: true,
		Checks: model.Text{En: "all reviews are given, or the deadline has passed", Zh: "全部意见已提交，或期限已过"},
		do:     func(c *Case) error { return c.close() }}
}
