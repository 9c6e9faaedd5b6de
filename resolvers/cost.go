package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/guard"
)

// RateLimit is the resolver for the rateLimit field.
func (r *queryResolver) RateLimit(ctx context.Context) (*gqlmodel.RateLimit, error) {
	a, cost, limited := guard.AllowanceOf(ctx)
	if !limited {
		return nil, nil
	}
	return &gqlmodel.RateLimit{Limit: a.Limit, Cost: cost, Remaining: a.Remaining, ResetAt: a.ResetAt()}, nil
}
