package workflow

import "metrograph/model"

// open begins an evaluation: the applicant says what is to be evaluated, and by whom.
func open() Transition {
	return Transition{Name: Open, To: model.EvaluationDraft,
		Text:   model.Text{En: "the applicant begins an application for the evaluation of a certificate or a data set", Zh: "申请机构就一份证书或一个数据集建立评价申请"},
		Roles:  []model.Role{model.RoleRecorder, model.RoleReviewer, model.RoleAdministrator},
		Action: model.ActionCreate,
		Checks: model.Text{En: "the subject is the applicant's own; the committee is of the same institution", Zh: "评价对象属于申请机构；委员会属于同一机构"},
		do: func(c *Case) error {
			c.Evaluation.Tier = model.TierCentre
			if c.Committee.Tier != model.TierCentre {
				return refuse("committee", "the committee is of the tier %s: a centre's own committee evaluates first, and the national one after it", c.Committee.Tier)
			}
			return nil
		}}
}
