package registry

import (
	"context"
	"sync"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// jobs are the collections that this process runs, as far as they have come by now. What is
// kept in the store of a job is older by some seconds.
type jobs struct {
	mu      sync.Mutex
	running map[model.ID]*running
}

// running is a job under way.
type running struct {
	job   model.CollectionJob // as it is; its parts are never changed
	kept  time.Time           // when the store was told last
	ended model.JobState      // what somebody else made of it; empty for nothing
	moved chan struct{}       // closed when the job moves on
}

// A job is kept anew after this time at the soonest, and after a part of the time that it has
// taken so far: a job of a day does not fill the journal.
const (
	jobInterval = 5 * time.Second
	jobPart     = 20
)

// BeginJob records that a collection begins. It is FORBIDDEN to a caller who may not create
// jobs, which nobody is told of: what the caller may not do at all is refused by its own.
func (r *Registry) BeginJob(ctx context.Context, job *model.CollectionJob) error {
	who := model.PrincipalFrom(ctx)
	facts := (&model.CollectionJob{Head: model.Head{Origin: who.Institution, Level: who.Level, Region: who.Region,
		Classification: model.ClassificationNonPublic, Status: model.StatusRecorded}}).Facts()
	if _, allowed := r.grant(ctx).Decide(model.ActionCreate, &facts); !allowed && !who.Trusted() {
		return model.Errorf(model.CodeForbidden, "you may not create this record")
	}
	job.State, job.StartedAt = model.JobRunning, r.now()
	job.Provenance.At = job.StartedAt
	kept := *job // the writer gets it back with masks
	written, err := r.Write(ctx, []model.Write{{Action: model.ActionCreate, Record: &kept, Reason: "collection"}})
	if err == nil {
		err = written[0].Err
	}
	if err != nil {
		return err
	}
	job.ID, job.Version = written[0].ID, written[0].Version
	r.jobs.mu.Lock()
	defer r.jobs.mu.Unlock()
	r.jobs.running[job.ID] = &running{job: *job, kept: job.StartedAt, moved: make(chan struct{})}
	return nil
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

// advance tells those who watch a job, and whether the store is to be told.
func (j *jobs) advance(job *model.CollectionJob, now time.Time) (due bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	run := j.running[job.ID]
	switch {
	case run == nil:
		return true
	case run.ended != "":
		job.State = run.ended
		return true
	case job.State.Ended(): // which is true once the store says so
		return true
	}
	run.job = *job
	run.signal()
	if now.Sub(run.kept) < max(jobInterval, now.Sub(job.StartedAt)/jobPart) {
		return false
	}
	run.kept = now
	return true
}

func (run *running) signal() {
	close(run.moved)
	run.moved = make(chan struct{})
}

// end forgets a job that has ended.
func (j *jobs) end(job *model.CollectionJob) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if run := j.running[job.ID]; run != nil {
		run.signal()
		delete(j.running, job.ID)
	}
}

// changed notes that a job was changed in the store: who cancels or deletes one ends it.
func (j *jobs) changed(d *draft) {
	job, ok := d.record.(*model.CollectionJob)
	if !ok || d.before == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	run := j.running[job.ID]
	switch {
	case run == nil:
	case d.op == store.Delete:
		run.ended = model.JobCancelled
	case job.State.Ended():
		run.ended = job.State
	}
}

// live returns a job that this process runs, and what is closed when it moves on.
func (j *jobs) live(id model.ID) (job model.CollectionJob, moved <-chan struct{}, ok bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	run := j.running[id]
	if run == nil {
		return job, nil, false
	}
	return run.job, run.moved, true
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
	written, err := r.Write(model.WithPrincipal(ctx, &who), []model.Write{{Action: model.ActionAmend, Record: job, Fields: jobFields(),
		Version: job.Version, Reason: "collection"}})
	if err == nil {
		err = written[0].Err
	}
	if err == nil {
		job.Version = written[0].Version
	}
	return err
}

// catchUp takes over the version of a job that somebody else changed, and its state if that
// ended it.
func (r *Registry) catchUp(ctx context.Context, job *model.CollectionJob) error {
	documents, err := r.store.Get(ctx, model.KindCollectionJob, []model.ID{job.ID}, 0)
	if err != nil || documents[0] == nil {
		return inside("job", err)
	}
	record, err := documents[0].Record(0)
	if err != nil {
		return inside("job", err)
	}
	job.Version = documents[0].Version
	if state := record.(*model.CollectionJob).State; state.Ended() {
		job.State, job.EndedAt, job.EstimatedEnd = state, r.now(), time.Time{}
	}
	return nil
}

// InterruptJobs ends the jobs that were under way when the process that ran them died. Where
// the node has its store to itself, those are all that this process does not run; otherwise
// those of which nothing was heard for long.
func (r *Registry) InterruptJobs(ctx context.Context, alone bool) error {
	states := []string{string(model.JobRunning)}
	if alone {
		states = append(states, string(model.JobQueued))
	}
	q := store.Query{Kind: model.KindCollectionJob, Scope: model.Everything(), Limit: store.MaxPage, Where: Equal("state", states...)}
	for {
		pages, err := r.store.List(ctx, q)
		if err != nil {
			return inside("jobs", err)
		}
		for _, d := range pages[0].Documents {
			if err := r.interrupt(ctx, d, alone); err != nil {
				return inside("jobs", err)
			}
			q.After = &d.Key
		}
		if !pages[0].More {
			return nil
		}
	}
}

// Interrupted is why a job failed that was under way when its process ended.
const Interrupted = "interrupted: the process that ran it has ended; import the same documents again, what was kept stays as it is"

func (r *Registry) interrupt(ctx context.Context, d *store.Document, alone bool) error {
	record, err := d.Record(0)
	if err != nil {
		return err
	}
	job := record.(*model.CollectionJob)
	const patience = 5 * time.Minute
	heard := job.Modified.At
	silent := r.now().Sub(heard) > max(patience, heard.Sub(job.StartedAt)/jobPart*3)
	if _, _, ours := r.jobs.live(job.ID); ours || !alone && !silent {
		return nil
	}
	job.State, job.Failure, job.EndedAt, job.EstimatedEnd = model.JobFailed, Interrupted, r.now(), time.Time{}
	return r.keepJob(ctx, job)
}
