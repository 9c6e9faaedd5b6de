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
	oc := graphql.GetOperationContext(ctx)
	selections := graphql.GetFieldContext(ctx).Field.Selections
	for _, name := range path {
		selections = below(oc, selections, name)
	}
	types := []string{kind.TypeName(), "Record", "Node", "_Entity"}
	set, _ := model.Fields(kind, "id")
	for _, field := range graphql.CollectFields(oc, selections, types) {
		if read, ok := model.Fields(kind, field.Name); ok {
			set |= read // other fields are answered from the id alone
		}
	}
	return set
}

// below returns what is selected of a field, under any of its aliases.
func below(oc *graphql.OperationContext, selections ast.SelectionSet, name string) ast.SelectionSet {
	var all ast.SelectionSet
	for _, field := range graphql.CollectFields(oc, selections, nil) {
		if field.Name == name {
			all = append(all, field.Selections...)
		}
	}
	return all
}

// asksFor tells whether a field is selected directly below the current one.
func asksFor(ctx context.Context, name string) bool {
	selections := graphql.GetFieldContext(ctx).Field.Selections
	for _, field := range graphql.CollectFields(graphql.GetOperationContext(ctx), selections, nil) {
		if field.Name == name {
			return true
		}
	}
	return false
}
