package e2e_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"metrograph/collect"
	"metrograph/model"
)

// keyID is the id of the only key of a data folder.
func keyID(t *testing.T, data string) string {
	t.Helper()
	out := succeed(t, "keys", "list", "--data", data)
	_, rest, found := strings.Cut(out, "key_")
	if !found {
		t.Fatalf("no key in %s", out)
	}
	return "key_" + strings.Fields(rest)[0]
}

// TestWatchedFolder kills a node again and again while files are put into a folder that it
// watches: in the end each has been taken in by one job, and lies where it belongs with an
// account of it.
func TestWatchedFolder(t *testing.T) {
	const seed, files = 20250601, 40
	rounds := rounds(4)
	random := rand.New(rand.NewPCG(seed, seed))
	data, incoming, folder := t.TempDir(), copies(t, files), t.TempDir()
	createKey(t, data, append(national(), "--role", "RECORDER")...)
	watch := []string{"--watch-folder", keyID(t, data) + "=" + folder, "--watch-every", "20ms"}
	put := func(from, to int) {
		for i := from; i < to; i++ {
			name := fmt.Sprintf("%04d.xml", i)
			if err := os.Rename(filepath.Join(incoming, name), filepath.Join(folder, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for round := range rounds {
		n := serve(t, data, watch...)
		put(files*round/rounds, files*(round+1)/rounds)
		time.Sleep(time.Duration(random.Int64N(int64(150 * time.Millisecond))))
		n.kill(t)
	}
	secret := filepath.Join(folder, "secret.xml")
	if err := os.WriteFile(secret, []byte("<a>密级：机密★10年</a>"), 0o600); err != nil {
		t.Fatal(err)
	}
	n := serve(t, data, watch...)
	done, failed := filepath.Join(folder, "done"), filepath.Join(folder, "failed")
	for deadline := time.Now().Add(patience); count(t, done) < 2*files || count(t, failed) < 2; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("seed %d: %d files are done, %d failed", seed, count(t, done), count(t, failed))
		}
	}
	n.stop(t)
	total := model.Tally{}
	all := jobs(t, data)
	for _, job := range all {
		total.Read += job.Tally.Read
		total.Created += job.Tally.Created
		total.Rejected += job.Tally.Rejected
		if job.State != model.JobDone || job.Provenance.Channel != "folder" {
			t.Errorf("%s: %s %s %s", job.ID, job.State, job.Failure, job.Provenance.Channel)
		}
	}
	if want := (model.Tally{Read: files + 1, Created: files, Rejected: 1}); len(all) != files+1 || total != want {
		t.Errorf("seed %d: %d jobs, %+v", seed, len(all), total)
	}
	checkAccounts(t, done)
	if leaks := holding(t, data, "机密"); len(leaks) > 0 {
		t.Errorf("the secret is in %v", leaks)
	}
	if strings.Contains(n.stderr.String(), "secret.xml") {
		t.Error("the log names the secret")
	}
}

// checkAccounts expects an account beside each file of a folder.
func checkAccounts(t *testing.T, folder string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".report.json") {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(folder, e.Name()+".report.json"))
		var a collect.Account
		if err == nil {
			err = json.Unmarshal(raw, &a)
		}
		if err != nil || a.State != model.JobDone || a.Name != e.Name() || a.Read != 1 {
			t.Errorf("%s: %v, %s", e.Name(), err, raw)
		}
	}
}

func count(t *testing.T, folder string) int {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// holding are the files below a folder that have a text in them.
func holding(t *testing.T, folder, text string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if strings.Contains(string(raw), text) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestHandInByHTTP: a document that is put is answered with what became of it, or at once with
// the job that will import it; the job is asked for by whoever may read it.
func TestHandInByHTTP(t *testing.T) {
	data := t.TempDir()
	original, _ := thermometer(t)
	content, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	recorder, reader := createKey(t, data, append(national(), "--role", "RECORDER")...), createKey(t, data)
	n := serve(t, data)
	send := func(key, path, body string, headers ...string) response {
		r, err := n.as(key).send(http.MethodPut, path, "application/xml", strings.NewReader(body), headers...)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	account := func(key, path string) (a collect.Account, status int) {
		r, err := n.as(key).send(http.MethodGet, path, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(r.body), &a); err != nil {
			t.Fatalf("%s: %v", r.body, err)
		}
		return a, r.status
	}
	for _, c := range []struct {
		key, body string
		status    int
		tally     func(collect.Account) int
	}{
		{recorder, string(content), 201, func(a collect.Account) int { return a.Created }},
		{recorder, string(content), 200, func(a collect.Account) int { return a.Unchanged }},
		{recorder, "<a>", 422, func(a collect.Account) int { return a.Rejected }},
	} {
		r := send(c.key, "/collect/dcc?name=a.xml", c.body)
		a, _ := account(reader, r.header.Get("Location"))
		if r.status != c.status || a.State != model.JobDone || a.Read != 1 || c.tally(a) != 1 || a.Channel != "http" {
			t.Errorf("%d %s: %+v", r.status, r.body, a)
		}
	}
	r := send(recorder, "/collect/dcc?name=a.xml", string(content), "Prefer", "respond-async")
	place := r.header.Get("Location")
	if r.status != 202 || place == "" {
		t.Fatalf("%d %s", r.status, r.body)
	}
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		if a, _ := account(recorder, place); a.State.Ended() {
			if a.State != model.JobDone || a.Unchanged != 1 {
				t.Errorf("%+v", a)
			}
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the job does not end")
		}
	}
	for _, path := range []string{place, "/collect/jobs/garbage", "/collect/jobs/" + strings.Replace(place[len("/collect/jobs/"):], "job_", "cert_", 1)} {
		if a, status := account("", path); status != 404 || a.Job != "" {
			t.Errorf("anybody reads %s: %d %+v", path, status, a)
		}
	}
	if r := send(reader, "/collect/dcc", string(content), "Prefer", "respond-async"); r.status != 403 || !strings.HasPrefix(r.header.Get("Content-Type"), "application/problem+json") {
		t.Errorf("a reader: %d %s", r.status, r.body)
	}
}
