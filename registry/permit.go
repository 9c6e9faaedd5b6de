package registry

import (
	"context"

	"metrograph/model"
)

// may tells whether the policy allows the caller to do something with a record.
func (r *Registry) may(ctx context.Context, action model.Action, record model.Record) bool {
	facts := record.Facts()
	_, allowed := r.grant(ctx).Decide(action, &facts)
	return allowed
}

// permit refuses what the caller may not do, and tells of it.
func (r *Registry) permit(ctx context.Context, action model.Action, record model.Record) error {
	if r.may(ctx, action, record) {
		return nil
	}
	act := Act{Action: action, Kind: record.Kind(), ID: record.Base().ID}
	return r.refused(ctx, act, forbidden(action))
}

func forbidden(action model.Action) error {
	return model.Errorf(model.CodeForbidden, "you may not %s this record", action)
}

// headOf is what a new record of the caller's institution begins with.
func headOf(who *model.Principal) model.Head {
	return model.Head{Origin: who.Institution, Level: who.Level, Region: who.Region,
		Classification: model.ClassificationNonPublic, Status: model.StatusRecorded}
}
