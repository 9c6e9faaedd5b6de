package collect

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

// TestJob: an import of a good document, the same again, a broken one and a classified one has
// a job whose counts are those of the report, and nothing of the classified one.
func TestJob(t *testing.T) {
	n := newNode(t)
	good := document1(t, thermometer)
	secret := strings.Replace(good, "Bath method", "机密", 1)
	r := run1(t, n, Options{Channel: "import", Recorder: "tester"}, Bytes("/data/a.xml", []byte(good)), Bytes("b.xml", []byte(good)),
		Bytes("c\xff\x00.xml", []byte("<a>")), Bytes("zzsecret.xml", []byte(secret)))
	want := []model.Tally{{}, {Read: 1, Created: 1}, {Read: 2, Created: 1, Unchanged: 1}, {Read: 3, Created: 1, Unchanged: 1, Rejected: 1},
		{Read: 4, Created: 1, Unchanged: 1, Rejected: 2}, {Read: 4, Created: 1, Unchanged: 1, Rejected: 2}}
	var told []model.Tally
	for _, j := range n.jobs {
		told = append(told, j.Tally)
	}
	if d := cmp.Diff(want, told); d != "" {
		t.Errorf("the job as it went on (-want +got):\n%s", d)
	}
	last := n.jobs[len(n.jobs)-1]
	if last.State != model.JobDone || last.Total != 4 || last.ID != r.Job || r.Job == "" || last.Size != int64(2*len(good)+len("<a>")) {
		t.Errorf("%+v, report of %s", last, r.Job)
	}
	if p := last.Provenance; p.Channel != "import" || p.Recorder != "tester" || p.SourceName != "" || p.SourceHash != "" || p.Format != "DCC 3.1.2,DCC" {
		t.Errorf("%+v", p)
	}
	found := 0
	for _, f := range r.Files {
		found += len(f.Findings)
	}
	if last.Found != found || len(r.Findings) != found || !strings.HasPrefix(last.Findings[len(last.Findings)-2].Path, "c\uFFFD\uFFFD.xml: ") ||
		!strings.HasPrefix(last.Findings[len(last.Findings)-1].Path, "#4: ") {
		t.Errorf("%d findings: %+v", last.Found, last.Findings)
	}
	if raw, _ := json.Marshal(last); strings.Contains(string(raw), "zzsecret") || strings.Contains(string(raw), "机密") {
		t.Errorf("the job has something of the classified document: %s", raw)
	}
	if faults := last.Validate(); model.Grave(faults) {
		t.Error(faults)
	}
}

// TestJobOfOneFile: the name and the hash of a file are in its job, but not of a classified one.
func TestJobOfOneFile(t *testing.T) {
	good := document1(t, thermometer)
	for _, c := range []struct {
		file, content string
		named         bool
	}{
		{"a.xml", good, true}, {"a.xml", "<a>", true}, {"a.xml", strings.Replace(good, "Bath method", "机密", 1), false}, {"绝密.xml", good, false},
	} {
		n := newNode(t)
		r := run1(t, n, Options{Check: true}, Bytes(c.file, []byte(c.content)))
		job := n.jobs[len(n.jobs)-1]
		want := model.Provenance{}
		if c.named {
			want.SourceName, want.SourceHash = c.file, r.Files[0].Hash
		}
		if p := job.Provenance; p.SourceName != want.SourceName || p.SourceHash != want.SourceHash || !job.Check || job.State != model.JobDone {
			t.Errorf("%s: %+v", c.file, job)
		}
	}
}

// TestJobsEnd: what ends an import is in its job, without the node's inside.
func TestJobsEnd(t *testing.T) {
	good := Bytes("a.xml", []byte(document1(t, thermometer)))
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	refused := func(model.Write) error { return errors.New("disk /dev/sda is broken") }
	for _, c := range []struct {
		name    string
		ctx     context.Context
		node    *node
		state   model.JobState
		failure string
		read    int
	}{
		{"the node stops", cancelled, &node{}, model.JobFailed, "interrupted", 0},
		{"the store fails", context.Background(), &node{refuse: refused}, model.JobFailed, "its log says why", 0},
		{"somebody cancels it", context.Background(), &node{cancel: 1}, model.JobCancelled, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newNode(t)
			n.refuse, n.cancel = c.node.refuse, c.node.cancel
			report, err := Import(c.ctx, n, []Source{good, good}, Options{})
			job := n.jobs[len(n.jobs)-1]
			if err == nil || job.State != c.state || report.Job != job.ID || job.Tally.Read != c.read || report.Read != c.read {
				t.Errorf("%v, %+v", err, job)
			}
			if !strings.Contains(job.Failure, c.failure) || strings.Contains(job.Failure, "/dev") {
				t.Errorf("failure: %s", job.Failure)
			}
		})
	}
}

// TestJobless: a caller who may have no job is answered as ever.
func TestJobless(t *testing.T) {
	n := newNode(t)
	n.jobless = true
	n.refuse = func(model.Write) error { return model.Errorf(model.CodeForbidden, "no") }
	r := run1(t, n, Options{}, Bytes("a.xml", []byte(document1(t, thermometer))))
	if r.Job != "" || r.Rejected != 1 || len(n.jobs) != 0 || slices.ContainsFunc(r.Files, func(f FileReport) bool { return f.Code != model.CodeForbidden }) {
		t.Errorf("%+v", r)
	}
}
