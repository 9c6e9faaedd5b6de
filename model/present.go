package model

import "reflect"

// Present turns the absent lists among the given fields of a record into empty ones, so that
// an empty list is told from one that is masked.
func Present(r Record, set FieldSet) {
	table := fieldTable()[r.Kind()]
	value := reflect.ValueOf(r).Elem()
	for i, index := range table.index {
		if set&(1<<i) == 0 {
			continue
		}
		if f := value.FieldByIndex(index); f.Kind() == reflect.Slice && f.IsNil() {
			f.Set(reflect.MakeSlice(f.Type(), 0, 0))
		}
	}
}
