package store

import (
	"slices"
	"sync"
	"time"

	"metrograph/model"
	"metrograph/search"
)

// Type is the type of a queryable field's values.
type Type string

const (
	Code Type = "code" // a string that is compared as it is: ids, enumerations, dates, hashes
	Text Type = "text" // a string that is compared folded, see [Fold]
	Int  Type = "int"
)

// Field is a queryable field of a kind of record. Nothing else can be filtered, sorted or
// grouped by, and every store has an index for what it is used for.
type Field struct {
	Name  string // as queries name it
	Type  Type
	Many  bool                                // a record may have several values
	Sort  bool                                // may be a sort key
	Group bool                                // may be a dimension
	Sum   bool                                // may be summed
	Scope bool                                // only scopes ask about it, never a caller
	Inner bool                                // is for scans only: no caller filters by it
	Reads string                              // the field of the record that it reveals: who may not read that may not query this
	of    func(model.Record, []Value) []Value // appends the values of a record
}

// Schema is what can be asked about a kind of record, and along which paths cheaply.
type Schema struct {
	Kind   model.Kind
	Fields []Field
	// Primary is the order that lists have by default; empty for id. Every path is indexed in
	// this order.
	Primary string
	// Paths are the sets of fields by which records are selected with equality: each is an
	// index, its last parts the primary sort value and the id. Further sort keys have an index
	// over all records.
	Paths [][]string
	terms func(model.Record) []string // of kinds that are not searched, and have none
	// said are the texts that a record of the kind is found by, and amounts its numbers with units.
	said    func(model.Record) []search.Text
	amounts func(model.Record) []search.Amount
	// TermReads are the fields of the record that its texts reveal, and AmountReads those that
	// its amounts do.
	TermReads   []string
	AmountReads []string
}

// Texts are what a record of the kind is found by.
func (s *Schema) Texts(r model.Record) []search.Text {
	if s.said != nil {
		return s.said(r)
	}
	var list []search.Text
	for _, text := range s.terms(r) {
		list = append(list, search.Text{Value: text})
	}
	return list
}

// Amounts are the numbers with units that a record of the kind is found by.
func (s *Schema) Amounts(r model.Record) []search.Amount {
	if s.amounts == nil {
		return nil
	}
	return s.amounts(r)
}

// Field returns a field by name.
func (s *Schema) Field(name string) (Field, bool) {
	for _, f := range s.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// SchemaOf returns what can be asked about a kind; nil for an unknown kind.
func SchemaOf(kind model.Kind) *Schema { return schemas()[kind] }

// Index is what a record is found by: the values of its queryable fields, folded where the
// type says so, and its index terms.
type Index struct {
	Values [][]Value // of the fields of the schema, in their order
	Terms  []string
	Key    string // see [UniqueKey]
}

// UniqueKey is what no two records of a kind share: origin and natural key, or the id where
// a record has no natural key.
func UniqueKey(r model.Record) string {
	head := r.Base()
	if key := r.NaturalKey(); key != "" {
		return string(head.Origin) + "\x1f" + Fold(key)
	}
	return string(head.ID)
}

// Of returns the values of one field of a record of the schema.
func (s *Schema) Of(x Index, field string) []Value {
	at := slices.IndexFunc(s.Fields, func(f Field) bool { return f.Name == field })
	return x.Values[at]
}

// IndexOf computes the index of a record.
func IndexOf(r model.Record) Index {
	schema := SchemaOf(r.Kind())
	x := Index{Values: make([][]Value, len(schema.Fields)), Key: UniqueKey(r)}
	all := make([]Value, 0, len(schema.Fields)+8) // most fields have one value
	for i := range schema.Fields {
		start := len(all)
		all = schema.Fields[i].appendTo(all, r)
		x.Values[i] = all[start:len(all):len(all)]
	}
	x.Terms = search.IndexTerms(schema.Texts(r), schema.Amounts(r))
	return x
}

// appendTo appends the values of a record.
func (f *Field) appendTo(all []Value, r model.Record) []Value {
	start := len(all)
	all = f.of(r, all)
	if f.Type == Text {
		for i, v := range all[start:] {
			if text := v.(string); text != "" {
				if folded := Fold(text); folded != text {
					all[start+i] = folded
				}
			}
		}
	}
	return all
}

// distinct leaves out of a list, in place, what is empty and what came before.
func distinct(list []string) []string {
	const few = 100 // that are sooner looked through than put into a map
	if len(list) > few {
		return distinctOfMany(list)
	}
	kept := list[:0]
	for _, text := range list {
		if text != "" && !slices.Contains(kept, text) {
			kept = append(kept, text)
		}
	}
	return kept
}

func distinctOfMany(list []string) []string {
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(text string) bool {
		before := seen[text] || text == ""
		seen[text] = true
		return before
	})
}

