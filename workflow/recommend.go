package workflow

import "metrograph/model"

// recommend closes the evaluation of a centre with success.
func recommend() Transition {
	return Transition{Name: Recommend, From: []model.EvaluationState{model.EvaluationUnderReview}, To: model.EvaluationRecommended,
		Text:   model.Text{En: "the committee recommends the subject; it becomes REVIEWED", Zh: "委员会推荐该对象，其状态变为已审核"},
		Roles:  []model.Role{model.RoleReviewer, model.RoleAdministrator},
		Action: model.ActionAmend, Chair: true,
		Checks: model.Text{En: "the reviews can be disclosed; quorum; mean points of each criterion and share of votes in favour meet the committee's rule", Zh: "评审意见可公开；达到法定人数；各准则均分和赞成比例满足委员会规则"},
		do:     func(c *Case) error { return c.favour() }}
}
