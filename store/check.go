package store

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"metrograph/model"
)

// maxConditions bounds a filter, so that what it becomes stays within what a server takes.
const maxConditions = 1000

// maxDepth bounds how deep conditions are joined, for the same reason.
const maxDepth = 40

// CheckPage tells what is wrong with a query for a page: INVALID, with the field to blame.
func (q *Query) CheckPage() error {
	if err := CheckFilter(q.Kind, q.Where); err != nil {
		return err
	}
	schema := SchemaOf(q.Kind)
	sort := q.SortField()
	f, ok := schema.Field(sort)
	if !ok || !f.Sort {
		return invalid(sort, "records of kind %s cannot be sorted by this field", q.Kind)
	}
	if q.Limit < 1 || q.Limit > MaxPage {
		return invalid("limit", "a page has 1 to %d records", MaxPage)
	}
	for _, key := range []*Key{q.After, q.Before} {
		if key != nil && (key.ID.Kind() != q.Kind || sort != "id" && !f.Type.holds(key.Value)) {
			return invalid(sort, "this is not a place in the order asked for")
		}
	}
	return nil
}

// SortField is the field that the query sorts by.
func (q *Query) SortField() string {
	if q.Sort == "" {
		return "id"
	}
	return q.Sort
}

// Check tells what is wrong with a grouping: INVALID, with the field to blame.
func (g *Grouping) Check() error {
	if err := CheckFilter(g.Kind, g.Where); err != nil {
		return err
	}
	if len(g.By) > MaxDimensions {
		return invalid(g.By[MaxDimensions].Field, "records are grouped by up to %d fields", MaxDimensions)
	}
	schema := SchemaOf(g.Kind)
	for _, d := range g.By {
		f, ok := schema.Field(d.Field)
		if !ok || !f.Group {
			return invalid(d.Field, "records of kind %s cannot be grouped by this field", g.Kind)
		}
		if d.Bucket != Whole && (f.Type != Code || !f.Sort || d.Bucket != Month && d.Bucket != Year) {
			return invalid(d.Field, "this field has no %ss", d.Bucket)
		}
		if len(d.Without) > 0 && !f.Many || slices.ContainsFunc(d.Without, func(v Value) bool { return !f.Type.holds(v) }) {
			return invalid(d.Field, "these values cannot be taken for none")
		}
	}
	for _, name := range g.Sum {
		if f, ok := schema.Field(name); !ok || !f.Sum {
			return invalid(name, "this field of records of kind %s cannot be summed", g.Kind)
		}
	}
	if g.Limit < 0 || g.Limit > MaxBuckets {
		return invalid("limit", "a grouping has up to %d buckets", MaxBuckets)
	}
	return nil
}

// Check tells what is wrong with a scan: INVALID, with the field to blame.
func (s *Scan) Check() error {
	if err := CheckFilter(s.Kind, s.Where); err != nil {
		return err
	}
	schema := SchemaOf(s.Kind)
	for _, name := range s.Fields {
		if f, ok := schema.Field(name); !ok || f.Type == Text || f.Name == "id" {
			return invalid(name, "records of kind %s cannot be scanned for this field", s.Kind)
		}
	}
	return nil
}

// CheckFilter tells what is wrong with a filter on records of a kind: INVALID, with the field
// to blame. Nothing is wrong with nil.
func CheckFilter(kind model.Kind, f *Filter) error {
	schema := SchemaOf(kind)
	if schema == nil {
		return invalid("kind", "there is no kind of record %q", kind)
	}
	if f == nil {
		return nil
	}
	left := maxConditions
	return schema.check(f, &left, maxDepth)
}

func (s *Schema) check(f *Filter, left *int, depth int) error {
	if *left--; *left < 0 {
		return invalid("", "a filter has up to %d conditions", maxConditions)
	}
	if depth == 0 {
		return invalid("", "conditions are joined up to %d deep", maxDepth)
	}
	parts := 0
	for _, is := range []bool{len(f.And) > 0, len(f.Or) > 0, f.Not != nil, f.Field != ""} {
		if is {
			parts++
		}
	}
	switch {
	case parts != 1:
		return invalid(f.Field, "a condition is one of and, or, not and a comparison")
	case f.Not != nil:
		return s.check(f.Not, left, depth-1)
	case f.Field != "":
		return s.checkComparison(f)
	}
	for _, list := range [][]Filter{f.And, f.Or} {
		for i := range list {
			if err := s.check(&list[i], left, depth-1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Schema) checkComparison(c *Filter) error {
	f, ok := s.Field(c.Field)
	if c.Field == FieldText {
		f, ok = Field{Name: FieldText, Type: Text, Many: true}, isTextOp(c.Op)
	}
	if !ok {
		return invalid(c.Field, "records of kind %s cannot be selected by this", s.Kind)
	}
	if c.Op != In && len(c.Values) != 1 {
		return invalid(c.Field, "the condition %s takes one value", c.Op)
	}
	wanted := f.Type
	switch c.Op {
	case In, Lt, Lte, Gt, Gte:
	case Prefix:
		ok = f.Type != Int
	case Contains:
		ok = f.Type == Text
	case Mentions, Near:
		ok = c.Field == FieldText
	case Present:
		wanted = Int
	default:
		ok = false
	}
	if !ok {
		return invalid(c.Field, "this field cannot be compared with %q", c.Op)
	}
	for _, v := range c.Values {
		if !wanted.holds(v) {
			return invalid(c.Field, "%v is not a value of this field", v)
		}
	}
	return nil
}

// holds tells whether a value is of the type.
func (t Type) holds(v Value) bool {
	switch v := v.(type) {
	case string:
		return (t == Code || t == Text) && utf8.ValidString(v)
	case int64:
		return t == Int
	}
	return false
}

func invalid(field, format string, args ...any) *model.Error {
	return &model.Error{Code: model.CodeInvalid, Message: fmt.Sprintf(format, args...), Path: field}
}
