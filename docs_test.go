package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"metrograph/internal/golden"
	"metrograph/model"
	"metrograph/store"
	"metrograph/workflow"
	"metrograph/workflow/rules"
)

// TestValidationDocument keeps docs/validation.md the list of the rules that the code has.
func TestValidationDocument(t *testing.T) {
	var b bytes.Buffer
	b.WriteString(`# Validation rules

Every record is checked before it is kept, whatever door it comes through. A finding names the rule, the place in the record, the norm
and clause it comes from, and what to do. An ERROR refuses the record; a WARNING is told and the record is kept.

Two packages have rules, and nothing is said by both:

- ` + "`model`" + ` holds a record to what it has to be to be kept at all: well-formed values, what identifies it, dates in order, references to
  its own kind, derived data with its sources. It looks at one record, whatever its kind, when it is written.
- ` + "`workflow/rules`" + ` evaluates the quality of certificates, and refuses nothing: whether the document says what the norms demand, agrees
  with itself and with the records around it, and can be traced. It looks at a certificate when somebody asks for its ` + "`evaluation`" + `, with
  the records that the caller may read, and when a document is imported, with the certificate alone.

This page is made from the tables that the code itself uses: ` + "`go test . -run TestValidationDocument -update`" + `.

## What a record has to be

| rule | severity | clause | English | 中文 |
|---|---|---|---|---|
`)
	for _, r := range model.Rules() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", r.ID, r.Severity, cell(r.Clause), cell(r.Message.En), cell(r.Message.Zh))
	}
	writeQuality(&b)
	golden.Check(t, "docs/validation.md", b.String())
}

// writeQuality lists the rules of quality, and what scores are made of.
func writeQuality(b *bytes.Buffer) {
	b.WriteString(`
## Quality of certificates

` + "`Certificate.evaluation`" + ` has the findings of these rules and the scores that they come to, ` + "`Institution.quality`" + ` the scores of the
newest 100 certificates that the institution issued and the caller may read, by the rules that need no other records. A job of
collection tells the warnings of the same rules; they are not kept with the certificate, which is evaluated anew whenever it is asked for.

**Scores.** Each rule belongs to one dimension: completeness 完整性, consistency 一致性, timeliness 时效性 or traceability 溯源性. The score
of a dimension is X = 100 A / B: of the B rules that apply to the certificates, A are met (the ratio that ISO/IEC 25024:2015 and
GB/T 36344-2018 measure data by, with ISO/IEC 25012:2008 for the dimensions). A rule that has nothing to look at does not apply, and
rules of severity INFO do not count. The score of the whole is the mean of those of the D dimensions that have one, so that a rule which n
certificates do not meet takes 100 n / (D B) points from it; ` + "`lowering`" + ` lists these, the most first. For an institution, A and B are sums
over its certificates. Scores are whole numbers; 100 is written only where nothing lowers it.

**What callers may be told.** A rule that looks at a field which is masked for the caller does not apply, and a record that the caller may
not read is as if it were not known. So two callers may see different scores of one certificate, and neither learns of what is hidden.
The masked fields are named in ` + "`extensions.redacted`" + `.

**Limits.** Values are compared with up to 12 earlier certificates of the instrument, numbers with up to 5 certificates that have the same
one; at most ten findings of a rule are told of one certificate.

| rule | severity | dimension | clause | other records | English | 中文 |
|---|---|---|---|---|---|---|
`)
	for _, r := range rules.All() {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s, %s | %s | %s %s | %s%s |\n", r.ID, r.Severity, r.Dimension, r.Norm, cell(r.Clause), mark(r.Related),
			cell(r.Message.En), cell(r.Remedy.En), cell(r.Message.Zh), cell(r.Remedy.Zh))
	}
}

// TestQueryDocument keeps docs/queries.md the list of the fields that can be asked about.
func TestQueryDocument(t *testing.T) {
	var b bytes.Buffer
	b.WriteString(`# Queryable fields

What lists can be filtered, sorted and grouped by. Each field names the field of the record that it reveals: a caller for whom that is
masked in a record does not find, order or count the record by it. Each *path* is an index; lists come along it in the kind's own order.
With the scope NETWORK each node that is asked applies this to its own records, by its own policy.

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
	fmt.Fprintf(b, "\n## %s\n\nOwn order: `%s`, newest first. Searched by: %s.\n\n", s.Kind.TypeName(), order, strings.Join(slices.Concat(s.TermReads, s.AmountReads), ", "))
	b.WriteString("| field | type | several | sort | group | sum | reveals |\n|---|---|---|---|---|---|---|\n")
	for _, f := range s.Fields {
		if f.Scope {
			continue
		}
		name := "`" + f.Name + "`"
		if f.Inner {
			name += " (statistics only)"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s |\n", name, f.Type, mark(f.Many), mark(f.Sort), mark(f.Group), mark(f.Sum), f.Reads)
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

// TestEvaluationPage holds the table of transitions in docs/evaluation.md to package workflow.
func TestEvaluationPage(t *testing.T) {
	const page, begin, end = "docs/evaluation.md", "<!-- transitions: made from package workflow -->\n", "<!-- end of the transitions -->"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatal("the page has no place for the transitions")
	}
	var b bytes.Buffer
	b.WriteString("| step | from | to | who | action | what it does 作用 | what it checks 检查 |\n|---|---|---|---|---|---|---|\n")
	for _, tr := range workflow.Transitions() {
		who := join(tr.Roles)
		if tr.Chair {
			who += ", the chair"
		}
		if who == "" {
			who = "the node"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s %s | %s %s |\n", tr.Name, join(tr.From), tr.To, who, tr.Action, tr.Text.En, tr.Text.Zh, tr.Checks.En, tr.Checks.Zh)
	}
	golden.Check(t, page, before+begin+b.String()+end+after)
}

func join[T ~string](list []T) string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = string(v)
	}
	return strings.Join(texts, ", ")
}

// cell makes a text fit into a table of Markdown.
func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
