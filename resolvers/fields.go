package resolvers

import (
	"context"

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
		var below ast.SelectionSet
		for _, field := range graphql.CollectFields(oc, set, nil) {
			if field.Name == name {
				below = append(below, field.Selections...)
			}
		}
		set = below
	}
	return set
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
