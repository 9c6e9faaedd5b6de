package registry

import (
	"context"

	"metrograph/model"
	"metrograph/store"
)

// Match finds, for each of the records, the one of the caller's own institution that is the
// same thing in the world, by its natural key; nil where there is none that the caller may
// read.
func (r *Registry) Match(ctx context.Context, records []model.Record) ([]model.Record, error) {
	who := model.PrincipalFrom(ctx)
	keys, positions := map[model.Kind][]string{}, map[model.Kind][]int{}
	for i, record := range records {
		if record.NaturalKey() == "" {
			continue
		}
		kind := record.Kind()
		keys[kind] = append(keys[kind], ownKey(record, who.Institution))
		positions[kind] = append(positions[kind], i)
	}
	out := make([]model.Record, len(records))
	for kind, list := range keys {
		documents, err := r.store.Lookup(ctx, kind, list)
		if err != nil {
			return nil, inside("match", err)
		}
		v := r.view(ctx, model.ActionRead, kind, 0)
		for n, d := range documents {
			if d == nil {
				continue
			}
			if out[positions[kind][n]], err = v.see(d); err != nil {
				return nil, inside("match", err)
			}
		}
	}
	return out, nil
}

// ownKey is the unique key that the record would have in an institution's own data.
func ownKey(record model.Record, institution model.ID) string {
	head := record.Base()
	defer func(origin model.ID) { head.Origin = origin }(head.Origin)
	if head.Origin == "" {
		head.Origin = institution
	}
	return store.UniqueKey(record)
}
