package parcel

import (
	"reflect"

	"metrograph/model"
)

// Rename replaces identifiers everywhere in the records: as identity and as reference. An
// identifier that is mapped to the empty one is emptied.
func Rename(records []model.Record, names map[model.ID]model.ID) {
	if len(names) == 0 {
		return
	}
	for _, r := range records {
		rename(reflect.ValueOf(r), names)
	}
}

var idType = reflect.TypeFor[model.ID]()

// rename walks a value of the model, which has no cycles and no maps.
func rename(v reflect.Value, names map[model.ID]model.ID) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			rename(v.Elem(), names)
		}
	case reflect.Slice:
		for i := range v.Len() {
			rename(v.Index(i), names)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				rename(v.Field(i), names)
			}
		}
	case reflect.String:
		if v.Type() != idType {
			return
		}
		if name, ok := names[model.ID(v.String())]; ok {
			v.SetString(string(name))
		}
	}
}
