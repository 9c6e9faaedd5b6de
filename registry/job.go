package registry

import (
	"context"
	"time"

	"metrograph/model"
)

// BeginJob records that a collection begins, or that one goes on that is recorded already. A new
// one is FORBIDDEN to a caller who may not create jobs, which nobody is told of: what the
// caller may not do at all is refused by its own. One that has ended meanwhile stays so.
func (r *Registry) BeginJob(ctx context.Context, job *model.CollectionJob) error {
	waited := job.Version > 0
	job.State = model.JobRunning
	if job.StartedAt.IsZero() {
		job.StartedAt = r.now()
	}
	var err error
	if waited {
		err = r.keepJob(ctx, job)
	} else {
		err = r.createJob(ctx, job)
	}
	if err != nil || job.State.Ended() {
		return err
	}
	r.jobs.mu.Lock()
	defer r.jobs.mu.Unlock()
	r.jobs.running[job.ID] = &running{job: *job, kept: r.now(), moved: make(chan struct{})}
	return nil
}

// QueueJob records a collection that is going to begin later.
func (r *Registry) QueueJob(ctx context.Context, job *model.CollectionJob) error {
	job.State = model.JobQueued
	return r.createJob(ctx, job)
}

// MayCollect refuses whoever may not create jobs, before anything is done for them.
func (r *Registry) MayCollect(ctx context.Context) error {
	who := model.PrincipalFrom(ctx)
	if !r.may(ctx, model.ActionCreate, &model.CollectionJob{Head: headOf(who)}) && !who.Trusted() {
		return forbidden(model.ActionCreate)
	}
	return nil
}

func (r *Registry) createJob(ctx context.Context, job *model.CollectionJob) error {
	if err := r.MayCollect(ctx); err != nil {
		return err
	}
	job.Provenance.At = r.now()
	mine := *job // the writer gets it back with masks
	written, err := r.writeOne(ctx, model.Write{Action: model.ActionCreate, Record: &mine, Reason: "collection"})
	if err != nil {
		return err
	}
	job.ID, job.Version = written.ID, written.Version
	return nil
}

// JobToResume is a job as it was kept last, for whoever goes on with it: NOT_FOUND for one that
// was never recorded or is deleted.
func (r *Registry) JobToResume(ctx context.Context, id model.ID) (*model.CollectionJob, error) {
	return stored[*model.CollectionJob](ctx, r, model.KindCollectionJob, id)
}

// LeaveJob forgets a job that goes on after a restart of the node.
func (r *Registry) LeaveJob(job *model.CollectionJob) { r.jobs.end(job) }

// CancelJob ends a job that waits or runs. What it has kept until then stays.
func (r *Registry) CancelJob(ctx context.Context, id model.ID, version int, reason string) (model.Written, error) {
	if id.Kind() != model.KindCollectionJob {
		return model.Written{}, model.NotFound()
	}
	found, err := r.Load(ctx, model.KindCollectionJob, []model.ID{id}, 0)
	if err != nil {
		return model.Written{}, err
	}
	if job, ok := found.Records[0].(*model.CollectionJob); ok && job.State.Ended() && job.Version == version {
		return model.Written{}, r.tooLate(ctx, id)
	}
	change := &model.CollectionJob{State: model.JobCancelled, EndedAt: r.now()}
	change.ID = id
	return r.writeOne(ctx, model.Write{Action: model.ActionAmend, Record: change, Version: version, Reason: reason,
		Fields: []string{"state", "endedAt", "estimatedEnd"}})
}

// tooLate is the error of cancelling a job that has ended; who may not cancel it is told that
// and no more.
func (r *Registry) tooLate(ctx context.Context, id model.ID) error {
	var facts model.Facts
	v := r.view(ctx, model.ActionAmend, model.KindCollectionJob, 0)
	if _, _, allowed := r.decideWhole(ctx, id, &facts, v); !allowed {
		return r.refused(ctx, Act{Action: model.ActionAmend, Kind: model.KindCollectionJob, ID: id}, forbidden(model.ActionAmend))
	}
	return invalid("id", "the job has ended already")
}

// AdvanceJob tells how far a job has come. Those who watch it see it at once; the store is
// told every now and then, and of the end. The job gets the version that it has then, and
// another state where somebody ended it meanwhile.
func (r *Registry) AdvanceJob(ctx context.Context, job *model.CollectionJob) error {
	now := r.now()
	job.Measure(now)
	if !r.jobs.advance(job, now) {
		return nil
	}
	if job.State.Ended() {
		job.EndedAt, job.EstimatedEnd = now, time.Time{}
	}
	err := r.keepJob(ctx, job)
	if job.State.Ended() {
		r.jobs.end(job)
	}
	return err
}

// jobFields are what the node says of a job as it goes on.
func jobFields() []string {
	return []string{"state", "size", "total", "tally", "findings", "found", "startedAt", "endedAt", "estimatedEnd", "seconds", "rate", "failure", "provenance"}
}

// keepJob writes how far a job has come, on top of whatever its version is by now. Once it was
// ended by somebody else, the state of that stays.
func (r *Registry) keepJob(ctx context.Context, job *model.CollectionJob) error {
	const tries = 5 // who amends a job all the time loses to nobody
	var err error
	for range tries {
		if err = r.amendJob(ctx, job); err == nil {
			return nil
		}
		switch model.CodeOf(err) {
		case model.CodeNotFound:
			job.State = model.JobCancelled // it was deleted, and nobody is to find it again
			return nil
		case model.CodeConflict:
			if err := r.catchUp(ctx, job); err != nil {
				return err
			}
		case model.CodeInvalid, model.CodeClassifiedRefused: // for what the source is called or says
			job.Findings, job.Provenance.SourceName, job.Provenance.SourceHash, job.Provenance.Format = nil, "", "", ""
		default:
			return err
		}
	}
	return err
}

// amendJob writes as the node, in the name of whoever the job is of: that they may begin a job
// was decided, and its account has to be kept to the end.
func (r *Registry) amendJob(ctx context.Context, job *model.CollectionJob) error {
	who := *model.PrincipalFrom(ctx)
	who.Via = model.ViaLocal
	written, err := r.writeOne(model.WithPrincipal(ctx, &who), model.Write{Action: model.ActionAmend, Record: job, Fields: jobFields(),
		Version: job.Version, Reason: "collection"})
	if err == nil {
		job.Version = written.Version
	}
	return err
}

// catchUp takes over the version of a job that somebody else changed, and its state if that
// ended it.
func (r *Registry) catchUp(ctx context.Context, job *model.CollectionJob) error {
	current, err := r.JobToResume(ctx, job.ID)
	if model.CodeOf(err) == model.CodeNotFound {
		return nil // the next attempt finds that out
	}
	if err != nil {
		return err
	}
	job.Version = current.Version
	if current.State.Ended() {
		job.State, job.EndedAt, job.EstimatedEnd = current.State, r.now(), time.Time{}
	}
	return nil
}
