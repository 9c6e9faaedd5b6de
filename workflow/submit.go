package workflow

import "metrograph/model"

// submit fixes what is evaluated, and computes the evaluator's sheet.
func submit() Transition {
	return Transition{Name: Submit, From: []model.EvaluationState{model.EvaluationDraft}, To: model.EvaluationSubmitted,
		Text:   model.Text{En: "the applicant submits: subject and members are fixed with versions and hashes, and the sheet is computed", Zh: "申请机构提交：固定对象与成员的版本和哈希，并计算评价表"},
		Roles:  []model.Role{model.RoleRecorder, model.RoleReviewer, model.RoleAdministrator},
		Action: model.ActionAmend,
		Checks: model.Text{En: "every member is there", Zh: "全部成员记录存在"},
		do: func(c *Case) error {
			if len(c.Missing) > 0 {
				return refuse("subject", "the member %s is not there for you: take it out of the data set, or record it", c.Missing[0])
			}
			c.fix()
			return nil
		}}
}

// fix takes the selection as what is evaluated from now on.
func (c *Case) fix() {
	e := c.Evaluation
	e.Round++
	e.SubmittedAt, e.Selection, e.Digest, e.Sheet = c.At, c.Selection, c.Digest, c.Sheet
	e.Assignments, e.Readers, e.Decision = nil, nil, nil
	e.DueAt, e.DisclosedAt = noTime, noTime
}
