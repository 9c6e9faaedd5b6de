package registry

import (
	"context"

	"metrograph/model"
)

// Explain tells a caller who may read a record which rules let them, and which fields are
// masked. Of a record that they may not read it tells nothing, not even that it is there.
func (r *Registry) Explain(ctx context.Context, id model.ID) (Access, error) {
	if _, err := r.one(ctx, id); err != nil {
		return Access{}, err
	}
	v := r.view(ctx, model.ActionRead, id.Kind(), 0)
	var facts model.Facts
	visible, _, allowed := r.decideWhole(ctx, id, &facts, v)
	if !allowed {
		return Access{}, model.NotFound()
	}
	access := Access{
		ID: id, Readable: visible.Names(id.Kind()), Masked: (^visible).Names(id.Kind()), PolicyVersion: v.grant.Version(),
	}
	for _, t := range v.grant.Explain(model.ActionRead, &facts) {
		access.Rules = append(access.Rules, AccessRule{Rule: t.Rule, Effect: string(t.Effect), Text: t.Text, Fields: t.Fields})
	}
	return access, nil
}
