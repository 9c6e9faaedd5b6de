package registry

import (
	"context"

	"metrograph/model"
)

// Load returns records of one kind by id, in the order of the ids: nil where a record is
// missing, hidden from the caller, or where the id is malformed. All three cost the same.
func (r *Registry) Load(ctx context.Context, kind model.Kind, ids []model.ID, fields model.FieldSet) (Loaded, error) {
	v := r.view(ctx, model.ActionRead, kind, fields)
	documents, err := r.store.Get(ctx, kind, ids, v.load())
	if err != nil {
		return Loaded{}, inside("load", err)
	}
	out := Loaded{Records: make([]model.Record, len(ids))}
	for i, d := range documents {
		if d == nil {
			continue
		}
		if out.Records[i], err = v.see(d); err != nil {
			return Loaded{}, inside("load", err)
		}
	}
	out.Redacted = v.redacted()
	return out, nil
}

// one returns the facts of a record that the caller may read, or NOT_FOUND. No more is read
// of it, so that a hidden record takes no longer than one that is not there.
func (r *Registry) one(ctx context.Context, id model.ID) (model.Record, error) {
	kind := id.Kind()
	if kind == "" {
		kind = model.KindCertificate // a malformed id costs what a missing one does
	}
	found, err := r.Load(ctx, kind, []model.ID{id}, factFields(kind))
	if err != nil {
		return nil, err
	}
	if found.Records[0] == nil {
		return nil, model.NotFound()
	}
	return found.Records[0], nil
}
