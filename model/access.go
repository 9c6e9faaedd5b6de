package model

import (
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Action is what a caller wants to do with a record or a kind of records.
type Action string

const (
	ActionRead     Action = "read"
	ActionCount    Action = "count" // totals and statistics
	ActionHistory  Action = "history"
	ActionDownload Action = "download"
	ActionCreate   Action = "create"
	ActionAmend    Action = "amend"
	ActionWithdraw Action = "withdraw"
	ActionDelete   Action = "delete"
	ActionPublish  Action = "publish"
)

// Values lists the actions.
func (Action) Values() []Action {
	return []Action{ActionRead, ActionCount, ActionHistory, ActionDownload, ActionCreate, ActionAmend,
		ActionWithdraw, ActionDelete, ActionPublish}
}

// Facts are what access to a record is decided by, and nothing else.
type Facts struct {
	Kind           Kind
	Classification Classification
	Level          Level
	Status         Status
	Origin         ID
	Region         Region
	Discipline     Discipline
	Manufacturers  []ID // institutions that made the instruments that the record is about
	Parties        []ID // institutions and persons that an evaluation or a review is open to
}

// Attribute is a fact of a record that a condition compares.
type Attribute string

const (
	AttrClassification Attribute = "classification"
	AttrLevel          Attribute = "level"
	AttrStatus         Attribute = "status"
	AttrOrigin         Attribute = "origin"
	AttrRegion         Attribute = "region"
	AttrProvince       Attribute = "province" // the province of the region
	AttrDiscipline     Attribute = "discipline"
	AttrManufacturer   Attribute = "manufacturer" // any of the manufacturers
	AttrParty          Attribute = "party"        // any of the parties: institutions and persons
)

// Values lists the attributes.
func (Attribute) Values() []Attribute {
	return []Attribute{AttrClassification, AttrLevel, AttrStatus, AttrOrigin, AttrRegion, AttrProvince,
		AttrDiscipline, AttrManufacturer, AttrParty}
}

// Of returns the values of the attribute in the facts: one, or any number of manufacturers.
func (a Attribute) Of(f *Facts) []string {
	switch a {
	case AttrClassification:
		return []string{string(f.Classification)}
	case AttrLevel:
		return []string{string(f.Level)}
	case AttrStatus:
		return []string{string(f.Status)}
	case AttrOrigin:
		return []string{string(f.Origin)}
	case AttrRegion:
		return []string{string(f.Region)}
	case AttrProvince:
		return []string{string(f.Region.Province())}
	case AttrDiscipline:
		return []string{string(f.Discipline)}
	case AttrManufacturer:
		return texts(f.Manufacturers)
	case AttrParty:
		return texts(f.Parties)
	}
	return nil
}

// Several tells whether a record may have several values of the attribute.
func (a Attribute) Several() bool { return a == AttrManufacturer || a == AttrParty }

func texts(ids []ID) []string {
	values := make([]string, len(ids))
	for i, id := range ids {
		values[i] = string(id)
	}
	return values
}

// Condition holds for a record one of whose values of the attribute is in the list.
type Condition struct {
	Attribute Attribute
	In        []string
}

// Holds tells whether the condition holds for the facts.
func (c Condition) Holds(f *Facts) bool {
	for _, v := range c.Attribute.Of(f) {
		for _, want := range c.In {
			if v == want {
				return true
			}
		}
	}
	return false
}

// Clause holds for a record for which all of its conditions hold; an empty clause holds for
// every record.
type Clause []Condition

// Holds tells whether every condition holds for the facts.
func (c Clause) Holds(f *Facts) bool {
	for _, cond := range c {
		if !cond.Holds(f) {
			return false
		}
	}
	return true
}

// Scope is the set of records of a kind that a caller may act on: those for which any of
// the clauses of Any holds and none of the clauses of None. The zero Scope is nothing.
type Scope struct {
	Any  []Clause
	None []Clause
}

// Everything is the scope of every record.
func Everything() Scope { return Scope{Any: []Clause{{}}} }

// Nothing tells whether no record can be in the scope.
func (s Scope) Nothing() bool { return len(s.Any) == 0 }

// Holds tells whether a record with the facts is in the scope.
func (s Scope) Holds(f *Facts) bool { return anyHolds(s.Any, f) && !anyHolds(s.None, f) }

func anyHolds(clauses []Clause, f *Facts) bool {
	for _, c := range clauses {
		if c.Holds(f) {
			return true
		}
	}
	return false
}

// FieldSet is a set of the fields of one kind of record, one bit a field, in the order of
// [FieldNames].
type FieldSet uint64

// AllFields is the set of every field.
const AllFields = ^FieldSet(0)

// Has tells whether every field of other is in the set.
func (s FieldSet) Has(other FieldSet) bool { return s&other == other }

// FieldNames lists the fields of a kind of record as the schema names them, those of the
// head first.
func FieldNames(kind Kind) []string { return slices.Clone(fieldTable()[kind].names) }

// Fields returns the set of the named fields of a kind; ok is false when the kind has no
// field of one of the names.
func Fields(kind Kind, names ...string) (set FieldSet, ok bool) {
	table := fieldTable()[kind]
	for _, name := range names {
		bit, found := table.bits[name]
		if !found {
			return 0, false
		}
		set |= bit
	}
	return set, true
}

// Names lists the fields of the set that a kind has.
func (s FieldSet) Names(kind Kind) []string {
	var names []string
	for i, name := range fieldTable()[kind].names {
		if s&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// Keep empties every field of the record that is not in the set. The id, the kind and the
// version always stay: who may read a record at all knows that it exists.
func Keep(r Record, set FieldSet) {
	r.Base().Masked |= ^set
	table := fieldTable()[r.Kind()]
	value := reflect.ValueOf(r).Elem()
	for i, index := range table.index {
		if set&(1<<i) == 0 && table.names[i] != "id" && table.names[i] != "version" {
			value.FieldByIndex(index).SetZero()
		}
	}
}

// Overlay copies the named fields of src into dst, a record of the same kind. When there is
// no field of one of the names, it returns the first of these and copies nothing.
func Overlay(dst, src Record, names []string) (unknown string) {
	table := fieldTable()[dst.Kind()]
	for _, name := range names {
		if table.position(name) < 0 {
			return name
		}
	}
	to, from := reflect.ValueOf(dst).Elem(), reflect.ValueOf(src).Elem()
	for _, name := range names {
		i := table.position(name)
		to.FieldByIndex(table.index[i]).Set(from.FieldByIndex(table.index[i]))
	}
	return ""
}

// kindFields is the fields of a kind: names, positions in the struct, and bits.
type kindFields struct {
	names []string
	index [][]int
	bits  map[string]FieldSet
}

func (k kindFields) position(name string) int {
	for i, n := range k.names {
		if n == name {
			return i
		}
	}
	return -1
}

var fieldTable = sync.OnceValue(func() map[Kind]kindFields {
	tables := map[Kind]kindFields{}
	for _, kind := range Kinds() {
		table := kindFields{bits: map[string]FieldSet{}}
		for _, f := range reflect.VisibleFields(reflect.TypeOf(kind.New()).Elem()) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous || !f.IsExported() || name == "" || name == "-" {
				continue
			}
			table.bits[name] = 1 << len(table.names)
			table.names = append(table.names, name)
			table.index = append(table.index, f.Index)
		}
		tables[kind] = table
	}
	return tables
})
