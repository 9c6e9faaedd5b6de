package resolvers

import (
	"context"
	"sort"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// outcome is what became of a write, as payloads say it.
type outcome struct {
	id       model.ID
	version  int
	record   model.Record
	findings []*model.Finding
	errors   []*gqlmodel.UserError
}

// change is what every change of a record says.
type change struct {
	id      model.ID
	version int
	reason  string
}

// create writes a new record.
func (r *Resolver) create(ctx context.Context, record model.Record, reason *string) (outcome, error) {
	return r.write(ctx, model.Write{Action: model.ActionCreate, Record: record, Reason: value(reason)})
}

// amend writes the fields of a record that the input's changes name.
func (r *Resolver) amend(ctx context.Context, c change, changes model.Record) (outcome, error) {
	if c.id.Kind() != changes.Kind() {
		return refused(model.NotFound())
	}
	w, err := amendment(c, changes, names(arguments(ctx), "input", "changes"))
	if err != nil {
		return refused(err)
	}
	return r.write(ctx, w)
}

// amendment is the write of a record's fields. One without fields would mean all of them.
func amendment(c change, changes model.Record, fields []string) (model.Write, error) {
	if len(fields) == 0 {
		return model.Write{}, invalid("changes", "give at least one field that changes")
	}
	changes.Base().ID = c.id
	return model.Write{Action: model.ActionAmend, Record: changes, Fields: fields, Version: c.version, Reason: c.reason}, nil
}

// act publishes, withdraws or deletes a record of whatever kind.
func (r *Resolver) act(ctx context.Context, action model.Action, c change) (*gqlmodel.RecordPayload, error) {
	record := kindOf(c.id).New()
	record.Base().ID = c.id
	out, err := r.write(ctx, model.Write{Action: action, Record: record, Version: c.version, Reason: c.reason})
	return recordPayload(out), err
}

func (r *Resolver) write(ctx context.Context, w model.Write) (outcome, error) {
	written, err := r.registry.Write(ctx, []model.Write{w})
	operationOf(ctx).forget()
	if err != nil {
		return refused(err)
	}
	return settle(written[0])
}

// settle turns what became of a write into an outcome. Errors that the caller can mend are
// part of it, others are not.
func settle(w model.Written) (outcome, error) {
	if w.Err != nil {
		return refused(w.Err)
	}
	return outcome{id: w.ID, version: w.Version, record: w.Record, findings: pointers(w.Findings)}, nil
}

// refused is the outcome of a write that an error stopped.
func refused(err error) (outcome, error) {
	u := userError(err)
	if u == nil {
		return outcome{}, err
	}
	return outcome{findings: u.Findings, errors: []*gqlmodel.UserError{u}}, nil
}

// arguments returns the current field's arguments as the caller gave them: only there can
// one tell what is absent from what is null.
func arguments(ctx context.Context) map[string]any {
	return graphql.GetFieldContext(ctx).Field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)
}

// names lists the fields that an input object has, in order; the path leads to it.
func names(object any, path ...string) []string {
	for _, step := range path {
		fields, _ := object.(map[string]any)
		object = fields[step]
	}
	fields, _ := object.(map[string]any)
	list := make([]string, 0, len(fields))
	for name := range fields {
		list = append(list, name)
	}
	sort.Strings(list)
	return list
}

// value is what a pointer points to, or nothing.
func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}
