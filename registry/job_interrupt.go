package registry

import (
	"context"
	"slices"
	"time"

	"metrograph/model"
)

// InterruptJobs ends the jobs that were under way when the process that ran them died. Where
// the node has its store to itself, those are all that this process does not run; otherwise
// those of which nothing was heard for long. The spared ones go on later.
func (r *Registry) InterruptJobs(ctx context.Context, alone bool, spared ...model.ID) error {
	states := []string{string(model.JobRunning)}
	if alone {
		states = append(states, string(model.JobQueued))
	}
	return each(ctx, r, model.KindCollectionJob, Equal("state", states...), func(job *model.CollectionJob) error {
		if slices.Contains(spared, job.ID) {
			return nil
		}
		return inside("interrupt", r.interrupt(ctx, job, alone))
	})
}

// Interrupted is why a job failed that was under way when its process ended.
const Interrupted = "interrupted: the process that ran it has ended; import the same documents again, what was kept stays as it is"

func (r *Registry) interrupt(ctx context.Context, job *model.CollectionJob, alone bool) error {
	const patience = 5 * time.Minute
	heard := job.Modified.At
	silent := r.now().Sub(heard) > max(patience, heard.Sub(job.StartedAt)/jobPart*3)
	if _, _, ours := r.jobs.live(job.ID); ours || !alone && !silent {
		return nil
	}
	job.State, job.Failure, job.EndedAt, job.EstimatedEnd = model.JobFailed, Interrupted, r.now(), time.Time{}
	return r.keepJob(ctx, job)
}
