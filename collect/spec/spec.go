// Package spec is the specification of what is collected: the kinds of records with their
// fields, types, code lists and terms. It is made of the model's own types and of the terms
// that the GraphQL schema has for them, so that nothing is said twice.
package spec

import (
	"reflect"
	"strings"
	"time"

	"metrograph/model"
)

// Spec is the specification.
type Spec struct {
	Kinds []Type // of records that are collected
	Parts []Type // structures within them, in the order of their names
	Enums []Enum // code lists, in the order of their names
}

// Type is a structure.
type Type struct {
	Name string
	Term
	Fields []Field
}

// Field is a field of a structure.
type Field struct {
	Name string
	Term
	Type     string // of one value: a structure, a code list, or text, decimal, date, dateTime, boolean, integer, id
	List     bool
	Required bool // no record is right without it
	Refers   model.Kind
	Node     bool // the node's own: what a file has of it is not taken over
}

// Enum is a code list.
type Enum struct {
	Name string
	Term
	Values []Value
}

// Value is an entry of a code list.
type Value struct {
	Code string
	Term
}

// Collected lists the kinds of records that can be collected.
func Collected() []model.Kind {
	return []model.Kind{model.KindCertificate, model.KindInstrument, model.KindEnvironment, model.KindPerson, model.KindMethod, model.KindInstitution}
}

// Load makes the specification.
func Load() *Spec {
	b := &builder{terms: terms(), seen: map[string]bool{}}
	for _, kind := range Collected() {
		b.spec.Kinds = append(b.spec.Kinds, b.structure(reflect.TypeOf(kind.New()).Elem()))
	}
	sortByName(b.spec.Parts, func(t Type) string { return t.Name })
	sortByName(b.spec.Enums, func(e Enum) string { return e.Name })
	return &b.spec
}

// Enum returns a code list; one without values where there is none of the name.
func (s *Spec) Enum(name string) Enum {
	for _, e := range s.Enums {
		if e.Name == name {
			return e
		}
	}
	return Enum{}
}

type builder struct {
	spec  Spec
	terms map[string]Term
	seen  map[string]bool
}

func (b *builder) structure(t reflect.Type) Type {
	out := Type{Name: schemaName(t), Term: b.terms[schemaName(t)]}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || name == "" || name == "-" {
			continue
		}
		field := b.field(out.Name, name, f.Type)
		field.Node = len(f.Index) > 1 && name != "status" && name != "classification" || f.Type == reflect.TypeFor[*model.Signature]()
		out.Fields = append(out.Fields, field)
	}
	return out
}

// field describes a field, and whatever its type is made of.
func (b *builder) field(of, name string, t reflect.Type) Field {
	f := Field{Name: name, Term: b.terms[of+"."+name], Required: required(of + "." + name), Refers: refers(of + "." + name)}
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		f.List = f.List || t.Kind() == reflect.Slice
		t = t.Elem()
	}
	f.Type = b.typeName(t)
	return f
}

// schemaName is the name that the schema has for a structure.
func schemaName(t reflect.Type) string {
	if t == reflect.TypeFor[model.MPE]() {
		return "MaximumPermissibleError"
	}
	return t.Name()
}

func (b *builder) typeName(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[model.ID]():
		return "id"
	case t == reflect.TypeFor[model.Decimal]():
		return "decimal"
	case t == reflect.TypeFor[model.Date]():
		return "date"
	case t == reflect.TypeFor[time.Time]():
		return "dateTime"
	case t.Kind() == reflect.Bool:
		return "boolean"
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int64:
		return "integer"
	case t.Kind() == reflect.Struct:
		b.part(t)
		return schemaName(t)
	}
	if b.enum(t) {
		return t.Name()
	}
	return "text"
}

// part describes a structure within records, once.
func (b *builder) part(t reflect.Type) {
	if b.seen[t.Name()] {
		return
	}
	b.seen[t.Name()] = true
	b.spec.Parts = append(b.spec.Parts, b.structure(t))
}

// enum describes a code list, once; it tells whether the type is one.
func (b *builder) enum(t reflect.Type) bool {
	values := reflect.Zero(t).MethodByName("Values")
	if !values.IsValid() {
		return false
	}
	if b.seen[t.Name()] {
		return true
	}
	b.seen[t.Name()] = true
	e := Enum{Name: t.Name(), Term: b.terms[t.Name()]}
	list := values.Call(nil)[0]
	for i := range list.Len() {
		code := list.Index(i).String()
		e.Values = append(e.Values, Value{code, b.terms[t.Name()+"."+code]})
	}
	b.spec.Enums = append(b.spec.Enums, e)
	return true
}
