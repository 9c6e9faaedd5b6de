package store

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"

	"metrograph/model"
)

// codec writes and reads the values of one type as BSON. It is made once, from the type:
// fields have their JSON names and the order of the struct, those of an embedded struct are
// fields of the outer one, and empty values are left out at every depth. The types of the
// model are texts, whole numbers, truth values, times, and structs, lists and pointers of
// these.
type codec struct {
	kind    reflect.Kind
	as      bsoncore.Type
	element *codec         // of a list or pointer
	fields  []codecField   // of a struct
	names   map[string]int // of a struct: the place of a field
}

type codecField struct {
	*codec
	name   string
	index  []int
	header []byte         // what precedes the value: its type and the name
	bit    model.FieldSet // of a record's own fields
}

// isTime marks the codec of time.Time among those of structs.
const isTime = reflect.Uintptr

// codecs are the codecs of the kinds of records.
var codecs = sync.OnceValue(func() map[model.Kind]*codec {
	all := map[model.Kind]*codec{}
	known := map[reflect.Type]*codec{}
	for _, kind := range model.Kinds() {
		c := codecOf(reflect.TypeOf(kind.New()).Elem(), known)
		for i := range c.fields {
			c.fields[i].bit, _ = model.Fields(kind, c.fields[i].name)
		}
		all[kind] = c
	}
	return all
})

func codecOf(t reflect.Type, known map[reflect.Type]*codec) *codec {
	if c := known[t]; c != nil {
		return c
	}
	c := &codec{kind: t.Kind()}
	known[t] = c
	switch {
	case t == reflect.TypeFor[time.Time]():
		c.kind, c.as = isTime, bsoncore.TypeDateTime
	case c.kind == reflect.String:
		c.as = bsoncore.TypeString
	case c.kind == reflect.Bool:
		c.as = bsoncore.TypeBoolean
	case c.kind == reflect.Int, c.kind == reflect.Int64:
		c.as = bsoncore.TypeInt64
	case c.kind == reflect.Slice:
		c.element, c.as = codecOf(t.Elem(), known), bsoncore.TypeArray
	case c.kind == reflect.Pointer:
		c.element = codecOf(t.Elem(), known)
		c.as = c.element.as
	case c.kind == reflect.Struct:
		c.as, c.names = bsoncore.TypeEmbeddedDocument, map[string]int{}
		c.addFields(t, nil, known)
	default:
		panic(fmt.Sprintf("store: a record cannot have a %s", t))
	}
	return c
}

// addFields adds the fields of a struct, or of one embedded in it at the index.
func (c *codec) addFields(t reflect.Type, at []int, known map[reflect.Type]*codec) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(at[:len(at):len(at)], i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
			c.addFields(f.Type, index, known)
		case name != "-":
			field := codecField{codec: codecOf(f.Type, known), name: name, index: index}
			field.header = bsoncore.AppendHeader(nil, field.as, name)
			c.names[name] = len(c.fields)
			c.fields = append(c.fields, field)
		}
	}
}
