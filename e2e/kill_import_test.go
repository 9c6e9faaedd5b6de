package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/registry"
)

// TestKillImport kills the command import at random moments and repeats it: after that the
// node has what an import without a disturbance brings, and nothing twice.
func TestKillImport(t *testing.T) {
	const seed, files = 20250302, 60
	rounds := rounds(4)
	random := rand.New(rand.NewPCG(seed, seed))
	folder := copies(t, files)
	undisturbed := t.TempDir()
	createKey(t, undisturbed, national()...)
	began := time.Now()
	importFiles(t, 0, "--data", undisturbed, folder)
	usual, want := time.Since(began), written(t, undisturbed)
	for round := range rounds {
		data := t.TempDir()
		createKey(t, data, national()...)
		killImport(t, data, folder, usual/4+time.Duration(random.Int64N(int64(usual*3/4))))
		r := importFiles(t, 0, "--data", data, folder)
		if r.Created+r.Unchanged != files {
			t.Errorf("seed %d, round %d: the repetition: %+v", seed, round, r)
		}
		checkInterrupted(t, data, r)
		if got := written(t, data); got != want {
			t.Errorf("seed %d, round %d: %d journal entries after a repetition, %d without a disturbance (%d certificates were there already)",
				seed, round, got, want, r.Unchanged)
		}
	}
}

// checkInterrupted expects that the import that was killed has failed, if it came so far as to
// have a job, and that the job of its repetition has the counts that the repetition told.
func checkInterrupted(t *testing.T, data string, repetition imported) {
	t.Helper()
	for _, job := range jobs(t, data) {
		switch tally := job.Tally; {
		case tally.Read != tally.Created+tally.Amended+tally.Unchanged+tally.Rejected:
			t.Errorf("the counts of %s do not add up: %+v", job.ID, tally)
		case job.ID == repetition.Job:
			if job.State != model.JobDone || tally.Read != repetition.Read || tally.Created != repetition.Created || tally.Unchanged != repetition.Unchanged {
				t.Errorf("the repetition was told as %+v and is kept as %+v", repetition, job)
			}
		case job.State != model.JobFailed && job.State != model.JobDone || job.State == model.JobFailed && job.Failure != registry.Interrupted:
			t.Errorf("the import that was killed: %s %s", job.State, job.Failure)
		}
	}
}

func killImport(t *testing.T, data, folder string, after time.Duration) {
	t.Helper()
	c := command(t, "import", "--data", data, folder)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = c.Process.Kill() // it may have ended
	_ = c.Wait()         // as it was killed
}

// copies writes a folder of certificates that differ in their numbers.
func copies(t *testing.T, n int) string {
	t.Helper()
	original, _ := thermometer(t)
	raw, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	const end = "</dcc:uniqueIdentifier>"
	if !strings.Contains(string(raw), end) {
		t.Fatalf("%s has no number", original)
	}
	folder := t.TempDir()
	for i := range n {
		content := strings.Replace(string(raw), end, fmt.Sprintf("-%04d%s", i, end), 1)
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%04d.xml", i)), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}
