package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

func (r *queryResolver) Statistics(ctx context.Context, groupBy []string, filter map[string]any) (*gqlmodel.Statistics, error) {
	return r.statistics(ctx, groupBy, filter)
}

func (r *statisticsKeyResolver) Record(ctx context.Context, obj *gqlmodel.StatisticsKey) (model.Record, error) {
	return anyOne(ctx, keyRecord(obj))
}

func (r *Resolver) StatisticsKey() graph.StatisticsKeyResolver { return &statisticsKeyResolver{r} }

type statisticsKeyResolver struct{ *Resolver }
