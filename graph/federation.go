//go:generate go tool gqlgen

// Package graph is the schema of the node's API (graph/schema) and the code that gqlgen makes
// of it. Only this file is written by hand: the two fields by which a federation gateway
// asks, which gqlgen calls on its execution context by these names.
//
// gqlgen's own federation plugin is not used: it wants a marker method on the types of the
// model, accepts any number of representations, and shows directives of its own.
package graph

import (
	"context"
	"path"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// EntityResolver finds the records that other graphs refer to. The resolvers of the schema
// are one.
type EntityResolver interface {
	Entities(ctx context.Context, representations []map[string]any) ([]model.Record, error)
}

func (ec *executionContext) __resolve_entities(ctx context.Context, representations []map[string]any) []model.Record {
	resolver, ok := ec.Resolvers.(EntityResolver)
	if !ok {
		graphql.AddErrorf(ctx, "the resolvers do not answer for entities")
		return make([]model.Record, len(representations))
	}
	records, err := resolver.Entities(ctx, representations)
	if err != nil {
		graphql.AddError(ctx, err)
	}
	return records
}

func (*executionContext) __resolve__service(context.Context) (gqlmodel.Service, error) {
	return gqlmodel.Service{SDL: SDL()}, nil
}

// SDL is the schema as a federation composes it: without the definitions that the
// federation specification itself brings.
func SDL() string {
	var parts []string
	for _, source := range sources {
		if !source.BuiltIn && path.Base(source.Name) != "federation.graphqls" {
			parts = append(parts, source.Input)
		}
	}
	return strings.Join(parts, "\n")
}
