package workflow

import "metrograph/model"

// publish closes the nation's evaluation with success: the subject is published with authority.
func publish() Transition {
	return Transition{Name: Publish, From: []model.EvaluationState{model.EvaluationNationalReview}, To: model.EvaluationPublished,
		Text:   model.Text{En: "the national centre publishes the subject with authority", Zh: "国家中心权威发布该对象"},
		Roles:  []model.Role{model.RolePublisher, model.RoleAdministrator},
		Action: model.ActionPublish,
		Checks: model.Text{En: "it is the nation's evaluation; the same as for a recommendation, by the national committee's rule; every record is held as it was selected", Zh: "属国家级评价；按国家委员会规则满足推荐条件；全部记录按入选版本持有"},
		do: func(c *Case) error {
			switch {
			case c.Evaluation.Tier != model.TierNational:
				return refuse("id", "the nation's own evaluation publishes; this one is the centre's")
			case len(c.Missing) > 0:
				return refuse("id", "the record %s is not held here as it was selected: harvest from the centre first", c.Missing[0])
			}
			return c.favour()
		}}
}
