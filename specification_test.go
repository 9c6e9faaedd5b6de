package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/collect/ndjson"
	"metrograph/collect/spec"
	"metrograph/export"
	writing "metrograph/export/ndjson"
	"metrograph/graph"
	"metrograph/internal/golden"
	"metrograph/internal/sample"
	"metrograph/model"
)

// TestTerms keeps collect/spec/terms.tsv the terms that the schema has.
func TestTerms(t *testing.T) {
	var lines []string
	for name, d := range graph.Schema().Types {
		if d.BuiltIn || d.Kind != ast.Object && d.Kind != ast.Enum {
			continue
		}
		lines = append(lines, termLine(name, d.Description))
		for _, f := range d.Fields {
			lines = append(lines, termLine(name+"."+f.Name, f.Description))
		}
		for _, v := range d.EnumValues {
			lines = append(lines, termLine(name+"."+v.Name, v.Description))
		}
	}
	s := spec.Load()
	mine := map[string]bool{}
	for _, types := range [][]spec.Type{s.Kinds, s.Parts} {
		for _, one := range types {
			mine[one.Name] = true
		}
	}
	for _, e := range s.Enums {
		mine[e.Name] = true
	}
	lines = slices.DeleteFunc(lines, func(line string) bool {
		name, _, _ := strings.Cut(line, "\t")
		name, _, _ = strings.Cut(name, ".")
		return !mine[name]
	})
	slices.Sort(lines)
	golden.Check(t, "collect/spec/terms.tsv", strings.Join(lines, "\n")+"\n")
}

// termLine divides a description into English, Chinese, and what follows.
func termLine(name, description string) string {
	head, more, _ := strings.Cut(description, ". ")
	head = strings.TrimSuffix(head, ".")
	en, zh := head, ""
	if at := strings.IndexFunc(head, func(c rune) bool { return unicode.Is(unicode.Han, c) }); at >= 0 {
		begin := strings.LastIndexByte(head[:at], ' ') + 1
		en, zh = strings.TrimSpace(head[:begin]), head[begin:]
	}
	return strings.Join([]string{name, en, zh, strings.Join(strings.Fields(more), " ")}, "\t")
}

// TestSpecificationIsWhole: everything that is collected has a term in both languages.
func TestSpecificationIsWhole(t *testing.T) {
	s := spec.Load()
	check := func(name string, term spec.Term) {
		if term.En == "" || term.Zh == "" {
			t.Errorf("%s has no term in both languages: %+v", name, term)
		}
	}
	for _, types := range [][]spec.Type{s.Kinds, s.Parts} {
		for _, one := range types {
			check(one.Name, one.Term)
			for _, f := range one.Fields {
				check(one.Name+"."+f.Name, f.Term)
			}
		}
	}
	for _, e := range s.Enums {
		check(e.Name, e.Term)
		for _, v := range e.Values {
			check(e.Name+"."+v.Code, v.Term)
		}
	}
}

// TestJSONSchema: the schema is one of 2020-12, takes what the formats' pages show and what an
// export writes, and refuses what the reader refuses.
func TestJSONSchema(t *testing.T) {
	text, err := spec.Load().JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("record.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("record.json")
	if err != nil {
		t.Fatal(err)
	}
	check := func(line string, right bool) {
		t.Helper()
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); (err == nil) != right {
			t.Errorf("%.200s: %v", line, err)
		}
	}
	page, err := os.ReadFile("docs/formats/json.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for line := range strings.Lines(string(page)) {
		if strings.HasPrefix(line, "{") {
			check(line, true)
			examples++
			rows := ndjson.NewReader(strings.NewReader(line), ndjson.Options{})
			if found, err := rows.Next(); err != nil || len(found.Findings) > 0 {
				t.Errorf("the page's example is not read: %v %+v", err, found)
			}
		}
	}
	if examples < 5 {
		t.Errorf("only %d examples", examples)
	}
	for _, kind := range spec.Collected() {
		var line bytes.Buffer
		w, err := writing.Format{}.New(&line, export.Options{Kind: kind})
		if err != nil {
			t.Fatal(err)
		}
		record := sample.One(kind)
		model.Present(record, model.AllFields)
		if err := errors.Join(w.Write(record, nil), w.Finish()); err != nil {
			t.Fatal(err)
		}
		check(line.String(), true)
	}
	for _, wrong := range []string{`{}`, `{"number":5}`, `{"number":"1","numbr":"2"}`, `{"number":"1","issuedAt":"5.3.2024"}`, `{"number":"1","activity":"GUESSING"}`,
		`{"number":"1","items":[{"instrument":{"model":"x"}}]}`, `{"__typename":"Method","code":"x","kind":"JJG","code2":1}`, `[]`} {
		check(wrong, false)
	}
}

// TestSpecificationDocument keeps docs/formats/specification.md what the code says.
func TestSpecificationDocument(t *testing.T) {
	s := spec.Load()
	var b bytes.Buffer
	b.WriteString(`# Collection specification 数据采集规范

What can be collected, in whatever format: kinds of records with their fields, the structures in them, and code lists. The same is the
GraphQL query ` + "`collectionSpecification`" + `, and the JSON Schema that ` + "`metrograph schema json`" + ` prints. The rules that records are held to,
with their clauses, are in [validation.md](../validation.md).

This page is made from the model's own types and the terms of the GraphQL schema: ` + "`go test . -run TestSpecificationDocument -update`" + `.
Bold fields are required. A field of type ` + "`id`" + ` takes an identifier or what the record is known by ([json.md](json.md#references)).

## Kinds of records 记录类别
`)
	for _, one := range s.Kinds {
		writeStructure(&b, one)
	}
	b.WriteString("\n## Structures 数据结构\n")
	for _, one := range s.Parts {
		writeStructure(&b, one)
	}
	b.WriteString("\n## Code lists 代码表\n")
	for _, e := range s.Enums {
		fmt.Fprintf(&b, "\n### %s %s %s\n\n| code | English | 中文 | |\n|---|---|---|---|\n", e.Name, e.En, e.Zh)
		for _, v := range e.Values {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", v.Code, cell(v.En), cell(v.Zh), cell(v.More))
		}
	}
	b.WriteString("\n## Units 计量单位\n\nAs D-SI writes them, or as symbols, with the decimal prefixes of the SI. Another text is kept as it is written, without a code.\n\n| D-SI | UCUM | symbol |\n|---|---|---|\n")
	for _, u := range model.Units() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", u.Text, cell(u.UCUM), cell(u.Symbol))
	}
	golden.Check(t, "docs/formats/specification.md", b.String())
}

func writeStructure(b *bytes.Buffer, one spec.Type) {
	fmt.Fprintf(b, "\n### %s %s %s\n\n%s\n\n| field | type | English | 中文 | |\n|---|---|---|---|---|\n", one.Name, one.En, one.Zh, one.More)
	for _, f := range one.Fields {
		name, kind := "`"+f.Name+"`", f.Type
		if f.Required {
			name = "**" + name + "**"
		}
		if f.Refers != "" {
			kind = "id of " + f.Refers.TypeName()
		}
		if f.List {
			kind = "list of " + kind
		}
		if f.Node {
			kind += ", the node's own"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", name, kind, cell(f.En), cell(f.Zh), cell(f.More))
	}
}
