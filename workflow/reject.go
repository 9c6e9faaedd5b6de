package workflow

import "metrograph/model"

// reject closes an evaluation without success.
func reject() Transition {
	return Transition{Name: Reject, From: []model.EvaluationState{model.EvaluationSubmitted, model.EvaluationUnderReview, model.EvaluationNationalReview}, To: model.EvaluationRejected,
		Text:   model.Text{En: "the committee rejects the application", Zh: "委员会不予通过"},
		Roles:  []model.Role{model.RoleReviewer, model.RoleAdministrator},
		Action: model.ActionAmend, Chair: true,
		Checks: model.Text{En: "the reviews, if any were asked for, can be disclosed; it says why", Zh: "已指派的评审意见可公开；写明理由"},
		do: func(c *Case) error {
			switch {
			case c.Text.IsZero():
				return refuse("text", "say why it is rejected")
			case c.Evaluation.Tier == model.TierCentre && c.Evaluation.State == model.EvaluationNationalReview:
				return refuse("id", "the evaluation is with the nation: it is decided there")
			}
			if err := c.close(); err != nil {
				return err
			}
			c.Evaluation.Decision = c.decide()
			c.Evaluation.Decision.Favourable = false
			return nil
		}}
}
