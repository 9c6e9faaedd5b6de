package workflow

import "metrograph/model"

// openNational begins the nation's evaluation of what a centre recommends: a record of its own,
// based on the centre's.
func openNational() Transition {
	return Transition{Name: OpenNational, To: model.EvaluationNationalReview,
		Text:   model.Text{En: "the national centre takes up an application: its own evaluation begins, of the same selection", Zh: "国家中心受理申请：就同一选集建立国家评价"},
		Roles:  []model.Role{model.RoleReviewer, model.RoleAdministrator},
		Action: model.ActionCreate,
		Checks: model.Text{En: "the centre has applied; the committee is a national one; every record is held as it was selected", Zh: "中心已申请；委员会为国家级；全部记录按入选版本持有"},
		do: func(c *Case) error {
			switch {
			case c.National == nil || c.National.State != model.EvaluationApplied || c.National.Tier != model.TierCentre:
				return refuse("basedOn", "the evaluation is none of a centre that has applied")
			case c.Committee.Tier != model.TierNational:
				return refuse("committee", "the committee is of the tier %s: the nation's is %s", c.Committee.Tier, model.TierNational)
			case len(c.Missing) > 0:
				return refuse("basedOn", "the record %s is not held here as it was selected: harvest from the centre first", c.Missing[0])
			}
			return nil
		}}
}
