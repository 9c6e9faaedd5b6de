package workflow

import "metrograph/model"

// follow brings a centre's evaluation to where the nation's own has come: the node does so when
// the nation's evaluation arrives.
func follow() Transition {
	return Transition{Name: FollowNation, From: []model.EvaluationState{model.EvaluationApplied, model.EvaluationNationalReview, model.EvaluationPublished},
		Text:   model.Text{En: "the outcome of the nation's evaluation arrives at the centre; published, the subject becomes PUBLISHED", Zh: "国家评价结果返回中心；权威发布后评价对象变为已发布"},
		Action: model.ActionAmend,
		Checks: model.Text{En: "the nation's evaluation is based on this one, and of the same selection", Zh: "国家评价以本评价为依据且选集一致"},
		do: func(c *Case) error {
			n := c.National
			if n.BasedOnID != c.Evaluation.ID || n.Digest != c.Evaluation.Digest || n.Tier != model.TierNational {
				return refuse("basedOn", "the evaluation is none of the nation's of this one")
			}
			c.Evaluation.State, c.Evaluation.PublicationID = n.State, n.PublicationID
			return nil
		}}
}
