package resolvers

import (
	"context"
	"reflect"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/model"
)

// emptyToNull makes an empty text, time or structure null where the schema allows it: in the
// model what is not known is empty, on the wire it is null. Numbers and truth values stay.
func emptyToNull(ctx context.Context, next graphql.Resolver) (any, error) {
	field := graphql.GetFieldContext(ctx).Field
	if strings.HasPrefix(field.Name, "_") && !mayIntrospect(ctx, field.Name) {
		return nil, model.Errorf(model.CodeForbidden, "introspection is switched off here")
	}
	v, err := next(ctx)
	if err == nil && !field.Definition.Type.NonNull && isEmpty(v) {
		return nil, nil
	}
	if field.Name == "node" {
		v = written(ctx, v)
	}
	return v, err
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case string:
		return v == ""
	case interface{ IsZero() bool }:
		value := reflect.ValueOf(v)
		return value.Kind() == reflect.Struct && v.IsZero()
	}
	switch value := reflect.ValueOf(v); value.Kind() {
	case reflect.String:
		return value.Len() == 0
	case reflect.Struct:
		return value.IsZero()
	default:
		return false
	}
}

// mayIntrospect tells whether a field may be answered that shows the schema.
func mayIntrospect(ctx context.Context, name string) bool {
	switch name {
	case "__schema", "__type", "_service":
		return !graphql.GetOperationContext(ctx).DisableIntrospection
	}
	return true
}

// unlessMasked answers null for a number or a truth value that is masked: its empty value is
// a value like any other.
func unlessMasked[T any](record model.Record, field string, value T) *T {
	bit, _ := model.Fields(record.Kind(), field)
	if record.Base().Masked&bit != 0 {
		return nil
	}
	return &value
}
