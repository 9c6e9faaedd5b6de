package guard_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"metrograph/guard"
	"metrograph/model"
)

const library = `
directive @cost(weight: String!) on ARGUMENT_DEFINITION | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION

type Query {
  book: Book
  books(first: Int, last: Int): BookConnection
  some(ids: [ID!]!): [Book] @listSize(slicingArguments: ["ids"])
  shelf(tidy: Boolean @cost(weight: "3")): [Book!]
  top(n: Int): Ranking @listSize(slicingArguments: ["n"], sizedFields: ["entries"], assumedSize: 7)
  count: Int @cost(weight: "9")
  node: Node
}
type Mutation { add(input: Add!): Added @listSize(slicingArguments: ["input.books"], sizedFields: ["results"]) }
input Add { books: [NewBook!]! @cost(weight: "10") }
input NewBook { title: String! }
type Added { results: [Book!]! }
interface Node { id: ID! }
type Book implements Node @cost(weight: "1") { id: ID! title: String author: Author related(first: Int): BookConnection }
type Author implements Node @cost(weight: "5") { id: ID! books(first: Int, last: Int): BookConnection }
type Ranking { entries: [Book!]! }
type BookConnection { edges: [BookEdge!]! totalCount: Int @cost(weight: "4") }
type BookEdge { node: Book! }
`

func tariff(t testing.TB) *guard.Tariff {
	t.Helper()
	all, err := guard.NewTariff(gqlparser.MustLoadSchema(&ast.Source{Input: library}), 100)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func parse(t testing.TB, query string) *ast.QueryDocument {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		t.Fatalf("%v: %s", err, query)
	}
	return doc
}

func TestWeight(t *testing.T) {
	prices := tariff(t)
	for _, c := range []struct {
		name, query string
		variables   map[string]any
		want        guard.Weight
	}{
		{"a value costs nothing, a request something", `{ __typename }`, nil, guard.Weight{Depth: 1, Fields: 1, Fanout: 1, Cost: 1}},
		{"an object", `{ book { id title } }`, nil, guard.Weight{Depth: 2, Fields: 3, Fanout: 1, Cost: 1}},
		{"weights of a field and of an object", `{ count book { author { id } } }`, nil, guard.Weight{Depth: 3, Fields: 4, Fanout: 1, Cost: 15}},
		{"a connection without arguments", `{ books { edges { node { id } } } }`, nil, guard.Weight{Depth: 4, Fields: 4, Fanout: 20, Cost: 41}},
		{"what is beside the edges is not multiplied", `{ books(first: 3) { totalCount edges { node { id } } } }`, nil,
			guard.Weight{Depth: 4, Fields: 5, Fanout: 3, Cost: 11}},
		{"first by a variable", `query($n: Int) { books(first: $n) { edges { node { id } } } }`, map[string]any{"n": 5.0},
			guard.Weight{Depth: 4, Fields: 4, Fanout: 5, Cost: 11}},
		{"the variable's default", `query($n: Int = 7) { books(last: $n) { edges { node { id } } } }`, nil,
			guard.Weight{Depth: 4, Fields: 4, Fanout: 7, Cost: 15}},
		{"more than a page, which whoever answers refuses", `{ books(first: 2000000000) { edges { node { id } } } }`, nil,
			guard.Weight{Depth: 4, Fields: 4, Fanout: 100, Cost: 201}},
		{"a number that none can be read from", `query($n: Int) { books(first: $n) { edges { node { id } } } }`, map[string]any{"n": "50"},
			guard.Weight{Depth: 4, Fields: 4, Fanout: 100, Cost: 201}},
		{"a connection in a connection", `{ books(first: 10) { edges { node { author { books(first: 10) { edges { node { id } } } } } } } }`, nil,
			guard.Weight{Depth: 8, Fields: 8, Fanout: 100, Cost: 1 + 10*(1+1+5+1+20)}},
		{"the length of a list", `{ some(ids: ["a", "b", "c"]) { id } }`, nil, guard.Weight{Depth: 2, Fields: 2, Fanout: 3, Cost: 3}},
		{"and of a list in a variable", `query($i: [ID!]!) { some(ids: $i) { id } }`, map[string]any{"i": make([]any, 500)},
			guard.Weight{Depth: 2, Fields: 2, Fanout: 500, Cost: 500}},
		{"any other list, and an argument with a weight", `{ shelf(tidy: true) { id } }`, nil, guard.Weight{Depth: 2, Fields: 2, Fanout: 1, Cost: 4}},
		{"an assumed size of what is below", `{ top { entries { id } } }`, nil, guard.Weight{Depth: 3, Fields: 3, Fanout: 7, Cost: 8}},
		{"a sized field", `{ top(n: 30) { entries { id } } }`, nil, guard.Weight{Depth: 3, Fields: 3, Fanout: 30, Cost: 31}},
		{"what is written, not only what is answered", `mutation { add(input: {books: [{title: "a"}, {title: "b"}]}) { __typename } }`, nil,
			guard.Weight{Depth: 2, Fields: 2, Fanout: 1, Cost: 31}},
		{"and written by a variable", `mutation($i: Add!) { add(input: $i) { results { id } } }`, map[string]any{"i": map[string]any{"books": make([]any, 9)}},
			guard.Weight{Depth: 3, Fields: 3, Fanout: 9, Cost: 10 + 90 + 1 + 9}},
		{"what is skipped", `query($no: Boolean!) { book @include(if: $no) { id } books @skip(if: true) { totalCount } count }`, map[string]any{"no": false},
			guard.Weight{Depth: 1, Fields: 1, Fanout: 1, Cost: 9}},
		{"edges in a fragment, asked for in two sizes", `{ a: books(first: 2) { ...e } b: books(first: 3) { ...e } } fragment e on BookConnection { edges { node { id } } }`, nil,
			guard.Weight{Depth: 4, Fields: 8, Fanout: 3, Cost: 2 + 4 + 6}},
		{"an inline fragment", `{ node { ... on Author { books(first: 1) { edges { node { id } } } } } }`, nil,
			guard.Weight{Depth: 5, Fields: 5, Fanout: 1, Cost: 10}},
		{"a record, which has to be looked up", `{ node { id } }`, nil, guard.Weight{Depth: 2, Fields: 2, Fanout: 1, Cost: 7}},
		{"fragments on types of which an object has one", `{ node { id ... on Author { id books(first: 1) { edges { node { id } } } } ...b ...b } } fragment b on Book { id author { id } }`, nil,
			guard.Weight{Depth: 5, Fields: 8, Fanout: 1, Cost: 7 + 10}},
		{"reading the schema", `{ __schema { types { fields { name } } } }`, nil, guard.Weight{Depth: 4, Fields: 4, Introspection: 1, Fanout: 1, Cost: 500}},
		{"what the schema does not have", `{ nothing(at: {all: [1]}) { here { edges } } ...no ... on Nobody { x } }`, nil, guard.Weight{Depth: 3, Fields: 4, Fanout: 1, Cost: 1}},
	} {
		doc := parse(t, c.query)
		got, err := prices.Weigh(doc, doc.Operations[0], c.variables)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", c.name, c.query, diff)
		}
	}
}

