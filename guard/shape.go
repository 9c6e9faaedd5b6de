package guard

import "github.com/vektah/gqlparser/v2/ast"

// Shape is how much is written in a document. Validation compares fields that have the same
// name in the same place with one another, and walks fragments once for each operation, so
// these are counted before it.
type Shape struct {
	Fragments  int // operations, definitions, spreads and inline fragments
	Aliases    int
	Duplicates int
	Directives int
	Variables  int // of the operation that has most
	Nodes      int // of the syntax tree, for what it takes to keep it
}

// ShapeOf measures a document as it is written, in one walk.
func ShapeOf(doc *ast.QueryDocument) Shape {
	s := Shape{Fragments: len(doc.Operations) + len(doc.Fragments)}
	for _, o := range doc.Operations {
		s.Variables = max(s.Variables, len(o.VariableDefinitions))
		s.Nodes += len(o.VariableDefinitions)
		for _, v := range o.VariableDefinitions {
			s.directives(v.Directives)
			s.value(v.DefaultValue)
		}
		s.directives(o.Directives)
		s.selections(o.SelectionSet, "", map[place]bool{})
	}
	for _, f := range doc.Fragments {
		s.directives(f.Directives)
		s.selections(f.SelectionSet, "", map[place]bool{})
	}
	return s
}

// place is where a field of an answer comes from: its name there, and the type that an
// inline fragment demands.
type place struct{ on, name string }

func (s *Shape) selections(set ast.SelectionSet, on string, seen map[place]bool) {
	for _, selection := range set {
		s.Nodes++
		switch selection := selection.(type) {
		case *ast.Field:
			s.field(selection, place{on, selection.Alias}, seen)
		case *ast.InlineFragment:
			s.Fragments++
			s.directives(selection.Directives)
			if selection.TypeCondition != "" {
				on = selection.TypeCondition
			}
			s.selections(selection.SelectionSet, on, seen)
		case *ast.FragmentSpread:
			s.Fragments++
			s.directives(selection.Directives)
		}
	}
}

func (s *Shape) field(f *ast.Field, at place, seen map[place]bool) {
	if f.Alias != f.Name {
		s.Aliases++
	}
	if seen[at] {
		s.Duplicates++
	}
	seen[at] = true
	s.directives(f.Directives)
	s.arguments(f.Arguments)
	if len(f.SelectionSet) > 0 {
		s.selections(f.SelectionSet, "", map[place]bool{})
	}
}

func (s *Shape) directives(list ast.DirectiveList) {
	s.Directives += len(list)
	for _, d := range list {
		s.arguments(d.Arguments)
	}
}

func (s *Shape) arguments(list ast.ArgumentList) {
	for _, a := range list {
		s.value(a.Value)
	}
}

func (s *Shape) value(v *ast.Value) {
	if v == nil {
		return
	}
	s.Nodes++
	for _, child := range v.Children {
		s.value(child.Value)
	}
}
