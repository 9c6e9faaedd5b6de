package twin

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Whole are requests for everything that the caller may read: of every list both ends, with
// every field of its records.
func (g *Generator) Whole() []Request {
	var all []Request
	for _, f := range g.schema.Query.Fields {
		if f.Arguments.ForName("last") == nil {
			continue
		}
		edges := g.schema.Types[f.Type.Name()].Fields.ForName("edges")
		node := g.schema.Types[edges.Type.Name()].Fields.ForName("node")
		for _, size := range []string{"first", "last"} {
			query := "{" + f.Name + "(" + size + ": 100) {totalCount edges {cursor node" + g.whole(g.schema.Types[node.Type.Name()]) + "}}}"
			all = append(all, Query(query))
		}
	}
	return all
}

// whole selects every field of a record but its lists, and the ids of what it points to.
func (g *Generator) whole(t *ast.Definition) string {
	if t.IsLeafType() {
		return ""
	}
	var parts []string
	for _, c := range g.fieldsOf(t) {
		target := g.schema.Types[c.Type.Name()]
		switch {
		case isPaged(c.FieldDefinition):
		case isFar(target):
			parts = append(parts, c.Name+" {... on Node {id}}")
		default:
			parts = append(parts, c.Name+g.whole(target))
		}
	}
	return " {" + strings.Join(parts, " ") + "}"
}
