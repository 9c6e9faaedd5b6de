package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Statistics is the resolver for the statistics field.
func (r *queryResolver) Statistics(ctx context.Context, groupBy []string, filter map[string]any, scope *gqlmodel.QueryScope, measures []gqlmodel.StatisticsMeasure, date *gqlmodel.StatisticsDate, period *gqlmodel.StatisticsPeriodInput, compare *gqlmodel.StatisticsComparison, top []*gqlmodel.StatisticsTopInput, totals *bool, orderBy *gqlmodel.StatisticsOrder) (*gqlmodel.Statistics, error) {
	return r.statistics(ctx, scope, statisticsRequest{groupBy, filter, measures, date, period, compare, top, totals, orderBy})
}

// Record is the resolver for the record field.
func (r *statisticsKeyResolver) Record(ctx context.Context, obj *gqlmodel.StatisticsKey) (model.Record, error) {
	return anyOne(ctx, keyRecord(obj))
}

// StatisticsKey returns graph.StatisticsKeyResolver implementation.
func (r *Resolver) StatisticsKey() graph.StatisticsKeyResolver { return &statisticsKeyResolver{r} }

type statisticsKeyResolver struct{ *Resolver }
