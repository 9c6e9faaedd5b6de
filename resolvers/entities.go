package resolvers

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/graph/gqlmodel"
	"metrograph/graph/scalar"
	"metrograph/model"
)

// entities returns the records of R's kind that other graphs refer to, in the order of their
// keys, nil where there is none that the caller may read.
func entities[R model.Record](ctx context.Context, keys []*gqlmodel.Key) ([]R, error) {
	var none R
	ids := make([]model.ID, len(keys))
	for i, key := range keys {
		ids[i] = key.ID
	}
	all, err := roots(ctx, ids, func(int) model.Kind { return none.Kind() })
	if err != nil {
		return nil, err
	}
	found := make([]R, len(all))
	for i, record := range all {
		found[i], _ = record.(R)
	}
	return found, nil
}

// representations refuses those of a federation gateway that are too many or name no entity,
// before gqlgen reads them: it takes any number, and what it says of them is INTERNAL here.
func representations(limit int) graphql.RootFieldMiddleware {
	return func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
		field := graphql.GetRootFieldContext(ctx).Field
		if field.Name != "_entities" {
			return next(ctx)
		}
		list, err := represented(ctx, field, limit)
		if err == nil {
			return next(ctx)
		}
		graphql.AddError(graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: "Query", Field: field}), err)
		return graphql.Array(slices.Repeat([]graphql.Marshaler{graphql.Null}, len(list)))
	}
}

func represented(ctx context.Context, field graphql.CollectedField, limit int) ([]any, error) {
	value, err := field.Arguments.ForName("representations").Value.Value(graphql.GetOperationContext(ctx).Variables)
	list := graphql.CoerceList(value)
	if err != nil {
		return list, noEntity() // a number that no type holds
	}
	if len(list) > limit {
		return list, tooMany("representations", limit)
	}
	for _, one := range list {
		representation, err := scalar.UnmarshalAny(one)
		if err != nil {
			return list, err
		}
		name, _ := representation["__typename"].(string)
		if _, ok := representation["id"].(string); !ok || !slices.Contains(schema().Types["_Entity"].Types, name) {
			return list, noEntity()
		}
	}
	return list, nil
}

func noEntity() error {
	return invalid("representations", "a representation needs the name of an entity's type as __typename, and its id")
}

func tooMany(what string, limit int) error {
	e := model.Errorf(model.CodeLimitExceeded, "at most %d %s in one request", limit, what)
	e.Path = what
	return e
}