// found makes a text that a record is found by.
func found(field string, role search.Role, value string) search.Text {
	return search.Text{Field: field, Role: role, Value: value}
}

// inAll makes texts of a text in all its languages.
func inAll(list []search.Text, field string, role search.Role, t model.Text) []search.Text {
	for _, l := range t.All() {
		list = append(list, found(field, role, l.Text))
	}
	return list
}

// identified makes texts of identifiers.
func identified(list []search.Text, field string, ids []model.Identifier) []search.Text {
	for _, id := range ids {
		list = append(list, found(field, search.Identifier, id.Value))
	}
	return list
}

// one makes a field with a single value.
func one[R model.Record](name string, t Type, reads string, of func(R) Value) Field {
	return Field{Name: name, Type: t, Reads: reads, of: func(r model.Record, all []Value) []Value { return append(all, of(r.(R))) }}
}

// many makes a field with any number of values, of which it is given a list of its own; doubles
// are left out.
func many[R model.Record](name string, t Type, reads string, of func(R) []string) Field {
	return Field{Name: name, Type: t, Many: true, Reads: reads, of: func(r model.Record, all []Value) []Value {
		for _, v := range distinct(of(r.(R))) {
			all = append(all, v)
		}
		return all
	}}
}

func (f Field) sorts() Field  { f.Sort = true; return f }
func (f Field) groups() Field { f.Group = true; return f }
func (f Field) sums() Field   { f.Sum = true; return f }
func (f Field) scoped() Field { f.Scope = true; return f }
func (f Field) inner() Field  { f.Inner = true; return f }

// Millis is the queryable value of a time.
func Millis(t time.Time) Value {
	if t.IsZero() {
		return int64(0)
	}
	return t.UnixMilli()
}

// Flag is the queryable value of a boolean.
func Flag(b bool) Value {
	if b {
		return int64(1)
	}
	return int64(0)
}

// headFields are the fields that every kind has.
func headFields() []Field {
	type R = model.Record
	return []Field{
		one("id", Code, "id", func(r R) Value { return string(r.Base().ID) }).sorts(),
		one("origin", Code, "origin", func(r R) Value { return string(r.Base().Origin) }).groups(),
		one("region", Code, "region", func(r R) Value { return string(r.Base().Region) }).groups(),
		one("province", Code, "region", func(r R) Value { return string(r.Base().Region.Province()) }).groups(),
		one("level", Code, "level", func(r R) Value { return string(r.Base().Level) }).groups(),
		one("classification", Code, "classification", func(r R) Value { return string(r.Base().Classification) }).groups(),
		one("status", Code, "status", func(r R) Value { return string(r.Base().Status) }).groups(),
		one("discipline", Code, "discipline", func(r R) Value { f := r.Facts(); return string(f.Discipline) }).groups(),
		many("manufacturer", Code, "manufacturers", func(r R) []string { return texts(r.Base().Manufacturers) }).groups(),
		many("party", Code, "id", func(r R) []string { f := r.Facts(); return texts(f.Parties) }).groups().scoped(),
		one("modifiedAt", Int, "modified", func(r R) Value { return Millis(r.Base().Modified.At) }).sorts(),
		one("sourceHash", Code, "provenance", func(r R) Value { return r.Base().Provenance.SourceHash }),
	}
}

// commonPaths are the paths by which access scopes select.
func commonPaths(more ...[]string) [][]string {
	return append([][]string{
		{},
		{"classification", "status"},
		{"origin"},
		{"manufacturer"},
		{"province", "level", "classification", "status"},
		{"sourceHash"},
	}, more...)
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

var schemas = sync.OnceValue(func() map[model.Kind]*Schema {
	all := map[model.Kind]*Schema{}
	for _, s := range []Schema{
		institutions(), certificates(), instruments(), environments(), persons(), methods(), datasets(),
		attachments(), agreements(), credentials(),
		collectionJobs(), exports(), webhooks(), submissions(),
		committees(), evaluations(), reviews(),
		publications(), reports(),
	} {
		s.Fields = append(headFields(), s.Fields...)
		all[s.Kind] = &s
	}
	return all
})
