package registry

import (
	"context"
	"sort"

	"metrograph/model"
	"metrograph/policy"
	"metrograph/store"
)

// view is what one caller sees of records of one kind: it decodes documents, decides each
// of them, and empties what is masked.
type view struct {
	grant  *policy.Grant
	action model.Action
	kind   model.Kind
	wanted model.FieldSet // the fields that were asked for
	masked model.FieldSet // those of them that were masked in any record
}

func (r *Registry) view(ctx context.Context, action model.Action, kind model.Kind, wanted model.FieldSet) *view {
	if wanted == 0 {
		wanted = model.AllFields
	}
	return &view{grant: r.grant(ctx), action: action, kind: kind, wanted: wanted}
}

// factFields are the fields that facts are made of: they are always read, since they decide.
func factFields(kind model.Kind) model.FieldSet { return store.FactFields(kind) }

// load are the fields that have to be read from the store.
func (v *view) load() model.FieldSet { return v.wanted | factFields(v.kind) }

// see decodes a document as the caller may see it; nil when the caller may not.
func (v *view) see(d *store.Document) (model.Record, error) {
	record, err := d.Record(v.load())
	if err != nil {
		return nil, err
	}
	return v.show(record), nil
}

// show empties what the caller may not see of a record; it returns nil when the caller may
// not see it at all.
func (v *view) show(record model.Record) model.Record {
	facts := record.Facts()
	visible, allowed := v.grant.Decide(v.action, &facts)
	if !allowed {
		return nil
	}
	if visible != model.AllFields {
		v.masked |= v.wanted &^ visible
		model.Keep(record, visible)
	}
	model.Present(record, v.wanted&visible)
	return record
}

// redacted names the fields that were asked for and are masked in some of the records, as
// schema coordinates: Certificate.customer.
func (v *view) redacted() []string {
	names := v.masked.Names(v.kind)
	for i, name := range names {
		names[i] = v.kind.TypeName() + "." + name
	}
	sort.Strings(names)
	return names
}
