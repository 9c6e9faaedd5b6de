package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/internal/sample"
	"metrograph/model"
)

const progress = `subscription { collectionJobProgress(id: %q) { id state total tally { read created amended unchanged rejected } rate estimatedEnd endedAt origin { id } } }`

// job begins a collection of the node's institution and returns what advances it.
func (s *streaming) job(t *testing.T) (id model.ID, advance func(state model.JobState, read int)) {
	t.Helper()
	job := &model.CollectionJob{Total: 40}
	ctx := s.operator(t.Context())
	if err := s.BeginJob(ctx, job); err != nil {
		t.Fatal(err)
	}
	return job.ID, func(state model.JobState, read int) {
		t.Helper()
		job.State = state
		job.Tally.Read += read
		job.Tally.Unchanged += read
		if err := s.AdvanceJob(ctx, job); err != nil {
			t.Fatal(err)
		}
	}
}

// progressEvent is what an event says of a job.
type progressEvent struct {
	Data struct {
		CollectionJobProgress *struct {
			ID     model.ID
			State  model.JobState
			Total  int
			Tally  model.Tally
			Rate   string
			Origin struct{ ID model.ID }
		}
	}
	Errors []struct{ Extensions struct{ Code string } }
}

func toldBy(t *testing.T, raw []byte) (e progressEvent) {
	t.Helper()
	if err := json.Unmarshal(raw, &e); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return e
}

// TestJobProgress follows a job to its end, by WebSocket and by server-sent events.
func TestJobProgress(t *testing.T) {
	s := newStreaming(t)
	id, advance := s.job(t)
	query := fmt.Sprintf(progress, id)
	c := s.socket(t, protocol)
	c.greet(s.keys["national"])
	c.say(subscribe("s", query))
	e := s.events(t, "GET", address(query), "", "Authorization", "Bearer "+s.keys["auditor"])
	next := map[string]func() (raw []byte, ended bool){
		"WebSocket": func() ([]byte, bool) { m := c.hear(); return m.Payload, m.Type == "complete" },
		"SSE":       func() ([]byte, bool) { name, data := e.next(); return []byte(data), name == "complete" },
	}
	for name, next := range next {
		raw, _ := next()
		if j := toldBy(t, raw).Data.CollectionJobProgress; j == nil || j.ID != id || j.State != model.JobRunning || j.Total != 40 || j.Origin.ID != s.institution.ID {
			t.Errorf("%s: at first: %s", name, raw)
		}
	}
	advance(model.JobRunning, 30)
	advance(model.JobDone, 10)
	for name, next := range next {
		var last []byte
		for raw, ended := next(); !ended; raw, ended = next() {
			last = raw
		}
		want := model.Tally{Read: 40, Unchanged: 40}
		if j := toldBy(t, last).Data.CollectionJobProgress; j == nil || j.State != model.JobDone || j.Tally != want {
			t.Errorf("%s: at the end: %s", name, last)
		}
	}
}

// TestJobProgressHidden: who may not read a job is answered as if there were none.
func TestJobProgressHidden(t *testing.T) {
	s := newStreaming(t)
	id, _ := s.job(t)
	for _, key := range []string{"", s.keys["manufacturer"], s.keys["provincial"]} {
		var answers []string
		for _, id := range []string{string(id), string(sample.ID(model.KindCollectionJob, 9)), string(s.institution.ID), "garbage", ""} {
			var as []string
			if key != "" {
				as = []string{"Authorization", "Bearer " + key}
			}
			e := s.events(t, "GET", address(fmt.Sprintf(progress, id)), "", as...)
			name, data := e.next()
			end, _ := e.next()
			answers = append(answers, name+data+end)
			if errors := toldBy(t, []byte(data)).Errors; len(errors) != 1 || errors[0].Extensions.Code != "NOT_FOUND" {
				t.Errorf("%q: %s", id, data)
			}
		}
		for _, other := range answers[1:] {
			if d := cmp.Diff(answers[0], other); d != "" {
				t.Errorf("hidden and missing are told apart: %s", d)
			}
		}
		if strings.Contains(answers[0], string(id)) {
			t.Error(answers[0])
		}
	}
}

// TestImportIsFollowed: what a running import of another channel does is told as it goes on.
func TestImportIsFollowed(t *testing.T) {
	s := newStreaming(t)
	c := s.socket(t, protocol)
	c.greet(s.keys["national"])
	c.say(subscribe("s", `subscription { recordChanged(filter: {kinds: [COLLECTION_JOB]}) { operation id } }`))
	c.say(subscribe("q", `{ __typename }`))
	c.hear()
	c.hear()
	r := s.request(t, "PUT", "/collect/dcc?check=true", "<a>", "Authorization", "Bearer "+s.keys["recorder"])
	var report struct{ Job model.ID }
	if err := json.NewDecoder(r.Body).Decode(&report); err != nil || report.Job == "" {
		t.Fatal(err, r.StatusCode)
	}
	for _, operation := range []string{"CREATE", "AMEND"} {
		if m := c.hear(); !strings.Contains(string(m.Payload), operation) || !strings.Contains(string(m.Payload), string(report.Job)) {
			t.Errorf("want %s: %s", operation, m.Payload)
		}
	}
	e := s.events(t, "GET", address(fmt.Sprintf(progress, report.Job)), "", "Authorization", "Bearer "+s.keys["recorder"])
	_, data := e.next()
	if j := toldBy(t, []byte(data)).Data.CollectionJobProgress; j == nil || j.Tally != (model.Tally{Read: 1, Rejected: 1}) {
		t.Error(data)
	}
	if name, _ := e.next(); name != "complete" {
		t.Error(name)
	}
}
