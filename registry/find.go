package registry

import (
	"context"

	"metrograph/model"
)

// Find returns records of whatever kinds by id, in the order of the ids: nil where one is
// missing, hidden from the caller, or where the id is malformed.
func (r *Registry) Find(ctx context.Context, ids []model.ID) ([]model.Record, error) {
	byKind, positions := map[model.Kind][]model.ID{}, map[model.Kind][]int{}
	for i, id := range ids {
		kind := id.Kind()
		byKind[kind], positions[kind] = append(byKind[kind], id), append(positions[kind], i)
	}
	delete(byKind, "")
	out := make([]model.Record, len(ids))
	for kind, list := range byKind {
		found, err := r.Load(ctx, kind, list, 0)
		if err != nil {
			return nil, err
		}
		for n, record := range found.Records {
			out[positions[kind][n]] = record
		}
	}
	return out, nil
}
