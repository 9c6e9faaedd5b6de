package registry

import (
	"context"
	"reflect"
	"sync"

	"metrograph/export"
	"metrograph/model"
)

// linked finds the records that others refer to, as the caller may see them, and takes the
// ids of those that the caller may not read out of the records that have them: over the API
// such an edge is null.
func (r *Registry) linked(ctx context.Context, records []model.Record, needs []export.Need) (export.Related, error) {
	l := links{Registry: r, needs: needs, known: map[model.ID]model.Record{}, related: export.Related{}}
	if err := l.load(ctx, records); err != nil {
		return nil, err
	}
	var near []model.Record
	for _, record := range l.related {
		near = append(near, record)
	}
	if err := l.load(ctx, near); err != nil {
		return nil, err
	}
	for _, record := range append(near, records...) {
		l.prune(record)
	}
	return l.related, nil
}

// links are the records that a page refers to.
type links struct {
	*Registry
	needs   []export.Need
	known   map[model.ID]model.Record // nil for those that the caller may not read
	related export.Related
}

// load looks up what records refer to and is not known yet, one call of the store a kind.
func (l *links) load(ctx context.Context, records []model.Record) error {
	wanted := map[model.Kind][]model.ID{}
	for _, record := range records {
		eachID(record, func(v reflect.Value) {
			id := model.ID(v.String())
			if _, known := l.known[id]; !known && id != "" {
				l.known[id] = nil
				wanted[id.Kind()] = append(wanted[id.Kind()], id)
			}
		})
	}
	delete(wanted, "")
	for kind, ids := range wanted {
		fields, needed := l.fields(kind)
		found, err := l.Load(ctx, kind, ids, fields)
		if err != nil {
			return err
		}
		for i, record := range found.Records {
			if l.known[ids[i]] = record; record != nil && needed {
				l.related[ids[i]] = record
			}
		}
	}
	return nil
}

// fields are those that a writer looks at; of other kinds those that decide.
func (l *links) fields(kind model.Kind) (set model.FieldSet, needed bool) {
	for _, need := range l.needs {
		if need.Kind == kind {
			set, _ = model.Fields(kind, need.Fields...)
			return set, true
		}
	}
	return factFields(kind), false
}

func (l *links) prune(record model.Record) {
	value := reflect.ValueOf(record).Elem()
	pruneIDs(value, func(id model.ID) bool {
		r, known := l.known[id]
		return known && r == nil && id != record.Base().ID
	})
}

// pruneIDs empties the ids that are hidden, and leaves them out of lists.
func pruneIDs(v reflect.Value, hidden func(model.ID) bool) {
	walkIDs(v, func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Slice:
			kept := v.Slice(0, 0)
			for i := range v.Len() {
				if id := v.Index(i); !hidden(model.ID(id.String())) {
					kept = reflect.Append(kept, id)
				}
			}
			v.Set(kept)
		default:
			if hidden(model.ID(v.String())) {
				v.SetString("")
			}
		}
	})
}

// eachID visits the ids that a record has beside its own.
func eachID(record model.Record, visit func(reflect.Value)) {
	own := string(record.Base().ID)
	each := func(v reflect.Value) {
		if v.String() != own {
			visit(v)
		}
	}
	walkIDs(reflect.ValueOf(record).Elem(), func(v reflect.Value) {
		if v.Kind() != reflect.Slice {
			each(v)
			return
		}
		for i := range v.Len() {
			each(v.Index(i))
		}
	})
}

// walkIDs visits the ids and the lists of ids in a structure. What cannot have any, as the
// tables of values, is passed over.
func walkIDs(v reflect.Value, visit func(reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		visit(v)
	case reflect.Slice:
		if v.Type().Elem() == idType {
			visit(v)
			return
		}
		for i := range v.Len() {
			walkIDs(v.Index(i), visit)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			walkIDs(v.Elem(), visit)
		}
	case reflect.Struct:
		for _, i := range idFields()[v.Type()] {
			walkIDs(v.Field(i), visit)
		}
	default:
	}
}

var idType = reflect.TypeFor[model.ID]()

// idFields are, for each structure that records are made of, the places of the fields that
// are ids or have ids in them.
var idFields = sync.OnceValue(func() map[reflect.Type][]int {
	found := map[reflect.Type][]int{}
	for _, kind := range model.Kinds() {
		holdsIDs(reflect.TypeOf(kind.New()).Elem(), found)
	}
	return found
})

func holdsIDs(t reflect.Type, found map[reflect.Type][]int) bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return t == idType
	}
	if fields, known := found[t]; known {
		return len(fields) > 0
	}
	found[t] = nil
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() && holdsIDs(f.Type, found) {
			found[t] = append(found[t], i)
		}
	}
	return len(found[t]) > 0
}
