package inbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"metrograph/collect"
	"metrograph/inbox"
	"metrograph/model"
)

// centre takes documents over as a node does, and has the jobs of them.
type centre struct {
	jobs map[model.ID]*model.CollectionJob
	took map[model.ID][]string // the documents of each job
	full bool
	die  func(step string) bool // whether the process dies here
}

var errDied = errors.New("the process has died")

func newCentre() *centre {
	return &centre{jobs: map[model.ID]*model.CollectionJob{}, took: map[model.ID][]string{}, die: func(string) bool { return false }}
}

func (c *centre) NewID(kind model.Kind) model.ID { return model.NewID(kind, time.Now()) }

func (c *centre) JobToResume(_ context.Context, id model.ID) (*model.CollectionJob, error) {
	if job := c.jobs[id]; job != nil {
		return job, nil
	}
	return nil, model.NotFound()
}

func (c *centre) Submit(ctx context.Context, sources []collect.Source, o collect.Options) (*model.CollectionJob, error) {
	if c.full {
		return nil, model.Errorf(model.CodeLimitExceeded, "full")
	}
	if c.die("before") {
		return nil, errDied
	}
	job := &model.CollectionJob{State: model.JobQueued, Total: len(sources)}
	job.ID, job.Provenance.Channel = o.JobID, o.Channel
	for _, s := range sources {
		in, err := s.Open()
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(in)
		in.Close()
		if err != nil {
			return nil, err
		}
		c.took[job.ID] = append(c.took[job.ID], s.Name+"="+string(content))
	}
	c.jobs[job.ID] = job
	if c.die("after") {
		return nil, errDied
	}
	return job, nil
}

// finish ends all jobs: documents that say bad are rejected.
func (c *centre) finish() {
	for id, job := range c.jobs {
		job.State = model.JobDone
		job.Tally = model.Tally{Read: len(c.took[id])}
		for _, document := range c.took[id] {
			if strings.HasSuffix(document, "bad") {
				job.Tally.Rejected++
			}
		}
		job.Tally.Created = job.Tally.Read - job.Tally.Rejected
	}
}

func renewed(_ context.Context, r model.Requester) (*model.Principal, error) {
	return &model.Principal{Subject: r.Subject, Via: r.Via}, nil
}

func open(t *testing.T, dir string, c *centre) *inbox.Folder {
	t.Helper()
	f, err := inbox.Open(dir, model.Requester{Subject: "key_1", Via: "apikey"}, c, c, inbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func write(t *testing.T, content string, path ...string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(path...), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func look(t *testing.T, f *inbox.Folder, times int) {
	t.Helper()
	for range times {
		if err := f.Look(t.Context(), renewed); err != nil {
			t.Fatal(err)
		}
	}
}

// names are the files in a folder and below.
func names(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			relative, _ := filepath.Rel(dir, path)
			all = append(all, filepath.ToSlash(relative))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// TestFolder: files that are complete are handed in once, and put away with what became of
// them; those that grow, and those of other programs, are left alone.
func TestFolder(t *testing.T) {
	dir, c := t.TempDir(), newCentre()
	f := open(t, dir, c)
	write(t, "good", dir, "a.xml")
	write(t, "bad", dir, "b.xml")
	write(t, "half", dir, "c.xml.part")
	write(t, "hidden", dir, ".d.xml")
	write(t, "", dir, "e.xml")
	look(t, f, 1)
	write(t, "grown", dir, "e.xml")
	look(t, f, 1)
	if len(c.jobs) != 2 {
		t.Fatalf("%d jobs: %v", len(c.jobs), c.took)
	}
	look(t, f, 1)
	c.finish()
	look(t, f, 2)
	want := []string{".d.xml", "c.xml.part", "done/a.xml", "done/a.xml.report.json", "done/e.xml", "done/e.xml.report.json",
		"failed/b.xml", "failed/b.xml.report.json"}
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "failed", "b.xml.report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var a collect.Account
	if err := json.Unmarshal(raw, &a); err != nil || a.Rejected != 1 || a.Channel != "folder" || c.took[a.Job][0] != "b.xml=bad" {
		t.Errorf("%s: %v, %v", raw, err, c.took)
	}
	write(t, "again", dir, "a.xml") // another file of the same name
	look(t, f, 2)
	c.finish()
	look(t, f, 1)
	if got := names(t, filepath.Join(dir, "done")); len(got) != 6 {
		t.Errorf("of two files of one name: %v", got)
	}
}

// TestFolderOutlivesItsProcess: wherever the process dies, the file has one job in the end.
func TestFolderOutlivesItsProcess(t *testing.T) {
	for _, step := range []string{"before", "after"} {
		dir, c := t.TempDir(), newCentre()
		died := 0
		c.die = func(at string) bool {
			if at == step && died < 2 {
				died++
				return true
			}
			return false
		}
		write(t, "good", dir, "a.xml")
		for range 4 { // each in a process of its own
			f := open(t, dir, c)
			for range 2 {
				if err := f.Look(t.Context(), renewed); err != nil {
					break
				}
			}
		}
		if len(c.jobs) != 1 || died == 0 {
			t.Errorf("died %s: %d jobs, %d times", step, len(c.jobs), died)
		}
		c.finish()
		look(t, open(t, dir, c), 2)
		if got := names(t, dir); !slices.Equal(got, []string{"done/a.xml", "done/a.xml.report.json"}) {
			t.Errorf("died %s: %v", step, got)
		}
	}
}

// TestFolderWaits: while nothing can be handed in, files stay; a job that somebody deleted is
// not made again.
func TestFolderWaits(t *testing.T) {
	dir, c := t.TempDir(), newCentre()
	f := open(t, dir, c)
	write(t, "good", dir, "a.xml")
	revoked := func(context.Context, model.Requester) (*model.Principal, error) {
		return nil, model.Errorf(model.CodeUnauthenticated, "unknown key")
	}
	for range 3 {
		if err := f.Look(t.Context(), revoked); err == nil || !strings.Contains(err.Error(), "key_1") {
			t.Fatal(err)
		}
	}
	if got := names(t, dir); !slices.Equal(got, []string{"a.xml"}) {
		t.Errorf("with a revoked key: %v", got)
	}
	c.full = true
	look(t, f, 3)
	c.full = false
	look(t, f, 1)
	if len(c.jobs) != 1 {
		t.Fatalf("%d jobs", len(c.jobs))
	}
	clear(c.jobs)
	look(t, f, 2)
	if got := names(t, dir); len(c.jobs) != 0 || !slices.Equal(got, []string{"failed/a.xml", "failed/a.xml.report.json"}) {
		t.Errorf("after its job was deleted: %d jobs, %v", len(c.jobs), got)
	}
}

// TestFolderAtFault: a folder that cannot be worked with says so at once.
func TestFolderAtFault(t *testing.T) {
	dir := t.TempDir()
	write(t, "", dir, "done")
	for path, want := range map[string]string{filepath.Join(dir, "none"): "there is no such folder", dir: "files cannot be moved to done"} {
		if _, err := inbox.Open(path, model.Requester{}, newCentre(), newCentre(), inbox.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
