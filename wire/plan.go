package wire

import (
	"context"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// plan is an operation that is answered in parts: its fragments with @defer come late. gqlgen
// answers them beside the rest, but has null where they belong, and what it need not wait for
// in the first part already; the plan tells what of an answer belongs to which part.
type plan struct {
	schema *ast.Schema
	set    ast.SelectionSet // of the whole operation
	late   []*late          // by the number that is gqlgen's label
	sites  map[ast.Selection]*late
}

// late is a fragment that comes after what is around it. No other one is in it.
type late struct {
	label     string // of the client
	condition string // the type that it is about
	set       ast.SelectionSet
}

// typeAlias is a field that tells the type of an object, which no client is told. No name that
// a query can have is like it.
const typeAlias = "!type"

// selected is a field of an object, with all that is selected below it.
type selected struct {
	*ast.Field
	sets []ast.SelectionSet
}

// collect returns the fields that selections have of a type, without those that are late, and
// the late fragments among them.
func (p *plan) collect(object *ast.Definition, sets []ast.SelectionSet) (fields []*selected, fragments []*late) {
	byAlias, visited := map[string]*selected{}, map[*ast.FragmentDefinition]bool{}
	var walk func(ast.SelectionSet)
	within := func(selection ast.Selection, condition string, set ast.SelectionSet) {
		switch l := p.sites[selection]; {
		case !p.isOf(object, condition):
		case l == nil:
			walk(set)
		case !slices.Contains(fragments, l):
			fragments = append(fragments, l)
		}
	}
	walk = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				if byAlias[s.Alias] == nil {
					byAlias[s.Alias] = &selected{Field: s}
					fields = append(fields, byAlias[s.Alias])
				}
				byAlias[s.Alias].sets = append(byAlias[s.Alias].sets, s.SelectionSet)
			case *ast.InlineFragment:
				within(s, s.TypeCondition, s.SelectionSet)
			case *ast.FragmentSpread:
				if p.sites[s] != nil || !visited[s.Definition] {
					visited[s.Definition] = visited[s.Definition] || p.sites[s] == nil
					within(s, s.Definition.TypeCondition, s.Definition.SelectionSet)
				}
			}
		}
	}
	for _, set := range sets {
		walk(set)
	}
	return fields, fragments
}

// isOf tells whether an object is of a type.
func (p *plan) isOf(object *ast.Definition, condition string) bool {
	return condition == "" || condition == object.Name ||
		slices.ContainsFunc(p.schema.PossibleTypes[condition], func(d *ast.Definition) bool { return d.Name == object.Name })
}

// wish is a client's to be answered in parts, with the plan if there is one.
type wish struct{ plan *plan }

type wishKey struct{}

func wishOf(ctx context.Context) *wish {
	w, _ := ctx.Value(wishKey{}).(*wish)
	return w
}
