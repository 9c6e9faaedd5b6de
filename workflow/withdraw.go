package workflow

import "metrograph/model"

// withdraw takes the application back.
func withdraw() Transition {
	return Transition{Name: Withdraw, To: model.EvaluationWithdrawn,
		From: []model.EvaluationState{model.EvaluationDraft, model.EvaluationSubmitted, model.EvaluationUnderReview,
			model.EvaluationRevisionRequested, model.EvaluationRecommended, model.EvaluationApplied},
		Text:   model.Text{En: "the applicant takes the application back; the subject is free again", Zh: "申请机构撤回申请；评价对象解除固定"},
		Roles:  []model.Role{model.RoleRecorder, model.RoleAdministrator},
		Action: model.ActionWithdraw,
		Checks: model.Text{En: "the nation has not taken it up", Zh: "国家中心尚未受理"},
		do:     func(*Case) error { return nil }}
}
