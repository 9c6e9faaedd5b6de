package twin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// field is a field as a query selects it. What could be in each other's way, by arguments or
// by the type that it is selected of, has an alias of its own.
func (o *operation) field(parent *ast.Definition, f *ast.FieldDefinition, depth int, alias bool) string {
	o.asked[parent.Name+"."+f.Name]++
	o.left--
	name, arguments := "", []member(nil)
	if isPaged(f) {
		var l *list
		l, arguments = o.page(parent, f, depth)
		name = fmt.Sprintf("c%d%s", l.number, o.name("x"))
	} else {
		arguments = o.arguments(parent, f, f.Arguments)
		if alias || len(arguments) > 0 || o.one(10) {
			name = o.name("a")
		}
	}
	out := f.Name
	if name != "" {
		out = name + ": " + out
	}
	target := o.schema.Types[f.Type.Name()]
	if isFar(target) {
		depth--
	}
	return out + o.call(parent, f, arguments) + o.condition() + o.below(target, depth)
}

// deepest is how many records a request goes from one to another.
const deepest = 4

// isFar tells whether a type is a record of its own, or the root again: what is not is a part
// of a record, and the parts of parts have an end.
func isFar(t *ast.Definition) bool {
	return kindOf(t.Name) != "" || t.IsAbstractType() || t.Name == "Query"
}

// isOpen tells whether a field may be selected so deep.
func (o *operation) isOpen(f *ast.FieldDefinition, depth int) bool {
	t := o.schema.Types[f.Type.Name()]
	return depth > 0 || !isFar(t) && !strings.HasSuffix(t.Name, "Connection")
}

