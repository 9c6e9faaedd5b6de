package wire

import (
	"context"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Inline answers fragments with @defer in their place, as the directive allows a server to:
// no transport here sends an answer in parts, and gqlgen would leave the fields out for good.
type Inline struct{}

// ExtensionName is a part of gqlgen's HandlerExtension.
func (Inline) ExtensionName() string { return "MetrographInline" }

// Validate is a part of gqlgen's HandlerExtension.
func (Inline) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext replaces the document, which other requests share, by one without
// the directive.
func (Inline) MutateOperationContext(_ context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	if !strings.Contains(oc.RawQuery, deferral) {
		return nil
	}
	doc := *oc.Doc
	doc.Fragments = slices.Clone(doc.Fragments)
	for i, f := range doc.Fragments {
		fragment := *f
		fragment.SelectionSet = inlined(f.SelectionSet)
		doc.Fragments[i] = &fragment
	}
	operation := *oc.Operation
	operation.SelectionSet = inlined(operation.SelectionSet)
	oc.Doc, oc.Operation = &doc, &operation
	return nil
}

const deferral = "defer"

// inlined copies a selection without the directive. Fragments are copied once each, by their
// definitions, so that the copy is no larger than the document.
func inlined(set ast.SelectionSet) ast.SelectionSet {
	copied := make(ast.SelectionSet, len(set))
	for i, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			field := *s
			field.SelectionSet = inlined(s.SelectionSet)
			copied[i] = &field
		case *ast.InlineFragment:
			fragment := *s
			fragment.SelectionSet, fragment.Directives = inlined(s.SelectionSet), undeferred(s.Directives)
			copied[i] = &fragment
		case *ast.FragmentSpread:
			spread := *s
			spread.Directives = undeferred(s.Directives)
			copied[i] = &spread
		}
	}
	return copied
}

func undeferred(list ast.DirectiveList) ast.DirectiveList {
	return slices.DeleteFunc(slices.Clone(list), func(d *ast.Directive) bool { return d.Name == deferral })
}
