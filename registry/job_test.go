package registry_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/registry"
)

// job begins a collection of a caller.
func (c *centre) job(ctx context.Context, edit ...func(*model.CollectionJob)) *model.CollectionJob {
	c.Helper()
	job := &model.CollectionJob{Total: 10}
	for _, e := range edit {
		e(job)
	}
	if err := c.BeginJob(ctx, job); err != nil {
		c.Fatal(err)
	}
	return job
}

// read counts records of a job, all of them new.
func (c *centre) read(ctx context.Context, job *model.CollectionJob, n int) {
	c.Helper()
	job.Tally.Read += n
	job.Tally.Created += n
	if err := c.AdvanceJob(ctx, job); err != nil {
		c.Fatal(err)
	}
}

// kept is a job as the store has it.
func (c *centre) kept(id model.ID) *model.CollectionJob {
	c.Helper()
	documents, err := c.store.Get(c.Context(), model.KindCollectionJob, []model.ID{id}, 0)
	if err != nil || documents[0] == nil {
		c.Fatal(err, documents)
	}
	record, err := documents[0].Record(0)
	if err != nil {
		c.Fatal(err)
	}
	return record.(*model.CollectionJob)
}

// TestJobRecord: a job is kept when it begins, every few seconds, and when it ends, in the name
// of its caller, whatever else that one may do.
func TestJobRecord(t *testing.T) {
	c := newCentre(t)
	now := day
	c.clock = func() time.Time { return now }
	recorder := c.member(c.thirdParty, model.RoleRecorder)
	model.PrincipalFrom(recorder).Actions = []model.Action{model.ActionCreate}
	job := c.job(recorder)
	if k := c.kept(job.ID); k.State != model.JobRunning || !k.StartedAt.Equal(day) || k.Origin != c.thirdParty.ID || k.Total != 10 ||
		k.Classification != model.ClassificationNonPublic || k.Created.By != model.PrincipalFrom(recorder).Subject {
		t.Errorf("at the beginning: %+v", k)
	}
	for range 9 { // three of them are kept: after 5 s, 10 s and 15 s
		now = now.Add(2 * time.Second)
		c.read(recorder, job, 1)
	}
	if k := c.kept(job.ID); k.Version != 4 || k.Tally.Read != 9 || k.Seconds != "18.000" || k.Rate != "0.5" || !k.EstimatedEnd.Equal(now.Add(2*time.Second)) {
		t.Errorf("under way: %+v", k)
	}
	job.State = model.JobDone
	c.read(recorder, job, 1)
	if k := c.kept(job.ID); k.State != model.JobDone || k.Tally.Created != 10 || !k.EndedAt.Equal(now) || !k.EstimatedEnd.IsZero() ||
		k.Modified.By != model.PrincipalFrom(recorder).Subject {
		t.Errorf("at the end: %+v", k)
	}
}

// TestJobsAreForRecorders: who may write nothing has no jobs.
func TestJobsAreForRecorders(t *testing.T) {
	c := newCentre(t)
	for _, ctx := range []context.Context{c.anonymous(), c.member(c.national), c.member(c.national, model.RoleAuditor)} {
		if err := c.BeginJob(ctx, &model.CollectionJob{}); model.CodeOf(err) != model.CodeForbidden {
			t.Errorf("%+v: %v", model.PrincipalFrom(ctx), err)
		}
	}
	if pages, err := c.List(c.operator(), registry.ListRequest{Kind: model.KindCollectionJob}); err != nil || len(pages[0].Records) > 0 {
		t.Error(err, pages)
	}
}

// TestJobEndedByAnother: a job that somebody cancels or deletes ends with the next record.
func TestJobEndedByAnother(t *testing.T) {
	c := newCentre(t)
	recorder, administrator := c.member(c.thirdParty, model.RoleRecorder), c.member(c.thirdParty, model.RoleAdministrator)
	cancelled, deleted, published := c.job(recorder), c.job(recorder), c.job(recorder)
	change := &model.CollectionJob{State: model.JobCancelled}
	change.ID = cancelled.ID
	w := c.write(recorder, model.Write{Action: model.ActionAmend, Record: change, Fields: []string{"state"}, Version: 1, Reason: "wrong files"})
	if w.Err != nil {
		t.Fatal(w.Err)
	}
	c.act(administrator, model.ActionDelete, deleted, 1)
	c.act(administrator, model.ActionPublish, published, 1) // which makes a version of its own
	for _, job := range []*model.CollectionJob{cancelled, deleted} {
		if c.read(recorder, job, 1); job.State != model.JobCancelled {
			t.Errorf("%+v", job)
		}
	}
	if k := c.kept(cancelled.ID); k.State != model.JobCancelled || k.Tally.Read != 1 || k.EndedAt.IsZero() {
		t.Errorf("%+v", k)
	}
	published.State = model.JobDone
	c.read(recorder, published, 1)
	if k := c.kept(published.ID); k.State != model.JobDone || k.Version != 3 || k.Status != model.StatusPublished {
		t.Errorf("%+v", k)
	}
}

// TestJobThatCannotBeKept: what a source is called or says does not keep its job from ending.
func TestJobThatCannotBeKept(t *testing.T) {
	c := newCentre(t)
	for _, name := range []string{strings.Repeat("x", 501), "机密"} {
		job := c.job(c.member(c.thirdParty, model.RoleRecorder))
		job.State, job.Provenance.SourceName = model.JobDone, name
		c.read(c.member(c.thirdParty, model.RoleRecorder), job, 1)
		if k := c.kept(job.ID); k.State != model.JobDone || k.Provenance.SourceName != "" || k.Tally.Read != 1 {
			t.Errorf("%s: %+v", name, k)
		}
	}
}

// TestInterruptedJobs: what ran when its process died has failed; what this process runs, and
// what another one was heard of a minute ago, has not.
func TestInterruptedJobs(t *testing.T) {
	c := newCentre(t)
	now := day
	c.clock = func() time.Time { return now }
	recorder := c.member(c.thirdParty, model.RoleRecorder)
	job := c.job(recorder)
	other := centreAgain(t, c)
	interrupt := func(on *centre, alone bool, want model.JobState) {
		t.Helper()
		if err := on.InterruptJobs(c.operator(), alone); err != nil {
			t.Fatal(err)
		}
		if k := c.kept(job.ID); k.State != want || (k.Failure == registry.Interrupted) != (want == model.JobFailed) {
			t.Errorf("%+v", k)
		}
	}
	interrupt(c, true, model.JobRunning)
	now = now.Add(time.Minute)
	interrupt(other, false, model.JobRunning)
	now = now.Add(10 * time.Minute)
	interrupt(other, false, model.JobFailed)
	job = c.job(recorder)
	interrupt(other, true, model.JobFailed)
	now = now.Add(10 * time.Second)
	if c.read(recorder, job, 1); job.State != model.JobFailed {
		t.Errorf("whoever runs it is not told: %+v", job)
	}
}
