//go:generate go tool gqlgen

// Package graph is the schema of the node's API (graph/schema) and the code that gqlgen makes
// of it. Only this file is written by hand, and federation.graphqls: the fields by which a
// federation gateway asks, as callers see them.
//
// gqlgen's federation plugin answers these fields and declares them for itself, without
// descriptions and beside a type, inputs and directives that nobody asks for.
package graph

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

//go:embed federation.graphqls
var federation string

// Schema is the schema that callers see and that their queries are held to.
func Schema() *ast.Schema { return served() }

var served = sync.OnceValue(func() *ast.Schema {
	return gqlparser.MustLoadSchema(append(written(), &ast.Source{Name: "federation.graphqls", Input: federation})...)
})

// SDL is the schema as a federation composes it: without the definitions that the
// federation specification itself brings.
func SDL() string {
	var parts []string
	for _, source := range written() {
		parts = append(parts, source.Input)
	}
	return strings.Join(parts, "\n")
}

// written are the sources of graph/schema, without those that gqlgen adds.
func written() []*ast.Source {
	var all []*ast.Source
	for _, source := range sources {
		if !source.BuiltIn {
			all = append(all, source)
		}
	}
	return all
}
