package store

import (
	"bytes"
	"fmt"
	"reflect"
	"sync"

	"metrograph/model"
)

// Document is a stored record as BSON, with what the store knows of it.
type Document struct {
	Kind    model.Kind
	ID      model.ID
	Version int
	Hash    Hash
	Raw     []byte // BSON; holds at least the fields that were asked for
	Key     Key    // its place in the order of the query that found it
}

// Record decodes the document; only the given fields, where fields is not zero.
func (d *Document) Record(fields model.FieldSet) (model.Record, error) {
	return Decode(d.Kind, d.Raw, fields)
}

// FactFields are the fields that the facts of a record are made of.
func FactFields(kind model.Kind) model.FieldSet {
	set, _ := model.Fields(kind, "origin", "region", "level", "classification", "status", "manufacturers")
	for _, name := range []string{"discipline", "applicant", "readers"} { // which not every kind has
		field, _ := model.Fields(kind, name)
		set |= field
	}
	return set
}

// Encode writes a record as BSON. Fields have their JSON names, empty ones are left out, and
// the same record always gives the same bytes. A text that is not UTF-8 is INVALID: no store
// could keep it, search it or serve it as it is.
func Encode(r model.Record) ([]byte, error) { return encode(r, nil) }

// encode appends the document to memory and returns it; without memory it takes just as much
// as the document needs.
func encode(r model.Record, memory []byte) ([]byte, error) {
	c := codecs()[r.Kind()]
	if c == nil {
		return nil, fmt.Errorf("encode: unknown kind %q", r.Kind())
	}
	if memory != nil {
		out, err := c.write(memory, reflect.ValueOf(r).Elem())
		return out[len(memory):], err
	}
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	var err error
	if *buffer, err = c.write((*buffer)[:0], reflect.ValueOf(r).Elem()); err != nil {
		return nil, err
	}
	return bytes.Clone(*buffer), nil
}

// buffers are where documents grow before their length is known.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// Decode reads a record from BSON; only the given fields, where fields is not zero. The id and
// the version are always read.
func Decode(kind model.Kind, raw []byte, fields model.FieldSet) (model.Record, error) {
	record, c := kind.New(), codecs()[kind]
	if record == nil || c == nil {
		return nil, fmt.Errorf("decode: unknown kind %q", kind)
	}
	s := source{raw: raw}
	if fields == 0 || fields == model.AllFields {
		s.text = string(raw)
	} else {
		always, _ := model.Fields(kind, "id", "version")
		fields |= always
	}
	if err := c.readFields(&s, span{to: len(raw)}, fields, reflect.ValueOf(record).Elem()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return record, nil
}
