package network

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
)

// Checker checks the records of one answer against the schema and what was selected of them. It
// remembers what it has found to be selected of a type, and is for one goroutine.
type Checker struct {
	plan  *Plan
	roots []map[string]*shape // of the plan's selections
	spans []span              // members of the objects that are being read, the innermost last
	out   []byte
	err   error
}

// Checker returns a checker of an answer.
func (p *Plan) Checker() *Checker {
	c := &Checker{plan: p}
	for range p.Nodes {
		c.roots = append(c.roots, map[string]*shape{})
	}
	return c
}

// Node checks what a node answered for a record, which is JSON as [ParseAnswer] reads it, and
// returns it written anew: exactly the fields that the client selected, in their order, whatever
// else the node sent.
func (c *Checker) Node(selection int, id model.ID, raw json.RawMessage) (json.RawMessage, error) {
	c.out, c.spans, c.err = make([]byte, 0, len(raw)+spare), c.spans[:0], nil
	c.object(c.plan.nodeType(), []ast.SelectionSet{c.plan.Nodes[selection]}, c.roots[selection], id, bytes.TrimSpace(raw))
	if c.err != nil {
		return nil, c.err
	}
	return c.out, nil
}

// spare is by how much a record may be longer than it was sent.
const spare = 64

func (c *Checker) fail(path string) {
	if c.err == nil {
		c.err = invalid(path, "the value is not what the schema says")
	}
}

var null = []byte("null")

// value checks a value of a type.
func (c *Checker) value(t *ast.Type, s *selected, raw []byte) {
	switch {
	case c.err != nil:
	case bytes.Equal(raw, null):
		if t.NonNull {
			c.fail(s.Alias)
		}
		c.out = append(c.out, null...)
	case t.Elem != nil:
		c.list(t.Elem, s, raw)
	case s.of.IsCompositeType():
		c.object(s.of, s.sets, s.below, "", raw)
	default:
		if !fits(s.of, raw) {
			c.fail(s.Alias)
		}
		c.out = append(c.out, raw...)
	}
}

func (c *Checker) list(t *ast.Type, s *selected, raw []byte) {
	r := reader{raw: raw}
	if !r.enter('[') {
		c.fail(s.Alias)
		return
	}
	c.out = append(c.out, '[')
	for n := 0; r.next(']'); n++ {
		if n > 0 {
			c.out = append(c.out, ',')
		}
		c.value(t, s, r.value())
	}
	c.out = append(c.out, ']')
}

// object checks an object of a type, or of one of its possible types; of a record it is known
// which, by its identifier.
func (c *Checker) object(definition *ast.Definition, sets []ast.SelectionSet, shapes map[string]*shape, id model.ID, raw []byte) {
	r := reader{raw: raw}
	if !r.enter('{') {
		c.fail(definition.Name)
		return
	}
	first := len(c.spans)
	for r.next('}') {
		name := r.value()
		r.pass(':')
		c.spans = append(c.spans, span{name, r.value()})
	}
	defer func() { c.spans = c.spans[:first] }()
	members := members{all: c.spans[first:]}
	if definition = c.concrete(definition, &members); definition == nil || id != "" && definition.Name != id.Kind().TypeName() {
		c.fail("__typename")
		return
	}
	c.write(c.shapeOf(definition, sets, shapes), &members, id)
}

// write writes the fields that are selected of an object.
func (c *Checker) write(s *shape, members *members, id model.ID) {
	c.out = append(c.out, '{')
	for i, f := range s.fields {
		if c.err != nil {
			return
		}
		if i > 0 {
			c.out = append(c.out, ',')
		}
		c.out = append(append(c.out, f.quoted...), ':')
		if f.Name == "__typename" { // which need not be believed
			c.out = append(c.out, s.quoted...)
			continue
		}
		raw, there := members.find(f.quoted)
		if !there || id != "" && f.Name == "id" && string(raw) != strconv.Quote(string(id)) {
			c.fail(f.Alias)
			return
		}
		c.value(f.Definition.Type, f, raw)
	}
	c.out = append(c.out, '}')
}

