package workflow

import "metrograph/model"

// assign asks experts of the committee for reviews. None of them may have a part in what is
// evaluated.
func assign() Transition {
	return Transition{Name: Assign, From: []model.EvaluationState{model.EvaluationSubmitted, model.EvaluationUnderReview, model.EvaluationNationalReview},
		Text:   model.Text{En: "the committee's secretary asks experts for reviews, until a deadline", Zh: "委员会秘书指派专家并设定期限"},
		Roles:  []model.Role{model.RoleReviewer, model.RoleAdministrator},
		Action: model.ActionAmend,
		Checks: model.Text{En: "each expert has a seat whose term and disciplines fit; no conflict of interest: own institution, own certificates, maker of the instrument; as many as the quorum; nothing disclosed yet",
			Zh: "每位专家在任且专业相符；无利益冲突（本机构、本人证书、器具生产企业）；人数不少于法定人数；评审意见尚未公开"},
		do: doAssign}
}

func doAssign(c *Case) error {
	e := c.Evaluation
	switch {
	case !e.DisclosedAt.IsZero():
		return refuse("id", "the reviews are disclosed: whoever joins now would know them")
	case e.Tier == model.TierCentre && e.State == model.EvaluationNationalReview:
		return refuse("id", "the evaluation is with the nation: experts are asked there")
	case len(c.Missing) > 0 && e.Tier == model.TierNational:
		return refuse("id", "the record %s is not held here as it was selected: harvest from the centre first", c.Missing[0])
	case len(c.Experts) < c.Committee.Quorum:
		return refuse("reviewers", "%d experts are fewer than the quorum of %d", len(c.Experts), c.Committee.Quorum)
	}
	var findings []model.Finding
	for i, p := range c.Experts {
		findings = append(findings, c.unseated(i, p)...)
		findings = append(findings, c.conflicts(i, p)...)
	}
	if len(findings) > 0 {
		err := model.Errorf(model.CodeInvalid, "some of the experts cannot evaluate this; see the findings")
		err.Path, err.Findings = "reviewers", findings
		return err
	}
	c.seat()
	if e.State == model.EvaluationSubmitted {
		e.State = model.EvaluationUnderReview
	}
	return nil
}

// seat takes the experts as those who evaluate, and keeps who has given a review already.
func (c *Case) seat() {
	e := c.Evaluation
	before := e.Assignments
	e.Assignments, e.Readers, e.DueAt = nil, nil, c.DueAt
	for _, p := range c.Experts {
		a := model.ReviewAssignment{PersonID: p.ID, AssignedAt: c.At}
		for _, b := range before {
			if b.PersonID == p.ID {
				a = b
			}
		}
		e.Assignments, e.Readers = append(e.Assignments, a), append(e.Readers, p.ID)
	}
}
