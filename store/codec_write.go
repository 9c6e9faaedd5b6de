package store

import (
	"encoding/binary"
	"reflect"
	"strconv"
	"time"
	"unicode/utf8"

	"metrograph/model"
)

// empty tells whether a value is left out.
func (c *codec) empty(v reflect.Value) bool {
	switch c.kind {
	case reflect.String, reflect.Slice:
		return v.Len() == 0
	case reflect.Pointer:
		return v.IsNil()
	case isTime:
		return timeAt(v).IsZero()
	}
	return v.IsZero()
}

func timeAt(v reflect.Value) *time.Time { return v.Addr().Interface().(*time.Time) }

// write appends a value. The one thing that cannot be written is a text that is not UTF-8;
// the error names its path.
func (c *codec) write(out []byte, v reflect.Value) ([]byte, error) {
	switch c.kind {
	case reflect.String:
		s := v.String()
		if !utf8.ValidString(s) {
			return out, notText("")
		}
		out = binary.LittleEndian.AppendUint32(out, uint32(len(s)+1))
		return append(append(out, s...), 0), nil
	case reflect.Bool:
		if v.Bool() {
			return append(out, 1), nil
		}
		return append(out, 0), nil
	case reflect.Int, reflect.Int64:
		return binary.LittleEndian.AppendUint64(out, uint64(v.Int())), nil
	case isTime:
		return binary.LittleEndian.AppendUint64(out, uint64(timeAt(v).UnixMilli())), nil
	case reflect.Pointer:
		return c.element.write(out, v.Elem())
	case reflect.Slice:
		return c.writeList(out, v)
	}
	return c.writeFields(out, v)
}

func (c *codec) writeFields(out []byte, v reflect.Value) (_ []byte, err error) {
	start := len(out)
	out = append(out, 0, 0, 0, 0)
	for i := range c.fields {
		f := &c.fields[i]
		value := v.FieldByIndex(f.index)
		if f.empty(value) {
			continue
		}
		if out, err = f.write(append(out, f.header...), value); err != nil {
			return out, under(f.name, err)
		}
	}
	return closeDocument(out, start), nil
}

func (c *codec) writeList(out []byte, v reflect.Value) (_ []byte, err error) {
	start := len(out)
	out = append(out, 0, 0, 0, 0)
	for i := range v.Len() {
		value := v.Index(i)
		out = append(strconv.AppendInt(append(out, byte(c.element.as)), int64(i), 10), 0)
		if out, err = c.element.write(out, value); err != nil {
			return out, under(strconv.Itoa(i), err)
		}
	}
	return closeDocument(out, start), nil
}

// closeDocument ends the document that begins at start with room for its length.
func closeDocument(out []byte, start int) []byte {
	out = append(out, 0)
	binary.LittleEndian.PutUint32(out[start:], uint32(len(out)-start))
	return out
}

// under puts a name in front of the path of an error.
func under(name string, err error) error {
	e := err.(*model.Error)
	if e.Path != "" {
		name += "."
	}
	e.Path = name + e.Path
	return e
}
