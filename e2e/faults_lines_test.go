package e2e_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// published is the JSON Schema of records, as the program prints it.
type published struct {
	defs  map[string]any
	lines []fault
}

// fault is a value that is wrong at a place of a record.
type fault struct {
	place string // as findings write it
	steps []any  // of it: names, and 0 for the first entry of a list
	value any
}

// walk collects the faults of everything that a part of the schema may have in it.
func (p *published) walk(schema map[string]any, place string, steps []any, above ...string) {
	if text, _ := schema["description"].(string); strings.Contains(text, "passed over") {
		return
	}
	wrong := func(values ...any) {
		for _, v := range values {
			p.lines = append(p.lines, fault{place, slices.Clone(steps), v})
		}
	}
	if ref, is := schema["$ref"].(string); is {
		name := strings.TrimPrefix(ref, "#/$defs/")
		p.named(name, place, steps, wrong, above)
		return
	}
	if alternatives, is := schema["anyOf"].([]any); is && schema["properties"] == nil { // with null, or with a text
		for _, one := range alternatives {
			p.walk(one.(map[string]any), place, steps, above...)
		}
		return
	}
	p.plain(schema, place, steps, wrong, above)
}

// plain collects the faults of a part that is described where it is.
func (p *published) plain(schema map[string]any, place string, steps []any, wrong func(...any), above []string) {
	kind := fmt.Sprint(schema["type"])
	switch format, _ := schema["format"].(string); {
	case strings.Contains(kind, "array"):
		wrong(5, "x", map[string]any{})
		p.walk(schema["items"].(map[string]any), place+"[0]", append(slices.Clone(steps), 0), above...)
	case format == "date":
		wrong("05.03.2024", "2024-02-30", 20240305, map[string]any{})
	case format == "date-time":
		wrong("yesterday", "2024-02-30T00:00:00Z", 5)
	case kind == "string":
		wrong(5, true, []any{}, strings.Repeat("x", 100_001), "a\x00b")
	case kind == "boolean":
		wrong("yes", 1, []any{})
	case kind == "integer":
		wrong("many", 1.5, []any{})
	case kind == "object":
		wrong([]any{}, map[string]any{"noSuchField": 1})
		required, _ := schema["required"].([]any)
		for _, name := range required {
			p.lines = append(p.lines, fault{strings.TrimPrefix(place+"."+name.(string), "."), slices.Clone(steps), map[string]any{}})
		}
		properties := schema["properties"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			below := strings.TrimPrefix(place+"."+name, ".")
			p.walk(properties[name].(map[string]any), below, append(slices.Clone(steps), name), above...)
		}
	}
}

// named collects the faults of a definition that has a name.
func (p *published) named(name, place string, steps []any, wrong func(...any), above []string) {
	schema := p.defs[name].(map[string]any)
	switch {
	case strings.HasPrefix(name, "ref-"):
		wrong(5, "x", map[string]any{}, map[string]any{"noSuchField": 1}, []any{})
	case name == "decimal":
		wrong("two", true, "1,5", map[string]any{})
	case name == "Text", name == "Unit": // a text stands for either
		wrong(5, []any{}, map[string]any{"noSuchField": "x"}, true)
	case schema["oneOf"] != nil:
		wrong("NOT_A_CODE", 5, map[string]any{}, " ") // an empty text is as none
	case !slices.Contains(above, name):
		p.walk(schema, place, steps, append(above, name)...)
	}
}

// put puts a value at a place of a record, and what is missing around it.
func put(in any, steps []any, value any) any {
	if len(steps) == 0 {
		return value
	}
	if name, is := steps[0].(string); is {
		object, _ := in.(map[string]any)
		if object == nil {
			object = map[string]any{}
		}
		object[name] = put(object[name], steps[1:], value)
		return object
	}
	list, _ := in.([]any)
	if len(list) == 0 {
		list = []any{nil}
	}
	list[0] = put(list[0], steps[1:], value)
	return list
}

// goodLine is a record of a kind with no fault, and with a key of its own.
func goodLine(kind string, n int) map[string]any {
	return map[string]map[string]any{
		"Certificate": {"number": fmt.Sprintf("LINE-%d", n), "issuedAt": "2024-03-05"},
		"Instrument":  {"name": "压力表", "manufacturer": "示例仪表厂", "model": "Y", "serialNumber": fmt.Sprintf("LN%d", n)},
		"Environment": {"influences": []any{map[string]any{"quantityKind": "temperature", "value": map[string]any{"value": fmt.Sprintf("20.%d", n), "unit": "°C"}}}},
		"Person":      {"name": "张示例", "employeeNumber": fmt.Sprintf("L%d", n)},
		"Method":      {"code": fmt.Sprintf("JJG %d-2021", n), "kind": "JJG"},
		"Institution": {"name": fmt.Sprintf("示例机构 %d", n), "kind": "OTHER"},
	}[kind]
}

// TestFaultyLines hands in a file for every fault of every field that the published schema has,
// with a good record before and after it: each is told at its line and its place, in both
// languages, the other records are taken in, and the counts are those of what the node has.
func TestFaultyLines(t *testing.T) {
	var schema struct {
		Defs  map[string]any `json:"$defs"`
		AnyOf []struct {
			Ref string `json:"$ref"`
		} `json:"anyOf"`
	}
	if err := json.Unmarshal([]byte(succeed(t, "schema", "json")), &schema); err != nil {
		t.Fatal(err)
	}
	h := newFaulty(t)
	for _, one := range schema.AnyOf {
		kind := strings.TrimPrefix(one.Ref, "#/$defs/")
		p := &published{defs: schema.Defs}
		definition := schema.Defs[kind].(map[string]any)
		p.walk(map[string]any{"type": "object", "properties": definition["properties"]}, "", nil, kind)
		for _, f := range p.lines {
			if f.place != "" && f.place != "__typename" && f.place != "findings" {
				h.line(kind, f)
			}
		}
		required, _ := definition["required"].([]any)
		for _, name := range required {
			h.line(kind, fault{name.(string), []any{name}, nil})
		}
	}
	h.reconcile()
	t.Logf("%d files", h.files)
}

// line hands a file in with three records, of which the second has a fault.
func (h *faulty) line(kind string, f fault) {
	h.Helper()
	var text strings.Builder
	for n := range 3 {
		record := goodLine(kind, h.files*3+n)
		if n == 1 {
			put(record, f.steps, f.value)
		}
		if record["__typename"] = kind; len(f.steps) == 1 && f.value == nil && n == 1 {
			delete(record, f.place)
		}
		raw, err := json.Marshal(record)
		if err != nil {
			h.Fatal(err)
		}
		text.Write(append(raw, '\n'))
	}
	h.check(fmt.Sprintf("%s.%s = %.30v", kind, f.place, f.value), "ndjson", text.String(), 3, f.place, 2)
}
