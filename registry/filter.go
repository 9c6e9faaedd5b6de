package registry

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// Equal is the condition that a field has one of the values.
func Equal(field string, values ...string) *Filter {
	in := make([]store.Value, len(values))
	for i, v := range values {
		in[i] = v
	}
	return store.Where(field, store.In, in...)
}

// All joins conditions; nil ones are left out.
func All(filters ...*Filter) *Filter { return store.All(filters...) }

const (
	maxFilterNodes = 100
	maxFilterDepth = 8
	maxFilterText  = 200
	maxFilterList  = 100
)

// ParseFilter reads a filter as the API has it: a map of queryable fields to operators and
// values, and of and, or and not to further filters. Everything in a map has to hold.
func ParseFilter(kind model.Kind, input map[string]any) (*Filter, error) {
	p := filterParser{schema: store.SchemaOf(kind)}
	if p.schema == nil {
		return nil, invalid("filter", "there are no records of this kind")
	}
	return p.all(input, "filter", 0)
}

type filterParser struct {
	schema *store.Schema
	nodes  int
}

func (p *filterParser) all(input map[string]any, path string, depth int) (*Filter, error) {
	if depth > maxFilterDepth {
		return nil, model.Errorf(model.CodeLimitExceeded, "filters are nested more than %d deep", maxFilterDepth)
	}
	var parts []*Filter
	for _, name := range slices.Sorted(maps.Keys(input)) {
		if input[name] == nil {
			continue
		}
		part, err := p.entry(name, input[name], path+"."+name, depth)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return All(parts...), nil
}

func (p *filterParser) entry(name string, input any, path string, depth int) (*Filter, error) {
	switch name {
	case "and", "or":
		return p.list(name, input, path, depth)
	case "not":
		part, err := p.all(asMap(input), path, depth+1)
		if err == nil && part == nil {
			err = invalid(path, "a condition is missing")
		}
		return &Filter{Not: part}, err
	case store.FieldText:
		text, ok := input.(string)
		if !ok || len(text) > maxFilterText {
			return nil, invalid(path, "a search text has at most %d bytes", maxFilterText)
		}
		return p.node(&Filter{Field: name, Op: store.Contains, Values: []store.Value{text}})
	}
	return p.field(name, asMap(input), path)
}

func (p *filterParser) list(name string, input any, path string, depth int) (*Filter, error) {
	var parts []Filter
	for _, entry := range asList(input) {
		part, err := p.all(asMap(entry), path, depth+1)
		if err != nil {
			return nil, err
		}
		if part == nil {
			part = &Filter{And: []Filter{}}
		}
		parts = append(parts, *part)
	}
	parts = slices.DeleteFunc(parts, func(f Filter) bool { return name == "and" && empty(&f) })
	if len(parts) == 0 || slices.ContainsFunc(parts, func(f Filter) bool { return empty(&f) }) {
		return nil, nil // an empty condition holds for everything
	}
	if name == "and" {
		return &Filter{And: parts}, nil
	}
	return &Filter{Or: parts}, nil
}

func empty(f *Filter) bool {
	return f.Field == "" && f.Not == nil && len(f.Or) == 0 && len(f.And) == 0
}

func (p *filterParser) field(name string, operators map[string]any, path string) (*Filter, error) {
	field, known := p.schema.Field(name)
	if !known || field.Scope {
		return nil, invalid(path, "this field cannot be filtered by")
	}
	var parts []*Filter
	for _, op := range slices.Sorted(maps.Keys(operators)) {
		if operators[op] == nil {
			continue
		}
		part, err := p.operator(field, op, operators[op], path+"."+op)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return All(parts...), nil
}

// operators of the API and of the store.
func storeOp(name string) store.Op {
	switch name {
	case "eq", "in":
		return store.In
	case "startsWith":
		return store.Prefix
	case "contains", "gt", "gte", "lt", "lte", "present":
		return store.Op(name)
	}
	return ""
}

func (p *filterParser) operator(field store.Field, name string, input any, path string) (*Filter, error) {
	f := &Filter{Field: field.Name, Op: storeOp(name)}
	if f.Op == "" {
		return nil, invalid(path, "there is no such operator")
	}
	list := []any{input}
	if name == "in" {
		list = asList(input)
	}
	if len(list) > maxFilterList {
		return nil, model.Errorf(model.CodeLimitExceeded, "a filter has at most %d values", maxFilterList)
	}
	for _, v := range list {
		value, err := fieldValue(field, f.Op, v, path)
		if err != nil {
			return nil, err
		}
		f.Values = append(f.Values, value)
	}
	return p.node(f)
}

func (p *filterParser) node(f *Filter) (*Filter, error) {
	if p.nodes++; p.nodes > maxFilterNodes {
		return nil, model.Errorf(model.CodeLimitExceeded, "a filter has at most %d conditions", maxFilterNodes)
	}
	return f, nil
}

// fieldValue turns a value of the API into one that the store compares.
func fieldValue(field store.Field, op store.Op, v any, path string) (store.Value, error) {
	if op == store.Present || field.Type == store.Int {
		return intValue(v, path)
	}
	s, ok := v.(string)
	if !ok || len(s) > maxFilterText || strings.ContainsRune(s, 0) {
		return nil, invalid(path, "the value must be a text of at most %d bytes", maxFilterText)
	}
	if strings.HasSuffix(field.Name, "At") || field.Name == "validUntil" || field.Name == "performedFrom" || field.Name == "until" {
		if !model.Date(s).Valid() {
			return nil, invalid(path, "the value must be a date such as 2025-03-01")
		}
	}
	if field.Type == store.Text {
		s = store.Fold(s)
	}
	return s, nil
}

func intValue(v any, path string) (store.Value, error) {
	switch v := v.(type) {
	case bool:
		return store.Flag(v), nil
	case int:
		return int64(v), nil
	case int64:
		return v, nil
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n, nil
		}
	case string:
		if t, err := time.Parse(time.RFC3339, v); err == nil {
			return store.Millis(t), nil
		}
	case time.Time:
		return store.Millis(v), nil
	}
	return nil, invalid(path, "the value must be a number, true, false, or a time such as 2025-03-01T08:00:00Z")
}

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// asList is a list, or the one value that the API accepts in its place.
func asList(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}

// reads returns the record fields that a condition reveals. Who may not read them may not
// ask about them: inputs are reads.
func reads(schema *store.Schema, f *Filter) (need model.FieldSet, err error) {
	if f == nil {
		return 0, nil
	}
	if f.Field != "" {
		need, err = fieldReads(schema, f.Field)
		if f.Op == store.Mentions {
			amounts, _ := model.Fields(schema.Kind, schema.AmountReads...)
			need |= amounts
		}
		return need, err
	}
	parts := append(slices.Clone(f.And), f.Or...)
	if f.Not != nil {
		parts = append(parts, *f.Not)
	}
	for i := range parts {
		part, err := reads(schema, &parts[i])
		if err != nil {
			return 0, err
		}
		need |= part
	}
	return need, nil
}

func fieldReads(schema *store.Schema, name string) (model.FieldSet, error) {
	if name == store.FieldText {
		need, _ := model.Fields(schema.Kind, schema.TermReads...)
		return need, nil
	}
	field, known := schema.Field(name)
	if !known || field.Scope {
		return 0, invalid(name, "this field cannot be asked about")
	}
	if field.Reads == "id" {
		return 0, nil // whoever reads a record reads its id
	}
	need, _ := model.Fields(schema.Kind, field.Reads)
	return need, nil
}
