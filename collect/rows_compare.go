package collect

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"metrograph/model"
)

// ownFields are those that the node keeps by itself: a row that has them tells nothing by it.
var ownFields = []string{"id", "version", "origin", "region", "level", "manufacturers", "provenance", "created", "modified", "replica"}

// stated are the fields of a record that a row can change.
func stated(kind model.Kind, fields []string) []string {
	return slices.DeleteFunc(slices.Clone(fields), func(name string) bool {
		own := slices.Contains(ownFields, name)
		if kind == model.KindInstitution && (name == "region" || name == "level") {
			own = false // those of an institution are its own
		}
		return own
	})
}

// differing lists those of the fields that two records have different values of.
func differing(a, b model.Record, fields []string) (names []string) {
	va, vb := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for _, f := range reflect.VisibleFields(va.Type()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || !slices.Contains(fields, name) {
			continue
		}
		if !alike(va.FieldByIndex(f.Index), vb.FieldByIndex(f.Index)) {
			names = append(names, name)
		}
	}
	return names
}

// alike tells whether two values mean the same: no list is an empty one.
func alike(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		return alike(a.Elem(), b.Elem())
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !alike(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		if at, ok := a.Interface().(time.Time); ok {
			return at.Equal(b.Interface().(time.Time))
		}
		for i := range a.NumField() {
			if a.Type().Field(i).IsExported() && !alike(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	default:
		return a.Equal(b)
	}
}
