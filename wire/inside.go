package wire

import (
	"github.com/99designs/gqlgen/graphql"
)

// Params are those of a request that the node itself makes; its variables are an object in JSON,
// or nothing.
func Params(query, variables string) (*graphql.RawParams, error) {
	q := &graphql.RawParams{Query: query, Extensions: map[string]any{}}
	if variables == "" {
		return q, nil
	}
	return q, decode([]byte(variables), &q.Variables)
}

// Body writes an answer as JSON, as every transport does.
func Body(response *graphql.Response) []byte { return bodyOf(response) }
