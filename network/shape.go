package network

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
)

// Node checks what a node answered for a record against the schema and what was selected of it,
// and returns it written anew: exactly the fields that the client selected, in their order,
// whatever else the node sent.
func (p *Plan) Node(selection int, id model.ID, raw json.RawMessage) (json.RawMessage, error) {
	c := checker{plan: p, id: id}
	c.object(p.nodeType(), []ast.SelectionSet{p.Nodes[selection]}, raw)
	if c.err != nil {
		return nil, c.err
	}
	return c.out.Bytes(), nil
}

// checker writes a value anew while it checks it.
type checker struct {
	plan *Plan
	id   model.ID // of the record, until its first object is met
	out  bytes.Buffer
	err  error
}

func (c *checker) fail(path string) {
	if c.err == nil {
		c.err = invalid(path, "the value is not what the schema says")
	}
}

var null = []byte("null")

// value checks a value of a type.
func (c *checker) value(t *ast.Type, field *ast.Field, sets []ast.SelectionSet, raw json.RawMessage) {
	raw = bytes.TrimSpace(raw)
	switch {
	case c.err != nil:
	case bytes.Equal(raw, null):
		if t.NonNull {
			c.fail(field.Alias)
		}
		c.out.Write(null)
	case t.Elem != nil:
		c.list(t.Elem, field, sets, raw)
	default:
		definition := c.plan.Schema.Types[t.NamedType]
		if definition.IsCompositeType() {
			c.object(definition, sets, raw)
			return
		}
		if !fits(definition, raw) {
			c.fail(field.Alias)
		}
		c.out.Write(raw)
	}
}

func (c *checker) list(t *ast.Type, field *ast.Field, sets []ast.SelectionSet, raw json.RawMessage) {
	var all []json.RawMessage
	if raw[0] != '[' || json.Unmarshal(raw, &all) != nil {
		c.fail(field.Alias)
		return
	}
	c.out.WriteByte('[')
	for i, one := range all {
		if i > 0 {
			c.out.WriteByte(',')
		}
		c.value(t, field, sets, one)
	}
	c.out.WriteByte(']')
}

func (c *checker) object(definition *ast.Definition, sets []ast.SelectionSet, raw json.RawMessage) {
	raw = bytes.TrimSpace(raw)
	var members map[string]json.RawMessage
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &members) != nil {
		c.fail(definition.Name)
		return
	}
	id := c.id
	c.id = ""
	if definition = c.concrete(definition, members); definition == nil || id != "" && definition.Name != id.Kind().TypeName() {
		c.fail("__typename")
		return
	}
	c.out.WriteByte('{')
	for i, s := range c.plan.collect(definition, sets) {
		if c.err != nil {
			return
		}
		if i > 0 {
			c.out.WriteByte(',')
		}
		c.out.WriteString(strconv.Quote(s.Alias) + ":")
		c.member(definition, s, members)
		if id != "" && s.Name == "id" && string(bytes.TrimSpace(members[s.Alias])) != strconv.Quote(string(id)) {
			c.fail(s.Alias)
		}
	}
	c.out.WriteByte('}')
}

func (c *checker) member(definition *ast.Definition, s *selected, members map[string]json.RawMessage) {
	if s.Name == "__typename" { // which need not be believed
		c.out.WriteString(strconv.Quote(definition.Name))
		return
	}
	raw, there := members[s.Alias]
	if !there {
		c.fail(s.Alias)
		return
	}
	c.value(s.Definition.Type, s.Field, s.sets, raw)
}

// concrete is the type of an object: where several are possible, the one that the answer names.
func (c *checker) concrete(definition *ast.Definition, members map[string]json.RawMessage) *ast.Definition {
	if !definition.IsAbstractType() {
		return definition
	}
	var name string
	if json.Unmarshal(members[c.plan.alias], &name) != nil {
		return nil
	}
	for _, possible := range c.plan.Schema.PossibleTypes[definition.Name] {
		if possible.Name == name {
			return possible
		}
	}
	return nil
}

// fits tells whether a value that is not null can be one of a scalar or an enumeration.
func fits(definition *ast.Definition, raw json.RawMessage) bool {
	var text string
	isText := len(raw) > 0 && raw[0] == '"' && json.Unmarshal(raw, &text) == nil
	if definition.Kind == ast.Enum {
		return isText && definition.EnumValues.ForName(text) != nil
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

// selected is a field of an object with all that is selected below it.
type selected struct {
	*ast.Field
	sets []ast.SelectionSet
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
