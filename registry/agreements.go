package registry

import (
	"context"
	"errors"
	"time"

	"metrograph/model"
	"metrograph/policy"
)

// reloadAgreements gives the policy the agreements that are in force today.
func (r *Registry) reloadAgreements(ctx context.Context) error {
	var all []*model.Agreement
	err := each(ctx, r, model.KindAgreement, nil, func(a *model.Agreement) error {
		all = append(all, a)
		return nil
	})
	if err != nil {
		return err
	}
	err = r.policy.SetAgreements(all, model.DateOf(r.clock()))
	var unusable policy.Unusable
	if errors.As(err, &unusable) { // those that can be used are in force all the same
		r.log.WarnContext(ctx, "agreements that cannot be used grant nothing", "error", err)
		return nil
	}
	return inside("agreements", err)
}

// Run keeps what depends on the time current until the context ends: agreements begin and end
// at midnight, and jobs have failed when their process is gone.
func (r *Registry) Run(ctx context.Context) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	day := model.DateOf(r.clock())
	for {
		select {
		case <-ctx.Done():
			return
		case <-minute.C:
		}
		if err := r.InterruptJobs(ctx, false); err != nil {
			r.log.ErrorContext(ctx, "interrupted jobs could not be ended", "error", err)
		}
		today := model.DateOf(r.clock())
		if today == day {
			continue
		}
		if err := r.reloadAgreements(ctx); err != nil {
			r.log.ErrorContext(ctx, "agreements could not be read; those that were in force stay", "error", err)
			continue // in a minute again
		}
		day = today
	}
}