// concrete is the type of an object: where several are possible, the one that the answer names.
func (c *Checker) concrete(definition *ast.Definition, members *members) *ast.Definition {
	if !definition.IsAbstractType() {
		return definition
	}
	name, _ := members.find([]byte(strconv.Quote(c.plan.alias)))
	for _, possible := range c.plan.Schema.PossibleTypes[definition.Name] {
		if string(name) == strconv.Quote(possible.Name) {
			return possible
		}
	}
	return nil
}

// fits tells whether a value that is not null can be one of a scalar or an enumeration.
func fits(definition *ast.Definition, raw []byte) bool {
	isText := len(raw) > 1 && raw[0] == '"'
	if definition.Kind == ast.Enum {
		return isText && definition.EnumValues.ForName(string(raw[1:len(raw)-1])) != nil
	}
	switch definition.Name {
	case "Boolean":
		return string(raw) == "true" || string(raw) == "false"
	case "Int", "Long":
		_, err := strconv.ParseInt(string(raw), 10, 64)
		return err == nil
	case "Float":
		_, err := strconv.ParseFloat(string(raw), 64)
		return err == nil
	}
	return isText
}

// shape is what is selected of a type of object.
type shape struct {
	quoted []byte // the name of the type
	fields []*selected
}

// shapeOf is what selections have of a type, found once.
func (c *Checker) shapeOf(object *ast.Definition, sets []ast.SelectionSet, known map[string]*shape) *shape {
	s := known[object.Name]
	if s == nil {
		s = &shape{[]byte(strconv.Quote(object.Name)), c.plan.collect(object, sets)}
		for _, f := range s.fields {
			f.quoted, f.below = []byte(strconv.Quote(f.Alias)), map[string]*shape{}
			if f.Definition != nil {
				f.of = c.plan.Schema.Types[f.Definition.Type.Name()]
			}
		}
		known[object.Name] = s
	}
	return s
}

// selected is a field of an object with all that is selected below it.
type selected struct {
	*ast.Field
	sets   []ast.SelectionSet
	quoted []byte            // the alias
	of     *ast.Definition   // of the value, or of the entries of a list
	below  map[string]*shape // what is selected of the objects, by their types
}

// collect returns the fields that selections have of a type, in the order of an answer.
func (p *Plan) collect(object *ast.Definition, sets []ast.SelectionSet) (fields []*selected) {
	byAlias := map[string]*selected{}
	var walk func(ast.SelectionSet)
	within := func(list ast.DirectiveList, condition string, set ast.SelectionSet) {
		if p.included(list) && p.isOf(object, condition) {
			walk(set)
		}
	}
	walk = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				if !p.included(s.Directives) {
					continue
				}
				if byAlias[s.Alias] == nil {
					byAlias[s.Alias] = &selected{Field: s}
					fields = append(fields, byAlias[s.Alias])
				}
				byAlias[s.Alias].sets = append(byAlias[s.Alias].sets, s.SelectionSet)
			case *ast.InlineFragment:
				within(s.Directives, s.TypeCondition, s.SelectionSet)
			case *ast.FragmentSpread:
				within(s.Directives, s.Definition.TypeCondition, s.Definition.SelectionSet)
			}
		}
	}
	for _, set := range sets {
		walk(set)
	}
	return fields
}

func (p *Plan) isOf(object *ast.Definition, condition string) bool {
	return condition == "" || condition == object.Name ||
		slices.ContainsFunc(p.Schema.PossibleTypes[condition], func(d *ast.Definition) bool { return d.Name == object.Name })
}

// included tells whether a selection is answered.
func (p *Plan) included(list ast.DirectiveList) bool {
	return p.says(list, "skip") != "true" && p.says(list, "include") != "false"
}

func (p *Plan) says(list ast.DirectiveList, name string) string {
	d := list.ForName(name)
	if d == nil || d.Arguments.ForName("if") == nil {
		return ""
	}
	value, _ := d.Arguments.ForName("if").Value.Value(p.Variables) // it was validated
	truth, known := value.(bool)
	if !known {
		return ""
	}
	return strconv.FormatBool(truth)
}
