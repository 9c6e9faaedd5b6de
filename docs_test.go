package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"metrograph/internal/golden"
	"metrograph/model"
	"metrograph/store"
)

// TestValidationDocument keeps docs/validation.md the list of the rules that the code has.
func TestValidationDocument(t *testing.T) {
	var b bytes.Buffer
	b.WriteString(`# Validation rules

Every record is checked before it is kept, whatever door it comes through. A finding names the rule, the place in the record, the norm
and clause it comes from, and what to do. An ERROR refuses the record; a WARNING is told and the record is kept.

This page is made from the table that the code itself uses: ` + "`go test . -run TestValidationDocument -update`" + `.

| rule | severity | clause | English | 中文 |
|---|---|---|---|---|
`)
	for _, r := range model.Rules() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", r.ID, r.Severity, cell(r.Clause), cell(r.Message.En), cell(r.Message.Zh))
	}
	golden.Check(t, "docs/validation.md", b.String())
}

// TestQueryDocument keeps docs/queries.md the list of the fields that can be asked about.
func TestQueryDocument(t *testing.T) {
	var b bytes.Buffer
	b.WriteString(`# Queryable fields

What lists can be filtered, sorted and grouped by. Each field names the field of the record that it reveals: a caller for whom that is
masked in a record does not find, order or count the record by it. Each *path* is an index; lists come along it in the kind's own order.
With `scope: NETWORK` each node that is asked applies this to its own records, by its own policy.

This page is made from ` + "`store/fields*.go`: `go test . -run TestQueryDocument -update`" + `.
`)
	for _, kind := range model.Kinds() {
		if kind == model.KindCredential {
			continue
		}
		writeQueryFields(&b, store.SchemaOf(kind))
	}
	golden.Check(t, "docs/queries.md", b.String())
}

func writeQueryFields(b *bytes.Buffer, s *store.Schema) {
	order := s.Primary
	if order == "" {
		order = "id"
	}
	fmt.Fprintf(b, "\n## %s\n\nOwn order: `%s`, newest first. Searched by: %s.\n\n", s.Kind.TypeName(), order, strings.Join(s.TermReads, ", "))
	b.WriteString("| field | type | several | sort | group | sum | reveals |\n|---|---|---|---|---|---|---|\n")
	for _, f := range s.Fields {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", f.Name, f.Type, mark(f.Many), mark(f.Sort), mark(f.Group), mark(f.Sum), f.Reads)
	}
	b.WriteString("\nPaths:")
	for _, path := range s.Paths {
		fmt.Fprintf(b, " `(%s)`", strings.Join(path, ", "))
	}
	b.WriteString("\n")
}

func mark(yes bool) string {
	if yes {
		return "✓"
	}
	return ""
}

// cell makes a text fit into a table of Markdown.
func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