// call is the arguments of a field, some of them as variables.
func (o *operation) call(parent *ast.Definition, f *ast.FieldDefinition, arguments []member) string {
	if len(arguments) == 0 {
		return ""
	}
	parts := make([]string, len(arguments))
	for i, a := range arguments {
		o.asked[parent.Name+"."+f.Name+"("+a.name+")"]++
		if !o.file && o.one(5) { // a file is a variable inside of the value already
			a.value = o.variable(f.Arguments.ForName(a.name).Type, a.value)
		}
		parts[i] = a.name + ": " + literal(a.value)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func (o *operation) variable(t *ast.Type, v any) any {
	if v == nil && t.NonNull {
		return v
	}
	name := o.name("v")
	o.declared = append(o.declared, "$"+name+": "+t.String())
	o.variables = append(o.variables, member{name, v})
	return variable(name)
}

// condition is a directive that leaves out a field now and then.
func (o *operation) condition() string {
	switch {
	case o.one(40):
		return " @include(if: true)"
	case o.one(60):
		return " @skip(if: " + strconv.FormatBool(o.one(2)) + ")"
	}
	return ""
}

// below is what is selected of a type; nothing of one that has no fields.
func (o *operation) below(t *ast.Definition, depth int) string {
	switch t.Kind {
	case ast.Object:
		return " {" + o.selected(t, depth, false) + "}"
	case ast.Interface, ast.Union:
		return " {" + o.abstract(t, depth) + "}"
	default:
		return ""
	}
}

// selected is a selection of an object's fields, in fragments now and then.
func (o *operation) selected(t *ast.Definition, depth int, alias bool) string {
	parts := []string{"__typename"}
	for _, f := range o.chosen(t, depth) {
		part := o.field(t, f, depth, alias)
		switch {
		case o.one(30):
			part = "... on " + t.Name + " {" + part + "}"
		case o.one(30):
			name := o.name("F")
			o.fragments = append(o.fragments, "fragment "+name+" on "+t.Name+" {"+part+"}")
			part = "..." + name
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

// chosen are the fields that are selected of an object: of a page and of what became of a
// write all, since these are where most is to be told; otherwise a few.
func (o *operation) chosen(t *ast.Definition, depth int) []*ast.FieldDefinition {
	for _, whole := range []string{"Connection", "Edge", "PageInfo", "Payload", "WriteResult", "UserError", "Finding"} {
		if strings.HasSuffix(t.Name, whole) {
			return slices.DeleteFunc(slices.Clone(t.Fields), func(f *ast.FieldDefinition) bool { return f.Name == "query" && o.percent(80) })
		}
	}
	var open []candidate
	for _, c := range o.fieldsOf(t) {
		if o.isOpen(c.FieldDefinition, depth) {
			open = append(open, c)
		}
	}
	n := 1 + o.random.IntN(6)
	if o.left <= 0 {
		n = 1
	}
	return o.choose(open, n)
}

// abstract is a selection of what several types have, and of some of these types.
func (o *operation) abstract(t *ast.Definition, depth int) string {
	parts := []string{"__typename"}
	if t.Kind == ast.Interface {
		parts[0] = o.selected(t, depth, true)
	}
	types := o.schema.GetPossibleTypes(t)
	for range 1 + o.random.IntN(3) {
		of := pick(o.Generator, types)
		parts = append(parts, "... on "+of.Name+" {"+o.selected(of, depth, true)+"}")
	}
	return strings.Join(parts, " ")
}

// isPaged tells whether a field is a list in pages.
func isPaged(f *ast.FieldDefinition) bool { return f.Arguments.ForName("after") != nil }

// page makes the arguments of a list in pages: those of one whose cursors are known, or new
// ones.
func (o *operation) page(parent *ast.Definition, f *ast.FieldDefinition, depth int) (*list, []member) {
	l := o.listOf(parent.Name+"."+f.Name, func() []member {
		var rest ast.ArgumentDefinitionList
		for _, a := range f.Arguments {
			if !isPaging(a.Name) {
				rest = append(rest, a)
			}
		}
		return o.arguments(parent, f, rest)
	})
	arguments := append([]member(nil), l.arguments...)
	size, from := "first", "after"
	if f.Arguments.ForName("last") != nil && o.percent(40) {
		size, from = "last", "before"
	}
	if depth < deepest || o.percent(70) { // a list below a list has a size, to stay small
		arguments = append(arguments, member{size, o.size(depth)})
	}
	if f.Arguments.ForName("before") != nil && o.one(4) {
		from = pick(o.Generator, []string{"after", "before"})
	}
	if cursor := o.cursor(l); cursor != "" {
		arguments = append(arguments, member{from, cursor})
	}
	return l, arguments
}

func isPaging(name string) bool {
	return name == "first" || name == "after" || name == "last" || name == "before"
}

// listOf returns a list of a field: one that has cursors, or a new one.
func (o *operation) listOf(field string, arguments func() []member) *list {
	p := o.pool
	const most = 40
	if known := p.lists[field]; len(known) > 0 && (o.percent(40) || len(known) > most) {
		return pick(o.Generator, known)
	}
	l := &list{number: len(p.numbered), arguments: arguments()}
	p.numbered = append(p.numbered, l)
	p.lists[field] = append(p.lists[field], l)
	return l
}

// numberIn reads the number of a list from an alias.
func numberIn(alias string) (number int, is bool) {
	digits, _, found := strings.Cut(strings.TrimPrefix(alias, "c"), "x")
	number, err := strconv.Atoi(digits)
	return number, found && err == nil && strings.HasPrefix(alias, "c")
}

func (o *operation) size(depth int) any {
	switch {
	case o.one(25):
		return pick(o.Generator, []any{0, -1, 101, 1 << 40})
	case depth == deepest:
		return 1 + o.random.IntN(12)
	}
	return 1 + o.random.IntN(3)
}

// cursor is a place in a list: mostly one of its own, whoever it was given to.
func (o *operation) cursor(l *list) string {
	switch {
	case len(l.cursors) > 0 && o.percent(60):
		return pick(o.Generator, l.cursors)
	case o.one(25):
		return pick(o.Generator, []string{"x", "AAAA", "eyJpIjoiY2VydF8ifQ", strings.Repeat("A", 300)})
	case o.one(25) && len(o.pool.numbered) > 0:
		if other := pick(o.Generator, o.pool.numbered); len(other.cursors) > 0 {
			return pick(o.Generator, other.cursors)
		}
	}
	return ""
}
