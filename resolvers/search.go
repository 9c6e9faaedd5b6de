package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// Search is the resolver for the search field.
func (r *queryResolver) Search(ctx context.Context, text string, kinds []model.Kind, orderBy *gqlmodel.SearchOrder, first *int, after *string, last *int, before *string, scope *gqlmodel.QueryScope) (*gqlmodel.SearchConnection, error) {
	return r.search(ctx, scope, registry.SearchRequest{Text: text, Kinds: kinds, Ranked: value(orderBy) == gqlmodel.SearchOrderRelevance,
		First: first, After: after, Last: last, Before: before})
}

// SearchFacets is the resolver for the searchFacets field.
func (r *queryResolver) SearchFacets(ctx context.Context, text string, kinds []model.Kind, groupBy []gqlmodel.SearchFacetDimension) ([]*gqlmodel.SearchFacet, error) {
	return r.facets(ctx, text, kinds, groupBy)
}

// SearchSuggestions is the resolver for the searchSuggestions field.
func (r *queryResolver) SearchSuggestions(ctx context.Context, text string, kinds []model.Kind, first *int) (*gqlmodel.SearchSuggestions, error) {
	return r.suggest(ctx, registry.SuggestRequest{Text: text, Kinds: kinds, First: first})
}
