package store

import "metrograph/model"

// Query asks for a page of records of one kind.
type Query struct {
	Kind   model.Kind
	Where  *Filter        // nil for no condition
	Scope  model.Scope    // the records that the caller may see; the zero scope is none
	Sort   string         // a sortable field; empty for id, the order of birth
	Desc   bool           // ties are broken by id, in the same direction
	After  *Key           // only what comes after this key in the order asked for
	Before *Key           // only what comes before it
	Limit  int            // 1 to MaxPage
	Last   bool           // the last Limit records of the range instead of the first; still in the order asked for
	Fields model.FieldSet // the fields that will be read; others need not be loaded. Zero for all
}

// Key is the place of a record in an order: its sort value and its id.
type Key struct {
	Value Value
	ID    model.ID
}

// Value is a queryable value: a string or an int64. Booleans are 0 and 1, times are
// milliseconds since 1970 in UTC, and a missing value is "" or 0.
type Value any

// Page is a part of the answer to a query, in the order asked for.
type Page struct {
	Documents []*Document
	More      bool // there are records beyond the end that Limit cut (the start, with Last)
}

// Filter is a tree of conditions over queryable fields. Exactly one of And, Or, Not and
// Field is set.
type Filter struct {
	And []Filter
	Or  []Filter
	Not *Filter

	Field  string
	Op     Op
	Values []Value // one, but for In
}

// Op is how a field is compared.
type Op string

const (
	In       Op = "in" // equal to any of the values; for a field with many values, any of them
	Lt       Op = "lt"
	Lte      Op = "lte"
	Gt       Op = "gt"
	Gte      Op = "gte"
	Prefix   Op = "prefix"   // begins with, after folding
	Contains Op = "contains" // holds the text at word boundaries (Han text: anywhere), after folding
	Present  Op = "present"  // is not empty; Values holds int64 1, or 0 for empty

	// Of [FieldText] only: as Contains, and amounts are found by numbers with units; and what is
	// like a word.
	Mentions Op = "mentions"
	Near     Op = "near"
)

// Where makes a condition on one field.
func Where(field string, op Op, values ...Value) *Filter {
	return &Filter{Field: field, Op: op, Values: values}
}

// All joins conditions; nil ones are left out, and nothing is nil.
func All(filters ...*Filter) *Filter {
	var and []Filter
	for _, f := range filters {
		if f != nil {
			and = append(and, *f)
		}
	}
	switch len(and) {
	case 0:
		return nil
	case 1:
		return &and[0]
	}
	return &Filter{And: and}
}

// Grouping asks for counts and sums by dimensions, under a filter and a scope.
type Grouping struct {
	Kind  model.Kind
	Where *Filter
	Scope model.Scope
	By    []Dimension // up to four
	Sum   []string    // numeric fields to sum, with their squares
	Limit int         // the largest number of buckets; 0 for MaxBuckets
}

// MaxBuckets bounds the answer to a grouping.
const MaxBuckets = 10000

// MaxDimensions is by how many fields records can be grouped at once.
const MaxDimensions = 4

// Dimension is a field that records are grouped by. A field with many values puts a record
// into one bucket a value. A record without a value is in one bucket all the same: that of the
// missing value, see [Value].
type Dimension struct {
	Field   string
	Bucket  Span    // of a date: the whole value, its month or its year
	Without []Value // of a field with many values: those that are taken for none
}

// Span is a part of a date to group by.
type Span string

const (
	Whole Span = ""
	Month Span = "month" // 2006-01
	Year  Span = "year"  // 2006
)

// Bucket is a group of records: its keys in the order of the dimensions, how many records,
// and for each summed field the sum and the sum of squares. Buckets come in order of keys.
type Bucket struct {
	Keys  []Value
	Count int64
	Sums  []Sum
}

// Sum is the sum of a numeric field over a bucket.
type Sum struct{ Total, Squares float64 }

// Scan asks for the values that some queryable fields have in each record under a filter and a
// scope, for what cannot be said in sums. No document is read for it.
type Scan struct {
	Kind   model.Kind
	Where  *Filter
	Scope  model.Scope
	Fields []string // codes and numbers, but for the id
}

// Cell is what one record has in a field.
type Cell struct {
	Number int64    // of a field of numbers
	Texts  []string // of any other: without the missing value, see [Value]
}
