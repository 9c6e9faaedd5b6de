package table

import (
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
)

func isEOF(err error) bool { return errors.Is(err, io.EOF) }

// field is a place in a structure by the path that the model has for it, such as
// items[0].name.zh. Lists and structures on the way are made where they are not there yet. The
// paths are those of the columns, which a test walks.
func field(v reflect.Value, path string) reflect.Value {
	for path != "" {
		part, rest, _ := strings.Cut(path, ".")
		name, index, listed := strings.Cut(part, "[")
		if v.Kind() == reflect.Pointer {
			v = made(v)
		}
		v = member(v, name)
		if listed {
			n, _ := strconv.Atoi(strings.TrimSuffix(index, "]"))
			for v.Len() <= n {
				v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
			}
			v = v.Index(n)
		}
		path = rest
	}
	if v.Kind() == reflect.Pointer {
		v = made(v)
	}
	return v
}

func made(v reflect.Value) reflect.Value {
	if v.IsNil() {
		v.Set(reflect.New(v.Type().Elem()))
	}
	return v.Elem()
}

// member is the field of a structure with a JSON name.
func member(v reflect.Value, name string) reflect.Value {
	for _, f := range reflect.VisibleFields(v.Type()) {
		if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag == name && !f.Anonymous {
			return v.FieldByIndex(f.Index)
		}
	}
	panic("table: no field " + name + " in " + v.Type().Name())
}
