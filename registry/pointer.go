package registry

import (
	"context"
	"slices"

	"metrograph/model"
	"metrograph/store"
)

// hideIDs takes the ids of records that the caller may not read out of what filters compare
// with, as if no record had them: whoever asks what points to a hidden record is told what
// they are told of one that is not there. A negation then holds for everything.
func (r *Registry) hideIDs(ctx context.Context, filters []*Filter) error {
	named := map[model.Kind]map[model.ID]bool{} // by kind: whether the caller may read it
	for _, f := range filters {
		idsIn(f, named)
	}
	for kind, ids := range named {
		if err := r.readable(ctx, kind, ids); err != nil {
			return err
		}
	}
	if len(named) == 0 {
		return nil
	}
	for i, f := range filters {
		filters[i] = without(f, func(id model.ID) bool { return !named[id.Kind()][id] })
	}
	return nil
}

// idsIn notes the ids that a filter compares with. A record's own id points nowhere: the
// scope of the query says who finds it.
func idsIn(f *Filter, named map[model.Kind]map[model.ID]bool) {
	if f == nil {
		return
	}
	for i := range f.And {
		idsIn(&f.And[i], named)
	}
	for i := range f.Or {
		idsIn(&f.Or[i], named)
	}
	idsIn(f.Not, named)
	if f.Field == "id" {
		return
	}
	for _, v := range f.Values {
		note(v, named)
	}
}

// note notes an id that the caller may yet turn out to read.
func note(v store.Value, named map[model.Kind]map[model.ID]bool) {
	text, _ := v.(string)
	id := model.ID(text)
	kind := id.Kind()
	if kind == "" {
		return
	}
	if named[kind] == nil {
		named[kind] = map[model.ID]bool{}
	}
	named[kind][id] = false
}

// without is a copy of a filter that compares with no hidden id.
func without(f *Filter, hidden func(model.ID) bool) *Filter {
	if f == nil {
		return nil
	}
	out := *f
	out.And, out.Or, out.Not = withoutAll(f.And, hidden), withoutAll(f.Or, hidden), without(f.Not, hidden)
	if f.Op == store.In && f.Field != "id" {
		out.Values = slices.DeleteFunc(slices.Clone(f.Values), func(v store.Value) bool {
			text, _ := v.(string)
			return model.ID(text).Kind() != "" && hidden(model.ID(text))
		})
	}
	return &out
}

func withoutAll(list []Filter, hidden func(model.ID) bool) []Filter {
	var out []Filter
	for i := range list {
		out = append(out, *without(&list[i], hidden))
	}
	return out
}
