package resolvers

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
)

// selected returns the fields of a record of a kind that the selections below the current
// field read. The path leads there, e.g. edges and node; none means that the field itself
// is the record.
func selected(ctx context.Context, kind model.Kind, path ...string) model.FieldSet {
	return fieldsOf(graphql.GetOperationContext(ctx), kind, selections(ctx, path...))
}

// fieldsOf returns the fields of a record of a kind that selections read.
func fieldsOf(oc *graphql.OperationContext, kind model.Kind, selections ast.SelectionSet) model.FieldSet {
	set, _ := model.Fields(kind, "id")
	for _, field := range collect(oc, kind, selections) {
		if read, ok := model.Fields(kind, field.Name); ok {
			set |= read // other fields are answered from the id alone
		}
	}
	return set
}

// collect returns what selections ask of a record of a kind, fragments included.
func collect(oc *graphql.OperationContext, kind model.Kind, selections ast.SelectionSet) []graphql.CollectedField {
	return graphql.CollectFields(oc, selections, []string{kind.TypeName(), "Record", "Node", "_Entity"})
}

// selections returns what is selected of the field that a path leads to from the current
// one, under any of its aliases.
func selections(ctx context.Context, path ...string) ast.SelectionSet {
	oc := graphql.GetOperationContext(ctx)
	set := graphql.GetFieldContext(ctx).Field.Selections
	for _, name := range path {
		set = operationOf(ctx).below(oc, set, name)
	}
	return set
}

// selectedBelow names a selection that several aliases of a field make together.
type selectedBelow struct {
	first *ast.Selection // of the selection around them
	count int
	name  string
}

// below returns what is selected of a field in a selection. What several aliases select is
// put together once a request and stays as long: gqlgen remembers what it collected by the
// address of the selection, and must not meet another one there.
func (o *operation) below(oc *graphql.OperationContext, set ast.SelectionSet, name string) ast.SelectionSet {
	if len(set) == 0 {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	key := selectedBelow{&set[0], len(set), name}
	below, known := o.belows[key]
	if known {
		return below
	}
	for _, field := range graphql.CollectFields(oc, set, nil) {
		if field.Name == name {
			below = append(below, field.Selections...)
		}
	}
	o.belows[key] = below
	return below
}

// asksForAny tells whether one of several fields is selected of what is below the field.
func asksForAny(ctx context.Context, below string, names ...string) bool {
	oc := graphql.GetOperationContext(ctx)
	return slices.ContainsFunc(graphql.CollectFields(oc, selections(ctx, below), nil), func(f graphql.CollectedField) bool {
		return slices.Contains(names, f.Name)
	})
}

// asksFor tells whether a field is selected directly below the current one.
func asksFor(ctx context.Context, name string) bool {
	for _, field := range graphql.CollectFields(graphql.GetOperationContext(ctx), selections(ctx), nil) {
		if field.Name == name {
			return true
		}
	}
	return false
}
