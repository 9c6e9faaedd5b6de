package registry_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/policy"
	"metrograph/registry"
)

// event waits for the next event of a job; ok is false after the last.
func (c *centre) event(events <-chan registry.JobEvent) (e registry.JobEvent, ok bool) {
	c.Helper()
	select {
	case e, ok = <-events:
		return e, ok
	case <-time.After(20 * time.Second):
		c.Fatal("nothing is told of the job")
	}
	return e, ok
}

func (c *centre) watchJob(ctx context.Context, id model.ID) <-chan registry.JobEvent {
	c.Helper()
	ctx, cancel := context.WithCancel(ctx)
	c.Cleanup(cancel)
	events, err := c.WatchJob(ctx, id)
	if err != nil {
		c.Fatal(err)
	}
	return events
}

// TestWatchJob: members of the institution are told of a job as it is in memory, in steps that
// are never back, and last of its end; another process tells the same from the store.
func TestWatchJob(t *testing.T) {
	c := newCentre(t)
	recorder, member := c.member(c.thirdParty, model.RoleRecorder), c.member(c.thirdParty)
	job := c.job(recorder, func(j *model.CollectionJob) { j.Total = 300 })
	here, elsewhere := c.watchJob(member, job.ID), centreAgain(t, c).watchJob(member, job.ID)
	if e, _ := c.event(here); e.Job.State != model.JobRunning || e.Job.Tally.Read != 0 || e.Job.Version != 1 {
		t.Errorf("at first: %+v", e.Job)
	}
	c.read(recorder, job, 100)
	e, _ := c.event(here)
	if e.Job.Tally.Read != 100 || e.Job.Created.By == "" {
		t.Errorf("under way: %+v", e.Job)
	}
	for range 100 {
		c.read(recorder, job, 1)
	}
	job.State = model.JobDone
	c.read(recorder, job, 100)
	for _, events := range []<-chan registry.JobEvent{here, elsewhere} {
		told, last := 0, 0
		var end *model.CollectionJob
		for e, more := c.event(events); more; e, more = c.event(events) {
			if told++; e.Job.Tally.Read < last {
				t.Errorf("%d records read after %d", e.Job.Tally.Read, last)
			}
			last, end = e.Job.Tally.Read, e.Job
		}
		if end == nil || end.State != model.JobDone || end.Tally.Read != 300 || told > 4 {
			t.Errorf("%d events, the last: %+v", told, end)
		}
	}
	ended := c.watchJob(member, job.ID)
	if e, _ := c.event(ended); e.Job.State != model.JobDone {
		t.Errorf("of a job that has ended: %+v", e.Job)
	}
	if _, more := c.event(ended); more {
		t.Error("there is more to tell of a job that has ended")
	}
}

// TestWatchJobHidden: a job that is not for the caller is as one that is not there.
func TestWatchJobHidden(t *testing.T) {
	c := newCentre(t)
	job := c.job(c.member(c.thirdParty, model.RoleRecorder))
	own := c.certificate(c.provincial, "C-1")
	var want string
	for _, ctx := range []context.Context{c.anonymous(), c.member(c.provincial), c.member(c.maker, model.RoleAdministrator)} {
		for _, id := range []model.ID{job.ID, sample.ID(model.KindCollectionJob, 9), own.ID, "", "garbage", "job_x"} {
			_, err := c.WatchJob(ctx, id)
			if want == "" {
				want = err.Error()
			}
			if model.CodeOf(err) != model.CodeNotFound || err.Error() != want {
				t.Errorf("%s: %v", id, err)
			}
		}
	}
	if _, ok := c.event(c.watchJob(c.member(c.national, model.RoleAuditor), job.ID)); !ok {
		t.Error("an auditor of the national institute is told nothing")
	}
}

// TestWatchJobUnderThePolicy: what is told is decided by the policy of the moment, and who may
// no longer read the job is told no more.
func TestWatchJobUnderThePolicy(t *testing.T) {
	c := newCentre(t)
	recorder := c.member(c.thirdParty, model.RoleRecorder)
	job := c.job(recorder)
	events := c.watchJob(c.member(c.thirdParty), job.ID)
	c.event(events)
	rules := policy.Default()
	const rule = `p, MEMBER, collectionJob|export|submission, read|count|history, "r.obj.origin == r.sub.institution", `
	rules.Rules = strings.Replace(rules.Rules, rule+"*", rule+"* -tally", 1)
	reload := func() {
		t.Helper()
		if err := c.policy.Reload(rules); err != nil {
			t.Fatal(err)
		}
	}
	reload()
	c.read(recorder, job, 1)
	if e, _ := c.event(events); e.Job.Tally.Read != 0 || !slices.Equal(e.Redacted, []string{"CollectionJob.tally"}) {
		t.Errorf("%+v, masked: %v", e.Job, e.Redacted)
	}
	rules.Rules = strings.Replace(rules.Rules, rule, strings.Replace(rule, "collectionJob|", "", 1), 1)
	reload()
	c.read(recorder, job, 1)
	if e, more := c.event(events); more {
		t.Errorf("after the policy forbids it: %+v", e.Job)
	}
}
