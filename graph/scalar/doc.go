// Package scalar reads and writes the scalars and enumerations of the schema. What is empty
// in the model is null on the wire; what cannot be read is INVALID, with a message that
// does not show it.
package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"metrograph/model"
)

// invalid is the error for a value that is not what the type wants. It does not repeat the
// value: errors go to logs and pages that the value is not meant for.
func invalid(v any, want string) error {
	return model.Errorf(model.CodeInvalid, "%s is not %s", kindOf(v), want)
}

func kindOf(v any) string {
	switch v.(type) {
	case string:
		return "this text"
	case bool:
		return "a boolean"
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	}
	return "this value"
}

// textOf reads a text; null and the empty text are the same.
func textOf[T ~string](v any, want string) (T, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return T(v), nil
	}
	return "", invalid(v, want)
}

// quoted writes a text, or null where it is empty.
func quoted[T ~string](v T) graphql.Marshaler {
	if v == "" {
		return graphql.Null
	}
	return graphql.MarshalString(string(v))
}
