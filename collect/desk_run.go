package collect

import (
	"context"

	"metrograph/model"
)

// Renew returns who asked for work with the access that they have by now. Package auth has it.
type Renew func(ctx context.Context, r model.Requester) (*model.Principal, error)

// Run works on the jobs, one at a time, until the context ends. A job that is under way then
// goes on where it was when the desk is opened again.
func (d *Desk) Run(ctx context.Context, renew Renew) {
	for {
		id, ok := d.next(ctx)
		if !ok {
			return
		}
		err := d.work(ctx, id, renew)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			d.options.Log.ErrorContext(ctx, "a collection could not go on", "job", id, "error", err)
		}
		d.leave(id)
	}
}

// next waits for a job.
func (d *Desk) next(ctx context.Context) (id model.ID, ok bool) {
	for ctx.Err() == nil {
		if id, ok := d.first(); ok {
			return id, true
		}
		select {
		case <-ctx.Done():
		case <-d.wake:
		}
	}
	return "", false
}

// work does a job under the access that whoever asked for it has by now.
func (d *Desk) work(ctx context.Context, id model.ID, renew Renew) error {
	t, err := d.read(id)
	if err != nil {
		return err
	}
	folder, err := d.spool.Job(id)
	if err != nil {
		return err
	}
	job, err := d.registry.JobToResume(ctx, id)
	switch {
	case model.CodeOf(err) == model.CodeNotFound:
		return d.drop(folder, t, nil)
	case err != nil:
		return err
	case job.State.Ended():
		return d.drop(folder, t, nil)
	}
	who, err := renew(ctx, t.Requester)
	if err != nil {
		return d.refuse(ctx, job, t, err)
	}
	sources := make([]Source, len(t.Documents))
	for i, document := range t.Documents {
		sources[i] = document.source(folder)
	}
	_, err = Import(model.WithPrincipal(ctx, who), d.registry, sources, Options{Classification: t.Classification, Status: t.Status,
		Check: t.Check, Channel: t.Channel, Job: job, Ledger: ledger{folder}})
	if ctx.Err() != nil {
		d.registry.LeaveJob(job)
		return nil
	}
	if model.CodeOf(err) != model.CodeInternal { // what ends it otherwise is said in its record
		err = nil
	}
	return d.drop(folder, t, err)
}

// refuse ends a job whose caller has no access any more.
func (d *Desk) refuse(ctx context.Context, job *model.CollectionJob, t *task, because error) error {
	if ctx.Err() != nil || model.CodeOf(because) != model.CodeUnauthenticated {
		return because
	}
	job.State, job.Failure = model.JobFailed, "the access of whoever asked for it has ended"
	who := &model.Principal{Subject: t.Requester.Subject, Institution: t.Requester.Institution}
	folder, err := d.spool.Job(job.ID)
	if err != nil {
		return err
	}
	return d.drop(folder, t, d.registry.AdvanceJob(model.WithPrincipal(ctx, who), job))
}
