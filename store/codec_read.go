package store

import (
	"bytes"
	"encoding/binary"
	"reflect"
	"time"

	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"

	"metrograph/model"
)

// source is a document to read: its bytes, and where it is read whole the same bytes as a text,
// of which the texts of the record are parts. So a record costs one copy and not one a text.
type source struct {
	raw  []byte
	text string
}

func (s *source) cut(from, to int) string {
	if s.text == "" {
		return string(s.raw[from:to])
	}
	return s.text[from:to]
}

// span is where a value is in the source.
type span struct {
	of       bsoncore.Type
	from, to int
}

// each calls a function for the elements of the document at a span until it returns an error.
// It is the only place that trusts a length, after looking at it.
func (s *source) each(at span, do func(key []byte, value span) error) error {
	const frame = 5 // the length before the elements, and the zero after them
	if at.to-at.from < frame || int(binary.LittleEndian.Uint32(s.raw[at.from:])) != at.to-at.from || s.raw[at.to-1] != 0 {
		return damaged()
	}
	for next := at.from + 4; next < at.to-1; {
		name := s.raw[next+1 : at.to-1]
		length := bytes.IndexByte(name, 0)
		if length < 0 {
			return damaged()
		}
		value := span{of: bsoncore.Type(s.raw[next]), from: next + length + 2}
		content, _, whole := bsoncore.ReadValue(s.raw[value.from:at.to-1], value.of)
		if !whole {
			return damaged()
		}
		value.to = value.from + len(content.Data)
		if err := do(name[:length], value); err != nil {
			return under(string(name[:length]), err)
		}
		next = value.to
	}
	return nil
}

func damaged() error { return model.Errorf(model.CodeInternal, "the document is damaged") }

// read sets v to the value at a span, of a struct only the given fields where that is not zero.
func (c *codec) read(s *source, at span, fields model.FieldSet, v reflect.Value) error {
	if at.of == bsoncore.TypeNull {
		return nil
	}
	switch c.kind {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return c.element.read(s, at, 0, v.Elem())
	case reflect.Int, reflect.Int64:
		if at.of == bsoncore.TypeInt32 {
			v.SetInt(int64(int32(binary.LittleEndian.Uint32(s.raw[at.from:]))))
			return nil
		}
	}
	if at.of != c.as {
		return model.Errorf(model.CodeInternal, "a value is of type %s in the store, expected is %s", at.of, c.as)
	}
	switch c.kind {
	case reflect.String:
		if at.to-at.from < 5 || s.raw[at.to-1] != 0 {
			return damaged()
		}
		v.SetString(s.cut(at.from+4, at.to-1))
	case reflect.Bool:
		v.SetBool(s.raw[at.from] != 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(binary.LittleEndian.Uint64(s.raw[at.from:])))
	case isTime:
		*timeAt(v) = time.UnixMilli(int64(binary.LittleEndian.Uint64(s.raw[at.from:]))).UTC()
	case reflect.Slice:
		return c.readList(s, at, v)
	default:
		return c.readFields(s, at, fields, v)
	}
	return nil
}

// readFields reads a struct. What it has no field for was written by a later version of the
// model, and is left alone.
func (c *codec) readFields(s *source, at span, fields model.FieldSet, v reflect.Value) error {
	return s.each(at, func(key []byte, value span) error {
		i, known := c.names[string(key)]
		if !known || fields != 0 && !fields.Has(c.fields[i].bit) {
			return nil
		}
		f := &c.fields[i]
		return f.read(s, value, 0, v.FieldByIndex(f.index))
	})
}

func (c *codec) readList(s *source, at span, v reflect.Value) error {
	n := 0
	if err := s.each(at, func([]byte, span) error { n++; return nil }); err != nil {
		return err
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	i := 0
	return s.each(at, func(_ []byte, value span) error {
		i++
		return c.element.read(s, value, 0, v.Index(i-1))
	})
}
