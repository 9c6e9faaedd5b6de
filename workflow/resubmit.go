package workflow

import "metrograph/model"

// resubmit submits the subject again after it was mended: what is evaluated is fixed anew, and
// experts are asked anew, since what is in it may be another's now.
func resubmit() Transition {
	return Transition{Name: Resubmit, From: []model.EvaluationState{model.EvaluationRevisionRequested}, To: model.EvaluationSubmitted,
		Text:   model.Text{En: "the applicant submits the mended subject with an answer; a new round begins", Zh: "申请机构提交修改稿并答复；进入新一轮"},
		Roles:  []model.Role{model.RoleRecorder, model.RoleReviewer, model.RoleAdministrator},
		Action: model.ActionAmend,
		Checks: model.Text{En: "it says what was mended; every member is there", Zh: "写明修改情况；全部成员记录存在"},
		do: func(c *Case) error {
			switch {
			case c.Text.IsZero():
				return refuse("text", "say what was mended")
			case len(c.Missing) > 0:
				return refuse("subject", "the member %s is not there for you: take it out of the data set, or record it", c.Missing[0])
			}
			last := &c.Evaluation.Requests[len(c.Evaluation.Requests)-1]
			last.Answer, last.AnsweredAt = c.Text, c.At
			c.fix()
			return nil
		}}
}
