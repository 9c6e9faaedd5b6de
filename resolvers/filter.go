package resolvers

import (
	"reflect"
	"time"
)

// plainMap turns a filter as gqlgen reads it, with the types of the model and pointers for
// what may be null, into plain values: maps, lists, texts, integers, booleans and times.
// Null says nothing and is left out.
func plainMap(filter map[string]any) map[string]any {
	out := make(map[string]any, len(filter))
	for name, v := range filter {
		if p := plain(reflect.ValueOf(v)); p != nil {
			out[name] = p
		}
	}
	return out
}

func plain(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return plain(v.Elem())
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int64:
		return v.Int()
	case reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = plain(v.Index(i))
		}
		return list
	case reflect.Map:
		m, _ := v.Interface().(map[string]any)
		return plainMap(m)
	case reflect.Struct:
		t, _ := v.Interface().(time.Time)
		return t
	default:
		return nil // null
	}
}
