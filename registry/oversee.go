package registry

import (
	"context"

	"metrograph/model"
)

// Oversee tells whether the caller may look at the peers of the node, or change whom it
// trusts: that is for whoever may see or make the node's own keys of access.
func (r *Registry) Oversee(ctx context.Context, self *model.Institution, changes bool) error {
	head := model.Head{Origin: self.ID, Level: self.Level, Region: self.Region, Classification: model.ClassificationNonPublic, Status: model.StatusRecorded}
	action := model.ActionRead
	if changes {
		action = model.ActionCreate
	}
	if r.may(ctx, action, &model.Credential{Head: head}) || model.PrincipalFrom(ctx).Trusted() {
		return nil
	}
	return r.refused(ctx, Act{Action: action, Kind: model.KindInstitution, ID: self.ID},
		model.Errorf(model.CodeForbidden, "the peers of the node are for its administrators"))
}
