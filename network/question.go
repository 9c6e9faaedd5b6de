package network

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Plan is a field of the root of a client's query as other nodes are asked for it.
type Plan struct {
	Schema    *ast.Schema
	Doc       *ast.QueryDocument
	Operation *ast.OperationDefinition
	Variables map[string]any // as they were read
	Field     *ast.Field
	Nodes     []ast.SelectionSet // what the client selects of a record, once for each alias that it has
	Total     bool

	alias string // by which the type of a record is told; no name of the client's
}

// NewPlan completes a plan.
func NewPlan(p Plan) *Plan {
	p.alias = "t_"
	for p.uses(p.alias) {
		p.alias += "_"
	}
	return &p
}

// paging are the arguments that the node which merges says in its own way.
var paging = []string{"scope", "first", "last", "after", "before"}

// Query writes the query for a page. Everything in it that the client wrote is the client's own:
// arguments, fragments, variables, and directives.
func (p *Plan) Query(limit int, fromEnd bool) string {
	w := p.writer()
	w.word(p.Field.Name)
	w.arguments(p.arguments(limit, fromEnd))
	w.word("{")
	p.below(w)
	w.word("}")
	body := w.text()
	w.b.Reset()
	w.definitions()
	fragments := w.text()
	w.b.Reset()
	w.word("query")
	w.variables(p.Operation.VariableDefinitions)
	return w.text() + "{" + body + "}" + fragments
}

func (p *Plan) arguments(limit int, fromEnd bool) (list ast.ArgumentList) {
	for _, a := range p.Field.Arguments {
		if !slices.Contains(paging, a.Name) {
			list = append(list, a)
		}
	}
	if limit > 0 {
		name := "first"
		if fromEnd {
			name = "last"
		}
		list = append(list, &ast.Argument{Name: name, Value: &ast.Value{Kind: ast.IntValue, Raw: fmt.Sprint(limit)}})
	}
	return list
}

// below writes what is asked for of the field: of a list its records, and of statistics nothing
// that a caller reads, since what they count comes beside it.
func (p *Plan) below(w *writer) {
	if p.Field.Definition.Type.Name() == "Statistics" {
		w.word("__typename")
		return
	}
	w.word("edges{__typename")
	for i, set := range p.Nodes {
		w.word(fmt.Sprintf("n%d:node", i))
		w.selections(set, p.nodeType())
	}
	w.word("}")
	if p.Total {
		w.word("totalCount")
	}
}

// nodeType is the type of the records of the list.
func (p *Plan) nodeType() *ast.Definition {
	edges := p.Schema.Types[p.Field.Definition.Type.Name()].Fields.ForName("edges")
	return p.Schema.Types[p.Schema.Types[edges.Type.Name()].Fields.ForName("node").Type.Name()]
}

// uses tells whether the client's query has a name for a field.
func (p *Plan) uses(alias string) bool {
	var within func(ast.SelectionSet) bool
	within = func(set ast.SelectionSet) bool {
		return slices.ContainsFunc(set, func(s ast.Selection) bool {
			switch s := s.(type) {
			case *ast.Field:
				return s.Alias == alias || within(s.SelectionSet)
			case *ast.InlineFragment:
				return within(s.SelectionSet)
			}
			return false
		})
	}
	return within(p.Operation.SelectionSet) ||
		slices.ContainsFunc(p.Doc.Fragments, func(f *ast.FragmentDefinition) bool { return within(f.SelectionSet) })
}

// Values are the variables of the query, as JSON.
func (p *Plan) Values() (json.RawMessage, error) {
	w := p.writer()
	w.arguments(p.arguments(0, false))
	for _, set := range p.Nodes {
		w.selections(set, p.nodeType())
	}
	w.definitions()
	values := map[string]any{}
	for name := range w.used {
		if v, given := p.Variables[name]; given {
			values[name] = v
		}
	}
	return json.Marshal(values)
}

// writer writes parts of a query.
type writer struct {
	b         strings.Builder
	schema    *ast.Schema
	alias     string
	used      map[string]bool // variables
	fragments map[string]*ast.FragmentDefinition
}

func (p *Plan) writer() *writer {
	return &writer{used: map[string]bool{}, fragments: map[string]*ast.FragmentDefinition{}, alias: p.alias, schema: p.Schema}
}

