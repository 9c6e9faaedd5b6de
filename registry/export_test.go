package registry

import (
	"context"

	"metrograph/model"
)

// Publish is publish, for tests.
func (r *Registry) Publish(ctx context.Context, p Publishing) (*model.Publication, error) {
	return r.publish(ctx, p)
}
