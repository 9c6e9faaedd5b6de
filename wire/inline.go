package wire

import (
	"context"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Inline settles what becomes of fragments with @defer. Where the transport can send an answer
// in parts it makes a [plan] of them; everywhere else they are answered in their place, as the
// directive allows a server to. It comes before the extensions that look at what is selected.
type Inline struct {
	// Whole tells of operations that are never answered in parts; nil for none.
	Whole  func(*graphql.OperationContext) bool
	schema *ast.Schema
}

// ExtensionName is a part of gqlgen's HandlerExtension.
func (*Inline) ExtensionName() string { return "MetrographInline" }

// Validate learns the schema.
func (x *Inline) Validate(schema graphql.ExecutableSchema) error {
	x.schema = schema.Schema()
	return nil
}

// MutateOperationContext replaces the document, which other requests share, by a copy.
func (x *Inline) MutateOperationContext(ctx context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	if !strings.Contains(oc.RawQuery, deferral) {
		return nil
	}
	original := oc.Operation
	if wish := wishOf(ctx); wish != nil && original.Operation == ast.Query && (x.Whole == nil || !x.Whole(oc)) {
		c := newCopier(x.schema, oc, true)
		operation := c.operation(original)
		if len(c.late) > 0 {
			wish.plan = &plan{schema: x.schema, set: operation.SelectionSet, late: c.late, sites: c.sites}
			c.replace(oc, operation)
			return nil
		}
	}
	c := newCopier(x.schema, oc, false)
	c.replace(oc, c.operation(original))
	return nil
}

const deferral = "defer"

// copier copies an operation with the fragments that it uses, each once as it stands and once
// without the directive, so that the copy is no larger than twice the document. What its
// variables leave out is left out of the copy.
type copier struct {
	schema    *ast.Schema
	variables map[string]any
	parts     bool // @defer is meant
	fragments ast.FragmentDefinitionList
	late      []*late
	sites     map[ast.Selection]*late
}

func newCopier(schema *ast.Schema, oc *graphql.OperationContext, parts bool) *copier {
	return &copier{schema: schema, variables: oc.Variables, parts: parts, sites: map[ast.Selection]*late{}}
}

func (c *copier) operation(original *ast.OperationDefinition) *ast.OperationDefinition {
	operation := *original
	operation.SelectionSet = c.set(original.SelectionSet, !c.parts)
	return &operation
}

func (c *copier) replace(oc *graphql.OperationContext, operation *ast.OperationDefinition) {
	doc := *oc.Doc
	doc.Fragments = c.fragments
	oc.Doc, oc.Operation = &doc, operation
}

// set copies a selection. Below a fragment that is late nothing is later still.
func (c *copier) set(set ast.SelectionSet, below bool) ast.SelectionSet {
	copied := make(ast.SelectionSet, 0, len(set))
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if c.includes(s.Directives) {
				copied = append(copied, c.field(s, below))
			}
		case *ast.InlineFragment:
			if c.includes(s.Directives) {
				fragment := *s
				isLate := !below && c.defers(s.Directives)
				fragment.SelectionSet = c.set(s.SelectionSet, below || isLate)
				fragment.Directives = c.mark(&fragment, isLate, s.Directives, s.TypeCondition, fragment.SelectionSet)
				copied = append(copied, &fragment)
			}
		case *ast.FragmentSpread:
			if c.includes(s.Directives) {
				spread := *s
				isLate := !below && c.defers(s.Directives)
				spread.Definition = c.fragment(s.Definition, below || isLate)
				spread.Name = spread.Definition.Name
				spread.Directives = c.mark(&spread, isLate, s.Directives, s.Definition.TypeCondition, spread.Definition.SelectionSet)
				copied = append(copied, &spread)
			}
		}
	}
	return copied
}

// field copies a field. Of what may be an object of several types the plan has to know which.
func (c *copier) field(original *ast.Field, below bool) *ast.Field {
	field := *original
	field.SelectionSet = c.set(original.SelectionSet, below)
	if c.parts && len(original.SelectionSet) > 0 && c.schema.Types[original.Definition.Type.Name()].IsAbstractType() {
		field.SelectionSet = append(field.SelectionSet, &ast.Field{Alias: typeAlias, Name: "__typename", Position: original.Position,
			Definition: &ast.FieldDefinition{Name: "__typename", Type: ast.NonNullNamedType("String", nil)}})
	}
	return &field
}

// fragment copies the definition of a fragment. A name that no document can have is that of
// the copy without the directive.
func (c *copier) fragment(original *ast.FragmentDefinition, below bool) *ast.FragmentDefinition {
	name := original.Name
	if below {
		name += "!"
	}
	if made := c.fragments.ForName(name); made != nil {
		return made
	}
	fragment := *original
	fragment.Name, fragment.SelectionSet = name, c.set(original.SelectionSet, below)
	c.fragments = append(c.fragments, &fragment)
	return &fragment
}

// mark notes a fragment that is late, and returns the directives of its copy: gqlgen tells the
// parts of an answer by labels, so each has one of its own.
func (c *copier) mark(copied ast.Selection, isLate bool, list ast.DirectiveList, condition string, set ast.SelectionSet) (kept ast.DirectiveList) {
	for _, d := range list {
		switch {
		case d.Name != deferral:
			kept = append(kept, d)
		case isLate:
			l := &late{label: textOf(d, "label", c.variables), condition: condition, set: set}
			number := &ast.Value{Kind: ast.StringValue, Raw: strconv.Itoa(len(c.late))}
			c.late, c.sites[copied] = append(c.late, l), l
			kept = append(kept, &ast.Directive{Name: deferral, Arguments: ast.ArgumentList{{Name: "label", Value: number}}})
		}
	}
	return kept
}

func (c *copier) includes(list ast.DirectiveList) bool {
	return !c.holds(list, "skip", false) && c.holds(list, "include", true)
}

func (c *copier) defers(list ast.DirectiveList) bool { return c.holds(list, deferral, false) }

// holds is what a directive's argument "if" says.
func (c *copier) holds(list ast.DirectiveList, name string, otherwise bool) bool {
	d := list.ForName(name)
	if d == nil {
		return otherwise
	}
	argument := d.Arguments.ForName("if")
	if argument == nil {
		return true // it is optional, and true
	}
	value, _ := argument.Value.Value(c.variables) // it was validated
	holds, _ := value.(bool)
	return holds
}

func textOf(d *ast.Directive, argument string, variables map[string]any) string {
	if a := d.Arguments.ForName(argument); a != nil {
		value, _ := a.Value.Value(variables) // it was validated
		text, _ := value.(string)
		return text
	}
	return ""
}
