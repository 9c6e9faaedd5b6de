package resolvers

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

// maxNormalised is how much of a query is logged, in bytes.
const maxNormalised = 4 << 10

// normalised is the shape of a query that was found valid: without values, aliases and
// comments, in one line. Queries that differ in these only are alike.
func normalised(query string) string {
	doc, err := parser.ParseQuery(&ast.Source{Input: query}) // the one that is known is shared
	if err != nil {
		return ""
	}
	for _, operation := range doc.Operations {
		for _, variable := range operation.VariableDefinitions {
			conceal(variable.DefaultValue)
			concealDirectives(variable.Directives)
		}
		concealDirectives(operation.Directives)
		concealSelections(operation.SelectionSet)
	}
	for _, fragment := range doc.Fragments {
		concealDirectives(fragment.Directives)
		concealSelections(fragment.SelectionSet)
	}
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithCompacted()).FormatQueryDocument(doc)
	text := strings.Join(strings.Fields(b.String()), " ")
	if len(text) > maxNormalised {
		text = text[:maxNormalised] + "…"
	}
	return text
}

func concealSelections(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			s.Alias = s.Name
			concealArguments(s.Arguments)
			concealDirectives(s.Directives)
			concealSelections(s.SelectionSet)
		case *ast.InlineFragment:
			concealDirectives(s.Directives)
			concealSelections(s.SelectionSet)
		case *ast.FragmentSpread:
			concealDirectives(s.Directives)
		}
	}
}

func concealDirectives(list ast.DirectiveList) {
	for _, directive := range list {
		concealArguments(directive.Arguments)
	}
}

func concealArguments(list ast.ArgumentList) {
	for _, argument := range list {
		conceal(argument.Value)
	}
}

// conceal puts a sign in the place of a value. Variables and the names in objects stay; a list
// is as its first value.
func conceal(v *ast.Value) {
	switch {
	case v == nil || v.Kind == ast.Variable:
		return
	case v.Kind == ast.ObjectValue, v.Kind == ast.ListValue:
		if v.Kind == ast.ListValue {
			v.Children = v.Children[:min(1, len(v.Children))]
		}
		for _, child := range v.Children {
			conceal(child.Value)
		}
	default:
		v.Kind, v.Raw = ast.EnumValue, "_"
	}
}