// TestBombs weighs what would be 2^26 fields or records, which has to be finite work.
func TestBombs(t *testing.T) {
	prices := tariff(t)
	for name, c := range map[string]struct {
		query string
		want  guard.Weight
	}{
		"spreads": {bomb(26, `...f%[1]d ...f%[1]d`, `id`), guard.Weight{Depth: 2, Fields: 1<<26 + 1, Fanout: 1, Cost: 1}},
		"fields":  {bomb(40, `a: related(first: 100) { edges { node { ...f%[1]d } } } b: related(first: 100) { edges { node { ...f%[1]d } } }`, `id`), guard.Weight{Depth: 122, Fields: 1<<31 - 1, Fanout: 1<<31 - 1, Cost: 1<<31 - 1}},
	} {
		doc := parse(t, c.query)
		got, err := prices.Weigh(doc, doc.Operations[0], nil)
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

// bomb is a query of fragments, each of which has the next one in it, several times.
func bomb(levels int, body, last string) string {
	var text strings.Builder
	for level := 1; level <= levels; level++ {
		fmt.Fprintf(&text, " fragment f%d on Book { %s }", level, fmt.Sprintf(body, level+1))
	}
	return "{ book { ...f1 } }" + text.String() + fmt.Sprintf(" fragment f%d on Book { %s }", levels+1, last)
}

func TestCycles(t *testing.T) {
	prices := tariff(t)
	for _, query := range []string{
		`{ ...a } fragment a on Query { ...a }`,
		`{ ...a } fragment a on Query { book { author { ...b } } } fragment b on Author { books { edges { node { ...c } } } } fragment c on Book { author { ...b } }`,
	} {
		doc := parse(t, query)
		if _, err := prices.Weigh(doc, doc.Operations[0], nil); model.CodeOf(err) != model.CodeInvalid {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestShape(t *testing.T) {
	for query, want := range map[string]guard.Shape{
		`{ a b: a }`: {Fragments: 1, Aliases: 1, Nodes: 2},
		`{ a a a }`:  {Fragments: 1, Duplicates: 2, Nodes: 3},
		`{ a { b } ... { a { b } } ...f } fragment f on Query { a }`:                                   {Fragments: 4, Duplicates: 1, Nodes: 7},
		`{ n { ... on A { id } ... on B { id } ... on A { id } } }`:                                    {Fragments: 4, Duplicates: 1, Nodes: 7},
		`query($a: Int = 1 @x, $b: [Int]) @x { a(b: {c: [1, $a]}) @skip(if: true) } mutation { a @x }`: {Fragments: 2, Directives: 4, Variables: 2, Nodes: 10},
	} {
		if diff := cmp.Diff(want, guard.ShapeOf(parse(t, query))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}

func TestWrongWeights(t *testing.T) {
	for _, weight := range []string{"much", "-1", "0.5"} {
		schema := strings.Replace(library, `weight: "9"`, `weight: "`+weight+`"`, 1)
		if _, err := guard.NewTariff(gqlparser.MustLoadSchema(&ast.Source{Input: schema}), 100); err == nil {
			t.Errorf("a weight of %s is taken", weight)
		}
	}
}
