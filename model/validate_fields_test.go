package model

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestEveryStringIsChecked puts bytes that are no text into each string of each record, and
// wants to hear of it there.
func TestEveryStringIsChecked(t *testing.T) {
	for _, kind := range Kinds() {
		n := 0
		for i := range 1000 {
			r := complete(kind)
			path := ""
			count := 0
			eachString(reflect.ValueOf(r).Elem(), "", func(v reflect.Value, at string) {
				if count == i {
					v.SetString("\xff")
					path = at
				}
				count++
			})
			if n = count; i >= n {
				break
			}
			found := r.Validate()
			if !slices.ContainsFunc(found, func(f Finding) bool { return f.Path == path && f.Severity == SeverityError }) {
				t.Errorf("%s: nothing is said of bad text in %s", kind, path)
			}
		}
		if n < 20 {
			t.Errorf("%s has only %d strings", kind, n)
		}
	}
}

// eachString calls f with each string of a value and its path.
func eachString(v reflect.Value, path string, f func(reflect.Value, string)) {
	switch v.Kind() {
	case reflect.String:
		f(v, path)
	case reflect.Pointer:
		if !v.IsNil() {
			eachString(v.Elem(), path, f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachString(v.Index(i), fmt.Sprintf("%s[%d]", path, i), f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			switch name := jsonName(field); {
			case field.Anonymous:
				eachString(v.Field(i), path, f)
			case field.IsExported() && name != "":
				eachString(v.Field(i), strings.TrimPrefix(path+"."+name, "."), f)
			}
		}
	}
}

// TestCompleteRecordsAreComplete: no field of the records that the tests break is empty, so
// that nothing escapes the tests above.
func TestCompleteRecordsAreComplete(t *testing.T) {
	may := map[string]bool{"-": true, "text": true, "texts": true, "values": true, "units": true, "uncertainty": true, "relative": true,
		"line": true, "lower": true, "upper": true, "coverageFactor": true, "probability": true, "distribution": true,
		"label": true, "quantityKind": true, "refTypes": true, "other": true} // of columns, which are of several sorts, and of messages
	var look func(v reflect.Value, path string)
	look = func(v reflect.Value, path string) {
		switch v.Kind() {
		case reflect.Pointer:
			look(v.Elem(), path)
		case reflect.Slice:
			for i := range v.Len() {
				look(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				name := jsonName(v.Type().Field(i))
				if v.Type().Field(i).IsExported() && v.Field(i).IsZero() && !may[name] {
					t.Errorf("%s.%s is empty", path, name)
				} else if !v.Field(i).IsZero() && v.Type() != reflect.TypeFor[time.Time]() {
					look(v.Field(i), path+"."+name)
				}
			}
		}
	}
	for _, kind := range Kinds() {
		look(reflect.ValueOf(complete(kind)).Elem(), string(kind))
	}
}

// TestReferencesAreChecked: what References lists and what Validate looks at are the same.
func TestReferencesAreChecked(t *testing.T) {
	for _, kind := range Kinds() {
		var want []string
		for _, ref := range complete(kind).References() {
			want = append(want, ref.Path())
		}
		r := complete(kind)
		eachString(reflect.ValueOf(r).Elem(), "", func(v reflect.Value, path string) {
			if v.Type() == reflect.TypeFor[ID]() {
				v.SetString(string(r.Base().ID)) // in the end, everything refers to the record itself
			}
		})
		var got []string
		for _, f := range r.Validate() {
			if f.Rule == "id.self" {
				got = append(got, f.Path)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: Validate looks at %q, References lists %q", kind, got, want)
		}
		for _, ref := range complete(kind).References() {
			if !hasPath(reflect.TypeOf(r), ref.Path()) {
				t.Errorf("%s: there is no %s", kind, ref.Path())
			}
		}
	}
}

// TestEveryListIsBounded makes each list of each record too long and wants to hear of it.
func TestEveryListIsBounded(t *testing.T) {
	for _, kind := range Kinds() {
		for i := 0; ; i++ {
			r := complete(kind)
			path, count := "", 0
			eachSlice(reflect.ValueOf(r).Elem(), "", func(v reflect.Value, at string) {
				if count == i {
					path = at
					v.Set(reflect.MakeSlice(v.Type(), maxEntries+1, maxEntries+1))
				}
				count++
			})
			if i >= count {
				break
			}
			found := r.Validate()
			if !slices.ContainsFunc(found, func(f Finding) bool { return f.Path == path && f.Severity == SeverityError }) &&
				!rowList.MatchString(path) {
				t.Errorf("%s: nothing is said of too many %s", kind, path)
			}
		}
	}
}

// rowList matches lists with an entry a row, which may be longer.
var rowList = regexp.MustCompile(`columns\[\d\]\.(values|texts|units|uncertainty\..*)$`)

func eachSlice(v reflect.Value, path string, f func(reflect.Value, string)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachSlice(v.Elem(), path, f)
		}
	case reflect.Slice:
		f(v, path)
		for i := range min(v.Len(), 3) {
			eachSlice(v.Index(i), fmt.Sprintf("%s[%d]", path, i), f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			switch name := jsonName(field); {
			case field.Anonymous:
				eachSlice(v.Field(i), path, f)
			case field.IsExported() && name != "":
				eachSlice(v.Field(i), strings.TrimPrefix(path+"."+name, "."), f)
			}
		}
	}
}
