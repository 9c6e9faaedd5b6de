package registry

import (
	"context"
	"time"

	"metrograph/model"
)

// JobEvent is a job as it is by now, with what the caller may see of it.
type JobEvent struct {
	Job      *model.CollectionJob
	Redacted []string // coordinates of its fields that are masked
}

// jobPause is the shortest time between two events of a job.
const jobPause = 250 * time.Millisecond

// WatchJob tells how a job goes on: as it is now, and again when it has moved on, until it has
// ended or the context does. Each event is decided by the policy that is in force then; a job
// that the caller may no longer read ends the events. One that they may not read is NOT_FOUND,
// as one that is missing or misnamed.
func (r *Registry) WatchJob(ctx context.Context, id model.ID) (<-chan JobEvent, error) {
	if id.Kind() != model.KindCollectionJob {
		id = ""
	}
	follow, leave := context.WithCancel(ctx)
	// First the changes, then the job: nothing can happen between the two.
	changes, err := r.Watch(follow, WatchRequest{Kinds: []model.Kind{model.KindCollectionJob}, IDs: []model.ID{id}})
	if err != nil {
		leave()
		return nil, err
	}
	now, moved, err := r.jobNow(ctx, id)
	if err == nil && now.Job == nil {
		err = model.NotFound()
	}
	if err != nil {
		leave()
		return nil, err
	}
	events := make(chan JobEvent)
	go func() {
		defer close(events)
		defer leave()
		if err := r.tellJob(ctx, now, moved, changes, events); err != nil && ctx.Err() == nil {
			r.log.ErrorContext(ctx, "a subscription ended", "error", err)
		}
	}()
	return events, nil
}

// Job is a job as it is now, as the caller may see it; NOT_FOUND as for WatchJob.
func (r *Registry) Job(ctx context.Context, id model.ID) (JobEvent, error) {
	if id.Kind() != model.KindCollectionJob {
		id = ""
	}
	now, _, err := r.jobNow(ctx, id)
	if err == nil && now.Job == nil {
		err = model.NotFound()
	}
	return now, err
}

// tellJob sends a job as it goes on. What happens during a pause is told once, after it.
func (r *Registry) tellJob(ctx context.Context, now JobEvent, moved <-chan struct{}, changes <-chan Change, events chan<- JobEvent) error {
	id := now.Job.ID
	for now.Job != nil {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case events <- now:
		}
		if now.Job.State.Ended() {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(jobPause):
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-moved:
		case _, more := <-changes:
			if !more {
				return ctx.Err()
			}
		}
		var err error
		if now, moved, err = r.jobNow(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// jobNow is a job as the caller may see it by now, without one for what is not there for them,
// and what is closed when it moves on in this process.
func (r *Registry) jobNow(ctx context.Context, id model.ID) (now JobEvent, moved <-chan struct{}, err error) {
	live, moved, running := r.jobs.live(id)
	documents, err := r.store.Get(ctx, model.KindCollectionJob, []model.ID{id}, 0)
	if err != nil || documents[0] == nil {
		return now, moved, inside("watch job", err)
	}
	record, err := documents[0].Record(0)
	if err != nil {
		return now, moved, inside("watch job", err)
	}
	job := record.(*model.CollectionJob)
	if running && !job.State.Ended() {
		model.Overlay(job, &live, jobFields())
	}
	v := r.view(ctx, model.ActionRead, model.KindCollectionJob, 0)
	if v.show(job) != nil {
		now.Job, now.Redacted = job, v.redacted()
	}
	return now, moved, nil
}