func (w *writer) text() string { return w.b.String() }

func (w *writer) word(s string) {
	w.b.WriteString(s)
	w.b.WriteByte(' ')
}

// selections writes what is selected of a type. Of an object that may be of several types it asks
// for the type.
func (w *writer) selections(set ast.SelectionSet, of *ast.Definition) {
	w.word("{")
	if of != nil && of.IsAbstractType() {
		w.word(w.alias + ":__typename")
	}
	w.set(set)
	w.word("}")
}

func (w *writer) set(set ast.SelectionSet) {
	if len(set) == 0 {
		w.word("__typename")
	}
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			w.field(s)
		case *ast.InlineFragment:
			w.word("...")
			if s.TypeCondition != "" {
				w.word("on " + s.TypeCondition)
			}
			w.directives(s.Directives)
			w.word("{")
			w.set(s.SelectionSet)
			w.word("}")
		case *ast.FragmentSpread:
			w.fragments[nameOf(s.Definition)] = s.Definition
			w.word("..." + nameOf(s.Definition))
			w.directives(s.Directives)
		}
	}
}

// nameOf is the name of a fragment as the client wrote it: one that is answered in its place in
// spite of @defer has a name that no document can have.
func nameOf(f *ast.FragmentDefinition) string { return strings.TrimSuffix(f.Name, "!") }

func (w *writer) field(f *ast.Field) {
	if f.Alias != f.Name {
		w.b.WriteString(f.Alias + ":")
	}
	w.word(f.Name)
	w.arguments(f.Arguments)
	w.directives(f.Directives)
	if len(f.SelectionSet) > 0 {
		w.selections(f.SelectionSet, w.schema.Types[f.Definition.Type.Name()])
	}
}

func (w *writer) directives(list ast.DirectiveList) {
	for _, d := range list {
		if d.Name == "defer" {
			continue // rows come whole
		}
		w.word("@" + d.Name)
		w.arguments(d.Arguments)
	}
}

func (w *writer) arguments(list ast.ArgumentList) {
	if len(list) == 0 {
		return
	}
	w.word("(")
	for _, a := range list {
		w.b.WriteString(a.Name + ":")
		w.value(a.Value)
	}
	w.word(")")
}

func (w *writer) value(v *ast.Value) {
	switch v.Kind {
	case ast.Variable:
		w.used[v.Raw] = true
		w.word("$" + v.Raw)
	case ast.StringValue, ast.BlockValue:
		text, _ := json.Marshal(v.Raw) // a text always can be, and is written as GraphQL does
		w.word(string(text))
	case ast.ListValue:
		w.word("[")
		for _, child := range v.Children {
			w.value(child.Value)
		}
		w.word("]")
	case ast.ObjectValue:
		w.word("{")
		for _, child := range v.Children {
			w.b.WriteString(child.Name + ":")
			w.value(child.Value)
		}
		w.word("}")
	default:
		w.word(v.Raw)
	}
}

// definitions writes the fragments that are used, and those that they use.
func (w *writer) definitions() {
	written := map[string]bool{}
	for len(written) < len(w.fragments) {
		for _, f := range sorted(w.fragments) {
			if written[nameOf(f)] {
				continue
			}
			written[nameOf(f)] = true
			w.word("fragment " + nameOf(f) + " on " + f.TypeCondition)
			w.directives(f.Directives)
			w.word("{")
			w.set(f.SelectionSet)
			w.word("}")
		}
	}
}

func sorted(fragments map[string]*ast.FragmentDefinition) []*ast.FragmentDefinition {
	all := make([]*ast.FragmentDefinition, 0, len(fragments))
	for _, f := range fragments {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b *ast.FragmentDefinition) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// variables writes the definitions of those that are used.
func (w *writer) variables(list ast.VariableDefinitionList) {
	if len(w.used) == 0 {
		return
	}
	w.word("(")
	for _, d := range list {
		if !w.used[d.Variable] {
			continue
		}
		w.word("$" + d.Variable + ":" + d.Type.String())
		if d.DefaultValue != nil {
			w.word("=")
			w.value(d.DefaultValue)
		}
	}
	w.word(")")
}
