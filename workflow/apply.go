package workflow

import "metrograph/model"

// apply asks the nation to evaluate what the centre recommends.
func apply() Transition {
	return Transition{Name: Apply, From: []model.EvaluationState{model.EvaluationRecommended}, To: model.EvaluationApplied,
		Text:   model.Text{En: "the centre applies to the national centre; the evaluation travels there with the next harvest", Zh: "中心向国家中心提出申请；评价随下一次采收送达"},
		Roles:  []model.Role{model.RolePublisher, model.RoleAdministrator},
		Action: model.ActionAmend,
		Checks: model.Text{En: "the nation may read every record that was selected", Zh: "国家中心可读取全部入选记录"},
		do: func(c *Case) error {
			if len(c.Unpublished) > 0 {
				return refuse("id", "%d of the selected records are not published, so that the nation cannot read them; publish %s", len(c.Unpublished), c.Unpublished[0])
			}
			return nil
		}}
}
