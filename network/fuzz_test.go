package network_test

import (
	"encoding/json"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
	"metrograph/network"
)

const small = `
interface Node { id: ID! }
type Query { things(first: Int, last: Int, after: String, before: String, scope: Scope, filter: Filter): ThingConnection }
enum Scope { LOCAL NETWORK }
input Filter { text: String, all: [Filter!], n: Int }
type ThingConnection { edges: [ThingEdge!]! totalCount: Int }
type ThingEdge { cursor: String! node: Node! }
type Certificate implements Node { id: ID! number: String size: Int! of: Node parts: [[Part!]]! kind: Scope }
type Method implements Node { id: ID! code: String! }
type Part { value: Float flag: Boolean! }
`

const sampleQuery = `query Q($f: Filter, $yes: Boolean!, $unused: Int) {
  other: __typename
  things(scope: NETWORK, first: 5, after: "x", filter: {text: "\u0007\"\\ 示范", all: [$f, {n: -3}]}) { ...P }
}
fragment P on ThingConnection { edges { node { ...N } } totalCount }
fragment N on Node { id ... on Certificate @include(if: $yes) { number parts { value ...F } kind of { __typename id } } ... on Method { code } }
fragment F on Part { f: flag }
`

func planOf(t testing.TB, query string, variables map[string]any) *network.Plan {
	t.Helper()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: small})
	doc, faults := gqlparser.LoadQuery(schema, query)
	if faults != nil {
		t.Skip("no valid query")
	}
	operation := doc.Operations[0]
	var field *ast.Field
	for _, s := range operation.SelectionSet {
		if f, is := s.(*ast.Field); is && f.Name == "things" {
			field = f
		}
	}
	if field == nil {
		t.Skip("nothing is asked for")
	}
	var nodes []ast.SelectionSet
	var find func(ast.SelectionSet)
	find = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if s.Name == "node" {
					nodes = append(nodes, s.SelectionSet)
				} else {
					find(s.SelectionSet)
				}
			case *ast.InlineFragment:
				find(s.SelectionSet)
			case *ast.FragmentSpread:
				find(s.Definition.SelectionSet)
			}
		}
	}
	find(field.SelectionSet)
	return network.NewPlan(network.Plan{Schema: schema, Doc: doc, Operation: operation, Variables: variables, Field: field, Nodes: nodes, Total: true})
}

// FuzzQuestion writes the questions of whatever query: each is a valid query again.
func FuzzQuestion(f *testing.F) {
	f.Add(sampleQuery)
	f.Add(`{things(filter: {text: """block "text" \""" """}) {edges {node {t_: __typename ...on Method {code}}}}}`)
	f.Add(`{a: things {edges {cursor}}}`)
	f.Add(`{things {edges {x: node {id} node {__typename}}}}`)
	f.Fuzz(func(t *testing.T, query string) {
		plan := planOf(t, query, map[string]any{"yes": true})
		schema := gqlparser.MustLoadSchema(&ast.Source{Input: small})
		if _, faults := gqlparser.LoadQuery(schema, plan.Query(7, true)); faults != nil {
			t.Errorf("%s\nbecomes\n%s\n%v", query, plan.Query(7, true), faults)
		}
		if _, err := plan.Values(); err != nil {
			t.Error(err)
		}
	})
}

// FuzzNode checks whatever a node answers: what passes is JSON with the selected fields alone, and
// passes again.
func FuzzNode(f *testing.F) {
	const id = model.ID("cert_01jd9y3kq8f7vb2m5n6p7q8r9s")
	good := `{"t_":"Certificate","id":"` + string(id) + `","number":"1","parts":[[{"value":1.5,"f":true}],null],"kind":"LOCAL","of":{"t_":"Method","__typename":"Method","id":"x"}}`
	f.Add([]byte(good))
	f.Add([]byte(`{"t_":"Certificate","id":"` + string(id) + `","number":null,"parts":[],"kind":null,"of":null,"more":{"a":[1]}}`))
	f.Add([]byte(`{"t_":"Method","id":"x","code":"y"}`))
	f.Add([]byte(`[]`))
	plan := planOf(f, sampleQuery, map[string]any{"yes": true})
	if _, err := plan.Checker().Node(0, id, []byte(good)); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		written, err := plan.Checker().Node(0, id, raw)
		if err != nil || !json.Valid(raw) { // which is refused before; here it does not harm
			return
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(written, &members); err != nil {
			t.Fatalf("%s is no JSON: %v", written, err)
		}
		if len(members) != 5 || string(members["id"]) != `"`+string(id)+`"` {
			t.Errorf("%s has other fields than were selected", written)
		}
	})
}

// FuzzMessages reads whatever comes as a question or an answer. What is taken can be written and
// read again.
func FuzzMessages(f *testing.F) {
	f.Add([]byte(`{"version":1,"query":"{a}","variables":{"a":1},"after":{"t":"x","i":"cert_01jd9y3kq8f7vb2m5n6p7q8r9s"},"salt":"s"}`))
	f.Add([]byte(`{"version":1,"rows":[{"place":{"n":3,"i":"cert_01jd9y3kq8f7vb2m5n6p7q8r9s"},"version":2,"keeper":"inst_01jd9y3kq8f7vb2m5n6p7q8r9s","nodes":[{}]}],"totals":{"a":1}}`))
	f.Add([]byte(`{"version":1,"buckets":[{"keys":["a"],"origin":"b","count":1}],"redacted":["A.b"],"limited":true}`))
	f.Add([]byte(`{"version":1}{}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if q, err := network.ParseQuestion(raw); err == nil {
			again(t, q, func(raw []byte) error { _, err := network.ParseQuestion(raw); return err })
		}
		if a, err := network.ParseAnswer(raw); err == nil {
			again(t, a, func(raw []byte) error { _, err := network.ParseAnswer(raw); return err })
		}
	})
}

func again(t *testing.T, message any, parse func([]byte) error) {
	t.Helper()
	raw, err := json.Marshal(message)
	if err == nil {
		err = parse(raw)
	}
	if err != nil {
		t.Errorf("%s is not taken again: %v", raw, err)
	}
}
