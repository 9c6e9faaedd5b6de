package twin

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Coordinates are those that queries and mutations can have: fields, arguments, fields of
// inputs, and the enumerated values that these take.
func Coordinates(schema *ast.Schema) []string {
	w := &walk{Generator: Generator{schema: schema}, seen: map[string]bool{}}
	w.output(schema.Query)
	w.output(schema.Mutation)
	slices.Sort(w.found)
	return w.found
}

// walk is a way through a schema.
type walk struct {
	Generator
	seen  map[string]bool
	found []string
}

// output visits a type that answers have, and what is below it.
func (w *walk) output(t *ast.Definition) {
	if w.seen[t.Name] {
		return
	}
	w.seen[t.Name] = true
	for _, f := range w.fieldsOf(t) {
		w.found = append(w.found, f.coordinate)
		for _, a := range f.Arguments {
			w.found = append(w.found, f.coordinate+"("+a.Name+")")
			w.input(w.schema.Types[a.Type.Name()])
		}
		w.output(w.schema.Types[f.Type.Name()])
	}
	if t.IsAbstractType() {
		for _, possible := range w.schema.GetPossibleTypes(t) {
			w.output(possible)
		}
	}
}

// input visits a type that arguments have, and what is below it.
func (w *walk) input(t *ast.Definition) {
	if w.seen["input "+t.Name] || strings.HasPrefix(t.Name, "_") {
		return
	}
	w.seen["input "+t.Name] = true
	for _, f := range t.Fields {
		w.found = append(w.found, t.Name+"."+f.Name)
		w.input(w.schema.Types[f.Type.Name()])
	}
	for _, v := range t.EnumValues {
		w.found = append(w.found, t.Name+"."+v.Name)
	}
}
