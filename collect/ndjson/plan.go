package ndjson

import (
	"reflect"
	"strings"
	"time"

	"metrograph/model"
)

// plan is how an object becomes a structure: which member is which field.
type plan struct {
	fields map[string]field
	names  []string
}

type field struct {
	name  string
	index []int
}

type plans map[reflect.Type]*plan

var (
	typeID      = reflect.TypeFor[model.ID]()
	typeDecimal = reflect.TypeFor[model.Decimal]()
	typeText    = reflect.TypeFor[model.Text]()
	typeUnit    = reflect.TypeFor[model.Unit]()
	typeTime    = reflect.TypeFor[time.Time]()
)

// newPlans are those of everything that a record can have in it.
func newPlans() plans {
	all := plans{}
	for _, kind := range model.Kinds() {
		if collected(kind) {
			all.add(reflect.TypeOf(kind.New()).Elem())
		}
	}
	return all
}

func (all plans) add(t reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == typeTime || all[t] != nil {
		return
	}
	p := &plan{fields: map[string]field{}}
	all[t] = p
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || name == "" || name == "-" {
			continue
		}
		p.fields[name] = field{name, f.Index}
		p.names = append(p.names, name)
		all.add(f.Type)
	}
}

// nearest is the name that a wrong one is likely to mean; empty where none is near.
func nearest(name string, names []string) string {
	best, least := "", 1+len(name)/3
	for _, known := range names {
		if d := distance(strings.ToLower(name), strings.ToLower(known), least); d < least {
			best, least = known, d
		}
	}
	return best
}

// distance is how many letters have to be changed to make one word of another, up to a limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	above := make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range len(a) {
		corner := above[0]
		above[0] = i + 1
		for j := range len(b) {
			cost := corner
			if a[i] != b[j] {
				cost = 1 + min(corner, above[j], above[j+1])
			}
			corner, above[j+1] = above[j+1], cost
		}
	}
	return above[len(b)]
}
