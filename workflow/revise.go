package workflow

import "metrograph/model"

// requestRevision gives the subject back to the applicant.
func requestRevision() Transition {
	return Transition{Name: RequestRevision, From: []model.EvaluationState{model.EvaluationUnderReview}, To: model.EvaluationRevisionRequested,
		Text:   model.Text{En: "the committee asks the applicant to mend something; the subject may be amended again", Zh: "委员会要求申请机构修改；评价对象可再次修改"},
		Roles:  []model.Role{model.RoleReviewer, model.RoleAdministrator},
		Action: model.ActionAmend, Chair: true,
		Checks: model.Text{En: "the reviews can be disclosed; it says what is to be mended", Zh: "评审意见可公开；写明修改要求"},
		do: func(c *Case) error {
			if c.Text.IsZero() {
				return refuse("text", "say what is to be mended")
			}
			e := c.Evaluation
			e.Requests = append(e.Requests, model.RevisionRequest{At: c.At, Round: e.Round, Text: c.Text})
			return c.close()
		}}
}
