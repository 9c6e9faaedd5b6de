package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"testing"
	"time"

	"metrograph/model"
)

// node is a registry in memory. It keeps copies, as a store does.
type node struct {
	t        *testing.T
	records  map[model.ID]model.Record
	files    map[string][]byte
	writes   []model.Write
	calls    int
	refuse   func(model.Write) error // for a single record
	fail     error                   // for every call
	jobs     []model.CollectionJob   // as the pipeline told of them
	rejected []rejected
	rows     map[int][]model.RejectedRow // that were rejected, by the place of their document
	jobless  bool                        // no jobs are allowed
	cancel   int                         // after so many documents somebody cancels the job; 0 for nobody
}

func newNode(t *testing.T) *node {
	return &node{t: t, records: map[model.ID]model.Record{}, files: map[string][]byte{}}
}

func (n *node) NewID(kind model.Kind) model.ID { return model.NewID(kind, time.Now()) }

func (n *node) Match(_ context.Context, list []model.Record) ([]model.Record, error) {
	n.calls++
	found := make([]model.Record, len(list))
	for i, r := range list {
		r.Base().Origin = "inst_01jd9y3kq8f7vb2m5n6p7q8r9s" // as the node's own registry does
		for _, kept := range n.records {
			if r.NaturalKey() != "" && kept.Kind() == r.Kind() && kept.NaturalKey() == r.NaturalKey() {
				found[i] = copyOf(n.t, kept)
			}
		}
	}
	return found, n.fail
}

func (n *node) Find(_ context.Context, ids []model.ID) ([]model.Record, error) {
	found := make([]model.Record, len(ids))
	for i, id := range ids {
		if kept := n.records[id]; kept != nil {
			found[i] = copyOf(n.t, kept)
		}
	}
	return found, n.fail
}

func (n *node) RejectRows(_ context.Context, _ model.ID, place int, rows []model.RejectedRow) error {
	if n.rows == nil {
		n.rows = map[int][]model.RejectedRow{}
	}
	n.rows[place] = append(n.rows[place], rows...)
	return n.fail
}

func (n *node) Keep(_ context.Context, a *model.Attachment, content io.ReadSeeker) error {
	raw, err := io.ReadAll(content)
	n.files[a.SHA256] = raw
	return err
}

func (n *node) Write(_ context.Context, writes []model.Write) ([]model.Written, error) {
	if len(writes) > MaxWrites {
		n.t.Errorf("%d writes in one call", len(writes))
	}
	results := make([]model.Written, len(writes))
	for i, w := range writes {
		results[i] = n.write(w)
	}
	return results, n.fail
}

func (n *node) BeginJob(_ context.Context, job *model.CollectionJob) error {
	if n.jobless {
		return model.Errorf(model.CodeForbidden, "no jobs")
	}
	if job.ID == "" {
		job.ID = n.NewID(model.KindCollectionJob)
	}
	if job.State = model.JobRunning; job.StartedAt.IsZero() {
		job.StartedAt = time.Now().UTC().Truncate(time.Millisecond)
	}
	n.jobs = append(n.jobs, *job)
	return n.fail
}

func (n *node) AdvanceJob(_ context.Context, job *model.CollectionJob) error {
	if n.cancel > 0 && job.Tally.Read >= n.cancel {
		job.State = model.JobCancelled
	}
	n.jobs = append(n.jobs, *job)
	return n.fail
}

func (n *node) Reject(_ context.Context, _ model.ID, r model.Rejection, content io.Reader) error {
	kept := rejected{Rejection: r}
	if content != nil {
		raw, err := io.ReadAll(content)
		if err != nil {
			return err
		}
		kept.content = string(raw)
	}
	n.rejected = append(n.rejected, kept)
	return nil
}

// rejected is a rejected document as it was kept.
type rejected struct {
	model.Rejection
	content string
}

func (n *node) write(w model.Write) model.Written {
	h := w.Record.Base()
	if n.refuse != nil {
		if err := n.refuse(w); err != nil {
			return model.Written{ID: h.ID, Err: err}
		}
	}
	was, exists := n.records[h.ID]
	switch {
	case w.Action == model.ActionCreate && exists:
		n.t.Errorf("%s %s is created twice", w.Record.Kind(), h.ID)
	case w.Action == model.ActionAmend && (!exists || was.Base().Version != w.Version):
		return model.Written{ID: h.ID, Err: model.Errorf(model.CodeConflict, "another version")}
	}
	for _, ref := range w.Record.References() {
		if n.records[ref.To] == nil {
			return model.Written{ID: h.ID, Err: model.Errorf(model.CodeInvalid, "%s points to a record that is not there", ref.Path())}
		}
	}
	if w.Action == model.ActionCreate && h.Origin != "" {
		n.t.Errorf("%s has an origin already", w.Record.Kind())
	}
	if findings := w.Record.Validate(); model.Grave(findings) {
		return model.Written{ID: h.ID, Findings: findings, Err: model.Errorf(model.CodeInvalid, "faults")}
	}
	n.writes = append(n.writes, w)
	kept := copyOf(n.t, w.Record)
	if len(w.Fields) > 0 {
		kept = copyOf(n.t, was)
		model.Overlay(kept, w.Record, w.Fields)
	}
	kept.Base().Version = w.Version + 1
	n.records[h.ID] = kept
	return model.Written{ID: h.ID, Version: w.Version + 1, Record: kept}
}

func copyOf(t *testing.T, r model.Record) model.Record {
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	c := r.Kind().New()
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(c); err != nil {
		t.Fatal(err)
	}
	return c
}

// of lists the node's records of a kind.
func of[R model.Record](n *node) []R {
	var list []R
	for _, r := range n.records {
		if r, ok := r.(R); ok {
			list = append(list, r)
		}
	}
	return list
}
