package registry

import (
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
