package guard_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"metrograph/guard"
)

// FuzzWeigh weighs whatever the parser takes. A fragment weighs what is written in it,
// wherever it is spread: where the document is small enough to write its fragments out, it
// weighs the same.
func FuzzWeigh(f *testing.F) {
	for _, query := range []string{
		`{ book { id } }`, `query($n: Int = 3) { books(first: $n) { ...e totalCount } } fragment e on BookConnection { edges { node { ...b } } } fragment b on Book { id related { ...e } }`,
		`query($n: Int) { books(first: $n) { ...e } books(last: 2) { ...e } } fragment e on BookConnection { edges { node { author { id } } } }`,
		`mutation($i: Add!) { add(input: $i) { results { ...b } } } fragment b on Book { related(first: 9) { edges { node { id } } } }`,
		`{ ...a @skip(if: true) node { ... on Author { books { edges { node { id } } } } } } fragment a on Query { shelf(tidy: false) { id } }`,
		`{ top(n: -1) { entries { id } } some(ids: "a") { id } __schema { types { fields { type { fields { name } } } } } }`, bomb(5, `...f%[1]d ...f%[1]d`, `id`),
	} {
		f.Add(query, `{"n": 5, "i": {"books": [{"title": "a"}]}}`)
	}
	prices := tariff(f)
	f.Fuzz(func(t *testing.T, query, variables string) {
		doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, 4000)
		if err != nil || len(doc.Operations) == 0 {
			return
		}
		var given map[string]any
		_ = json.Unmarshal([]byte(variables), &given) // what is no object gives none
		guard.ShapeOf(doc)
		got, err := prices.Weigh(doc, doc.Operations[0], given)
		if err != nil {
			return
		}
		if got.Cost < 1 || got.Depth < 0 || got.Fields < 0 || got.Fanout < 0 {
			t.Fatalf("%+v", got)
		}
		budget := 5000
		operation := *doc.Operations[0]
		operation.SelectionSet = writtenOut(doc, operation.SelectionSet, &budget)
		if budget < 0 {
			return
		}
		want, err := prices.Weigh(&ast.QueryDocument{}, &operation, given)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v (-written out +got):\n%s", err, diff)
		}
	})
}

// writtenOut puts the fragments in the place of their spreads.
func writtenOut(doc *ast.QueryDocument, set ast.SelectionSet, budget *int) ast.SelectionSet {
	var all ast.SelectionSet
	for _, selection := range set {
		if *budget--; *budget < 0 {
			return nil
		}
		switch s := selection.(type) {
		case *ast.Field:
			field := *s
			field.SelectionSet = writtenOut(doc, s.SelectionSet, budget)
			all = append(all, &field)
		case *ast.InlineFragment:
			inline := *s
			inline.SelectionSet = writtenOut(doc, s.SelectionSet, budget)
			all = append(all, &inline)
		case *ast.FragmentSpread:
			inline := &ast.InlineFragment{Directives: s.Directives, TypeCondition: "nothing"}
			if f := last(doc.Fragments, s.Name); f != nil {
				inline.TypeCondition, inline.SelectionSet = f.TypeCondition, writtenOut(doc, f.SelectionSet, budget)
			}
			all = append(all, inline)
		}
	}
	return all
}

// last is the fragment of a name; of several, which no valid document has, the last.
func last(all ast.FragmentDefinitionList, name string) *ast.FragmentDefinition {
	var found *ast.FragmentDefinition
	for _, f := range all {
		if f.Name == name {
			found = f
		}
	}
	return found
}
