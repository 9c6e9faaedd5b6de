package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// Search is the resolver for the search field.
func (r *queryResolver) Search(ctx context.Context, text string, kinds []model.Kind, first *int, after *string, last *int, before *string, scope *gqlmodel.QueryScope) (*gqlmodel.SearchConnection, error) {
	return r.search(ctx, scope, registry.SearchRequest{Text: text, Kinds: kinds, First: first, After: after, Last: last, Before: before})
}
