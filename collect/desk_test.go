package collect

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"metrograph/model"
	"metrograph/spool"
)

func (n *node) MayCollect(context.Context) error {
	if n.jobless {
		return model.Errorf(model.CodeForbidden, "no jobs")
	}
	return nil
}

func (n *node) QueueJob(_ context.Context, job *model.CollectionJob) error {
	job.State, job.Version = model.JobQueued, 1
	n.records[job.ID] = copyOf(n.t, job)
	return nil
}

func (n *node) JobToResume(_ context.Context, id model.ID) (*model.CollectionJob, error) {
	if r, ok := n.records[id].(*model.CollectionJob); ok {
		return copyOf(n.t, r).(*model.CollectionJob), nil
	}
	return nil, model.NotFound()
}

func (n *node) LeaveJob(*model.CollectionJob) {}

// recorder is the context of a caller who may collect.
func recorder(institution model.ID) context.Context {
	return model.WithPrincipal(context.Background(), &model.Principal{Subject: "recorder", Via: "apikey", Institution: institution})
}

func renewed(_ context.Context, r model.Requester) (*model.Principal, error) {
	return &model.Principal{Subject: r.Subject, Via: r.Via, Institution: r.Institution}, nil
}

func openDesk(t *testing.T, n *node, dir string) *Desk {
	t.Helper()
	d, err := OpenDesk(n, spool.OpenDir(dir), DeskOptions{Each: 2, All: 3})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// work does all jobs of a desk.
func (d *Desk) workAll(t *testing.T, renew Renew) {
	t.Helper()
	for id, ok := d.first(); ok; id, ok = d.first() {
		if err := d.work(t.Context(), id, renew); err != nil {
			t.Fatal(err)
		}
		d.leave(id)
	}
}

// left are the files in a folder and below.
func left(t *testing.T, dir string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestDesk: what a desk took over is imported by another one, after a restart, and then gone;
// of what is classified it takes nothing.
func TestDesk(t *testing.T) {
	n, dir := newNode(t), t.TempDir()
	good := document1(t, thermometer)
	secret := strings.Replace(good, "Bath method", "机密", 1)
	job, err := openDesk(t, n, dir).Submit(recorder("a"), []Source{Bytes("a.xml", []byte(good)), Bytes("zzsecret.xml", []byte(secret)), Bytes("b.xml", []byte("<a>")),
		Bytes("c.xml", []byte(good))}, Options{Channel: "graphql"})
	if err != nil {
		t.Fatal(err)
	}
	if job.State != model.JobQueued || job.Total != 4 || len(left(t, dir)) != 4 {
		t.Errorf("%+v with %v", job, left(t, dir))
	}
	for _, file := range left(t, dir) {
		raw, err := os.ReadFile(file)
		if err != nil || strings.Contains(string(raw), "机密") || strings.Contains(string(raw), "zzsecret") {
			t.Errorf("%s has something of a classified document (%v)", file, err)
		}
	}
	again := openDesk(t, n, dir)
	if ids := again.Waiting(); len(ids) != 1 || ids[0] != job.ID {
		t.Errorf("%v wait after a restart", ids)
	}
	again.workAll(t, renewed)
	last := n.jobs[len(n.jobs)-1]
	if want := (model.Tally{Read: 4, Created: 1, Unchanged: 1, Rejected: 2}); last.Tally != want || last.State != model.JobDone || last.ID != job.ID {
		t.Errorf("%+v", last)
	}
	if files := left(t, dir); len(files) > 0 || len(again.Waiting()) > 0 {
		t.Errorf("%v are left", files)
	}
}

// TestDeskResumes cuts a job off after each of its steps: the next desk goes on there, and the
// counts are those of a job that was not cut off.
func TestDeskResumes(t *testing.T) {
	documents := func() (list []Source) {
		for _, number := range []string{"N-1", "N-2", "N-1", "N-3"} {
			list = append(list, Bytes(number+".xml", []byte(strings.Replace(document1(t, thermometer), "TEST-T-0003", number, 1))))
		}
		return list
	}
	for cut := range 5 {
		for _, early := range []bool{false, true} { // before or after the ledger is told
			n, dir := newNode(t), t.TempDir()
			d := openDesk(t, n, dir)
			job, err := d.Submit(recorder("a"), documents(), Options{})
			if err != nil {
				t.Fatal(err)
			}
			n.cutOff(t, d, job.ID, cut, early)
			openDesk(t, n, dir).workAll(t, renewed)
			last := n.jobs[len(n.jobs)-1]
			if want := (model.Tally{Read: 4, Created: 3, Unchanged: 1}); last.Tally != want || last.State != model.JobDone {
				t.Errorf("cut off after %d (%t): %+v", cut, early, last)
			}
			if created := len(of[*model.Certificate](n)); created != 3 {
				t.Errorf("cut off after %d: %d certificates", cut, created)
			}
		}
	}
}

// cutOff works on a job until so many of its documents are done, as a process that dies then.
func (n *node) cutOff(t *testing.T, d *Desk, id model.ID, documents int, early bool) {
	t.Helper()
	task, err := d.read(id)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := d.spool.Job(id)
	if err != nil {
		t.Fatal(err)
	}
	var sources []Source
	for _, document := range task.Documents[:min(documents, len(task.Documents))] {
		sources = append(sources, document.source(folder))
	}
	job, err := n.JobToResume(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(recorder("a"))
	defer cancel()
	l := &cutting{Ledger: ledger{folder}, left: documents, early: early, cut: cancel}
	_, _ = Import(ctx, n, sources, Options{Job: job, Ledger: l}) // it is cut off
	if r, ok := n.records[id].(*model.CollectionJob); ok {
		r.StartedAt, r.State = n.jobs[len(n.jobs)-1].StartedAt, model.JobRunning
	}
}

// cutting is a ledger that ends its process with the last document.
type cutting struct {
	Ledger
	left  int
	early bool
	cut   context.CancelFunc
}

func (c *cutting) Note(f FileReport) error {
	if c.left--; c.left > 0 {
		return c.Ledger.Note(f)
	}
	defer c.cut()
	if c.early {
		return nil
	}
	return c.Ledger.Note(f)
}

// TestDeskIsBounded: no institution takes the places of all, and all together have not more
// than there are.
func TestDeskIsBounded(t *testing.T) {
	n, dir := newNode(t), t.TempDir()
	d := openDesk(t, n, dir)
	for i, c := range []struct {
		institution model.ID
		code        model.Code
	}{{"a", ""}, {"a", ""}, {"a", model.CodeLimitExceeded}, {"b", ""}, {"c", model.CodeLimitExceeded}} {
		_, err := d.Submit(recorder(c.institution), []Source{Bytes("a.xml", []byte("<a>"))}, Options{})
		if err == nil && c.code != "" || err != nil && model.CodeOf(err) != c.code {
			t.Errorf("collection %d: %v", i, err)
		}
	}
	d.workAll(t, renewed)
	if _, err := d.Submit(recorder("c"), nil, Options{}); err != nil {
		t.Errorf("after all were done: %v", err)
	}
	n.jobless = true
	if _, err := d.Submit(recorder("b"), nil, Options{}); model.CodeOf(err) != model.CodeForbidden {
		t.Error(err)
	}
}

// TestDeskForNobody: a job whose caller has no access any more fails, one that was cancelled or
// deleted is not done, and none of them leaves a document.
func TestDeskForNobody(t *testing.T) {
	ended := func(context.Context, model.Requester) (*model.Principal, error) {
		return nil, model.Errorf(model.CodeUnauthenticated, "expired")
	}
	for name, c := range map[string]struct {
		renew  Renew
		meddle func(n *node, id model.ID)
		state  model.JobState // that was told; empty for nothing
	}{
		"no access": {ended, func(*node, model.ID) {}, model.JobFailed},
		"cancelled": {renewed, func(n *node, id model.ID) { n.records[id].(*model.CollectionJob).State = model.JobCancelled }, ""},
		"deleted":   {renewed, func(n *node, id model.ID) { delete(n.records, id) }, ""},
	} {
		n, dir := newNode(t), t.TempDir()
		d := openDesk(t, n, dir)
		job, err := d.Submit(recorder("a"), []Source{Bytes("a.xml", []byte(document1(t, thermometer)))}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		c.meddle(n, job.ID)
		d.workAll(t, c.renew)
		told := model.JobState("")
		if len(n.jobs) > 0 {
			told = n.jobs[len(n.jobs)-1].State
		}
		if told != c.state || len(n.writes) > 0 || len(left(t, dir)) > 0 {
			t.Errorf("%s: %q, %d writes, %v left", name, told, len(n.writes), left(t, dir))
		}
	}
}
