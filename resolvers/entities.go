package resolvers

import (
	"context"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/graph/gqlmodel"
	"metrograph/graph/scalar"
	"metrograph/model"
	"metrograph/registry"
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

// named returns the records of R's kind that other graphs name by what they are known by in
// the world: of several the one that was recorded first, nil where there is none that the
// caller may read and know by this. What one is known by is read, as by a filter.
func named[R model.Record](ctx context.Context, keys []*gqlmodel.Key, parts func(*gqlmodel.Key) map[string]string) ([]R, error) {
	var none R
	var requests []registry.ListRequest
	var asked []int
	found, one, fields := make([]R, len(keys)), 1, selected(ctx, none.Kind())
	for i, key := range keys {
		filter := map[string]any{}
		for field, value := range parts(key) {
			if value != "" { // else it says nothing
				filter[field] = map[string]any{"eq": value}
			}
		}
		where, err := registry.ParseFilter(none.Kind(), filter)
		if err != nil {
			return nil, err
		}
		if len(filter) == len(parts(key)) {
			requests = append(requests, registry.ListRequest{Kind: none.Kind(), Where: where, Order: registry.Order{Field: "id"}, First: &one, Fields: fields})
			asked = append(asked, i)
		}
	}
	o := operationOf(ctx)
	pages, err := o.registry.List(ctx, requests...)
	if err != nil {
		return nil, err
	}
	var all []model.Record
	for i, page := range pages {
		if len(page.Records) > 0 {
			found[asked[i]], _ = page.Records[0].(R)
			all = append(all, page.Records[0])
		}
		o.redact(none.Kind(), fields, page.Redacted)
	}
	o.join(ctx, selections(ctx), all)
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
	keys := map[string]string{}
	for _, one := range list {
		representation, err := scalar.UnmarshalAny(one)
		if err != nil {
			return list, err
		}
		name, _ := representation["__typename"].(string)
		key := keyOf(name, representation)
		if key == "" {
			return list, noEntity()
		}
		if keys[name] != "" && keys[name] != key { // gqlgen reads them all as it reads the first
			return list, invalid("representations", "the representations of a type must all have the same key")
		}
		keys[name] = key
	}
	return list, nil
}

// keyOf is the first key of a type that a representation has whole; empty for none.
func keyOf(typeName string, representation map[string]any) string {
	if !slices.Contains(schema().Types["_Entity"].Types, typeName) {
		return ""
	}
	for _, key := range schema().Types[typeName].Directives.ForNames("key") {
		fields := key.Arguments.ForName("fields").Value.Raw
		lacks := func(field string) bool { _, ok := representation[field].(string); return !ok }
		if !slices.ContainsFunc(strings.Fields(fields), lacks) {
			return fields
		}
	}
	return ""
}

func noEntity() error {
	return invalid("representations", "a representation needs the name of an entity's type as __typename, and the fields of one of its keys")
}

func tooMany(what string, limit int) error {
	e := model.Errorf(model.CodeLimitExceeded, "at most %d %s in one request", limit, what)
	e.Path = what
	return e
}
