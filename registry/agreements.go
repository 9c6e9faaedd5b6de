package registry

import (
	"context"
	"errors"
	"time"

	"metrograph/model"
	"metrograph/policy"
	"metrograph/store"
)

// reloadAgreements gives the policy the agreements that are in force today.
func (r *Registry) reloadAgreements(ctx context.Context) error {
	var all []*model.Agreement
	q := store.Query{Kind: model.KindAgreement, Scope: model.Everything(), Limit: store.MaxPage}
	for {
		pages, err := r.store.List(ctx, q)
		if err != nil {
			return inside("read agreements", err)
		}
		for _, d := range pages[0].Documents {
			record, err := d.Record(0)
			if err != nil {
				return inside("read agreements", err)
			}
			all = append(all, record.(*model.Agreement))
		}
		if !pages[0].More {
			break
		}
		q.After = &pages[0].Documents[len(pages[0].Documents)-1].Key
	}
	err := r.policy.SetAgreements(all, model.DateOf(r.clock()))
	var unusable policy.Unusable
	if errors.As(err, &unusable) { // those that can be used are in force all the same
		r.log.WarnContext(ctx, "agreements that cannot be used grant nothing", "error", err)
		return nil
	}
	return inside("agreements", err)
}

// Run keeps what depends on the day current until the context ends: agreements begin and
// end at midnight.
func (r *Registry) Run(ctx context.Context) {
	for {
		now := r.clock().UTC()
		midnight := now.Truncate(24 * time.Hour).Add(24 * time.Hour)
		select {
		case <-ctx.Done():
			return
		case <-time.After(midnight.Sub(now)):
		}
		if err := r.reloadAgreements(ctx); err != nil {
			r.log.ErrorContext(ctx, "agreements could not be read; those that were in force stay", "error", err)
		}
	}
}
