package twin

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
)

// arguments makes values for those arguments of a field that are required, and for some of
// the others.
func (o *operation) arguments(parent *ast.Definition, f *ast.FieldDefinition, list ast.ArgumentDefinitionList) []member {
	var out []member
	for _, a := range list {
		if !a.Type.NonNull && o.asked[parent.Name+"."+f.Name+"("+a.Name+")"] > 0 && !o.percent(40) {
			continue
		}
		o.subject, o.kind = nil, kindOf(f.Type.Name())
		out = append(out, member{a.Name, o.value(a.Type, a.Name, 3)})
	}
	return out
}

// value makes a value of a type, for what has the name.
func (o *operation) value(t *ast.Type, name string, depth int) any {
	if !t.NonNull && o.one(40) {
		return nil
	}
	if t.Elem != nil {
		list := []any{}
		for range 1 + o.random.IntN(3)*o.random.IntN(2) {
			list = append(list, o.value(t.Elem, name, depth))
		}
		return list
	}
	def := o.schema.Types[t.NamedType]
	switch def.Kind {
	case ast.Enum:
		return o.enumerated(def)
	case ast.InputObject:
		return o.input(def, name, depth)
	default:
		return o.scalar(def.Name, name)
	}
}

func (o *operation) enumerated(def *ast.Definition) enum {
	var open []candidate
	for _, v := range def.EnumValues {
		open = append(open, candidate{&ast.FieldDefinition{Name: v.Name}, def.Name + "." + v.Name})
	}
	chosen := o.choose(open, 1)[0].Name
	o.asked[def.Name+"."+chosen]++
	return enum(chosen)
}

// input makes an input object: what a record is to contain comes from a record, what is
// about a record names one and its version.
func (o *operation) input(def *ast.Definition, name string, depth int) any {
	if kind := kindOf(def.Name); kind != "" {
		o.kind = kind
	}
	content := strings.HasSuffix(def.Name, "Input") && kindOf(def.Name) != "" && def.Fields.ForName("id") == nil
	switch {
	case content && o.percent(75):
		return o.content(def)
	case def.Fields.ForName("id") != nil && def.Fields.ForName("version") != nil:
		o.kind = o.about(def)
		o.subject = o.source(o.kind)
	}
	var out object
	for _, f := range o.members(def, depth) {
		o.asked[def.Name+"."+f.Name]++
		out = append(out, member{f.Name, o.member(def, f, name, depth)})
	}
	return out
}

// member makes the value of an input's field. Operators are about the field that the whole
// input is for.
func (o *operation) member(def *ast.Definition, f *ast.FieldDefinition, name string, depth int) any {
	switch {
	case o.subject != nil && f.Name == "id" && o.percent(90):
		return string(o.subject.ID)
	case o.subject != nil && f.Name == "version":
		return o.subject.Version + o.random.IntN(2)*o.random.IntN(2)
	case isOperator(def):
		return o.value(f.Type, name, depth)
	}
	return o.value(f.Type, f.Name, depth-1)
}

// isOperator tells whether the input is a condition on one field.
func isOperator(def *ast.Definition) bool {
	return strings.HasSuffix(def.Name, "Filter") && kindOf(def.Name) == ""
}

// about is the kind of record that a change is about: that of its content, or of its name.
func (o *operation) about(def *ast.Definition) string {
	for _, f := range def.Fields {
		if kind := kindOf(f.Type.Name()); kind != "" {
			return kind
		}
	}
	for _, kind := range model.Kinds() {
		if strings.Contains(def.Name, kind.TypeName()) {
			return string(kind)
		}
	}
	return string(pick(o.Generator, model.Kinds()))
}

// members chooses the fields of an input object.
func (o *operation) members(def *ast.Definition, depth int) []*ast.FieldDefinition {
	var open []candidate
	var chosen []*ast.FieldDefinition
	for _, f := range def.Fields {
		switch {
		case f.Type.NonNull:
			chosen = append(chosen, f)
		case depth > 0 || f.Type.Name() != def.Name: // conditions are joined so deep
			open = append(open, candidate{f, def.Name + "." + f.Name})
		}
	}
	if def.Directives.ForName("oneOf") != nil {
		if f := def.Fields.ForName(o.kind); f != nil && o.percent(85) {
			return []*ast.FieldDefinition{f}
		}
		return o.choose(open, 1)
	}
	switch {
	case !strings.HasSuffix(def.Name, "Filter"):
		return append(chosen, o.choose(open, o.random.IntN(4))...)
	case o.percent(70): // a filter of one condition finds most
		return o.choose(open, 1)
	}
	return o.choose(open, 2)
}

// source chooses a record of a kind, mostly one that the caller may change; nil where there is
// none.
func (o *operation) source(kind string) *Document {
	all := o.pool.documents[model.Kind(kind)]
	if len(all) == 0 {
		return nil
	}
	return o.document(all, pick(o.Generator, []Standing{Own, Own, Own, Seen, Hidden}))
}

// content makes the content of a record from that of another one of its kind, whoever may
// read it, with a few changes.
func (o *operation) content(def *ast.Definition) any {
	from := o.source(kindOf(def.Name))
	if from == nil {
		return object{}
	}
	out := o.project(def, from.Content)
	changed := 10
	if o.subject != nil { // a change has some of the fields only
		out = slices.DeleteFunc(out, func(member) bool { return o.percent(80) })
		changed = 40
	}
	for i := range out {
		if o.percent(changed) {
			out[i].value = o.value(def.Fields.ForName(out[i].name).Type, out[i].name, 1)
		}
	}
	return out
}

// project turns a part of a record into the input of the same content.
func (o *operation) project(def *ast.Definition, content map[string]any) object {
	var out object
	for _, f := range def.Fields {
		v, ok := o.convert(f.Type, content[f.Name])
		if !ok && (f.Type.NonNull || o.asked[def.Name+"."+f.Name] == 0 && o.one(2)) {
			v, ok = o.value(f.Type, f.Name, 1), true
		}
		if ok {
			o.asked[def.Name+"."+f.Name]++
			out = append(out, member{f.Name, v})
		}
	}
	return out
}

func (o *operation) convert(t *ast.Type, v any) (out any, ok bool) {
	if v == nil {
		return nil, false
	}
	if t.Elem != nil {
		entries, _ := v.([]any)
		list := []any{}
		for _, entry := range entries {
			if one, ok := o.convert(t.Elem, entry); ok {
				list = append(list, one)
			}
		}
		return list, true
	}
	def := o.schema.Types[t.NamedType]
	switch v := v.(type) {
	case map[string]any:
		return o.project(def, v), def.Kind == ast.InputObject
	case string:
		switch {
		case def.Kind != ast.Enum:
			return v, true
		case o.one(10):
			return o.enumerated(def), true
		}
		for _, name := range []string{v, strings.ToUpper(v)} { // kinds are in lower case in the model
			if def.EnumValues.ForName(name) != nil {
				o.asked[def.Name+"."+name]++
				return enum(name), true
			}
		}
		return nil, false
	case json.Number, bool:
		return v, true
	}
	return nil, false
}
