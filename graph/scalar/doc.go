// Package scalar reads and writes the scalars and enumerations of the schema. What is empty
// in the model is null on the wire; what cannot be read is INVALID, with a message that
// shows at most the beginning of it.
package scalar

import (
	"fmt"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/model"
)

// maxEcho bounds what an error message repeats of a caller's input, in characters.
const maxEcho = 40

// invalid is the error for a value that is not what the type wants.
func invalid(v any, want string) error {
	return model.Errorf(model.CodeInvalid, "%s is not %s", echo(v), want)
}

// echo repeats a value for an error message, cut short.
func echo(v any) string {
	text, ok := v.(string)
	if !ok {
		return kindOf(v)
	}
	if utf8.RuneCountInString(text) > maxEcho {
		text = string([]rune(text)[:maxEcho-1]) + "…"
	}
	return fmt.Sprintf("%q", text)
}

func kindOf(v any) string {
	switch v.(type) {
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
