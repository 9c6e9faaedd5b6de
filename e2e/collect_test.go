package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/registry"
)

const collectMutation = `mutation($input: CollectDocumentsInput!) {collectDocuments(input: $input) {collectionJob {id state total version} errors {code message}}}`

// collect hands files in, and returns the answer.
func (c *client) collect(t *testing.T, input map[string]any, paths ...string) answer {
	t.Helper()
	places := map[string][]string{}
	for i := range paths {
		places[fmt.Sprint(i)] = []string{fmt.Sprintf("variables.input.files.%d", i)}
	}
	input["files"] = make([]any, len(paths))
	operations, _ := json.Marshal(map[string]any{"query": collectMutation, "variables": map[string]any{"input": input}})
	mapped, _ := json.Marshal(places)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("operations", string(operations)) // a buffer takes everything
	_ = form.WriteField("map", string(mapped))
	for i, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		part, _ := form.CreateFormFile(fmt.Sprint(i), filepath.Base(path))
		_, _ = part.Write(content)
	}
	_ = form.Close()
	r, err := c.send(http.MethodPost, "/graphql", form.FormDataContentType(), &body, "GraphQL-Require-Preflight", "1")
	if err != nil {
		t.Fatal(err)
	}
	var a answer
	if err := json.Unmarshal([]byte(r.body), &a); err != nil {
		t.Fatalf("%v: %s", err, r.body)
	}
	return a
}

// jobOf is the job that an answer is about.
func jobOf(t *testing.T, a answer) string {
	t.Helper()
	id, _ := at(a.Data, "collectDocuments", "collectionJob", "id").(string)
	if id == "" {
		t.Fatalf("no job: %v %v", a.Data, a.Errors)
	}
	return id
}

// ended waits for a job to end, and returns it.
func (c *client) ended(t *testing.T, id string) any {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		a := c.read(t, jobQuery, map[string]any{"id": id})
		job := at(a.Data, "collectionJob")
		if state := at(job, "state"); state == "DONE" || state == "FAILED" || state == "CANCELLED" {
			return job
		}
	}
	t.Fatalf("job %s does not end", id)
	return nil
}

// TestCollectDocuments hands files in over GraphQL: the job waits, runs and has the outcome of
// each; who may not write has none.
func TestCollectDocuments(t *testing.T) {
	data := t.TempDir()
	original, corrected := thermometer(t)
	broken := filepath.Join(t.TempDir(), "broken.xml")
	if err := os.WriteFile(broken, []byte("<a>"), 0o600); err != nil {
		t.Fatal(err)
	}
	recorder, reader := createKey(t, data, append(national(), "--role", "RECORDER")...), createKey(t, data)
	n := serve(t, data)
	for _, key := range []string{"", reader} {
		if a := n.as(key).collect(t, map[string]any{}, original); at(list(a.Data, "collectDocuments", "errors")[0], "code") != "FORBIDDEN" {
			t.Errorf("without a right: %v", a.Data)
		}
	}
	a := n.as(recorder).collect(t, map[string]any{"format": "DCC", "classification": "PUBLIC"}, original, corrected, broken, original)
	if at(a.Data, "collectDocuments", "collectionJob", "total") != 4.0 {
		t.Errorf("%v", a.Data)
	}
	job := n.as(reader).ended(t, jobOf(t, a))
	if at(job, "state") != "DONE" || at(job, "provenance", "channel") != "graphql" || at(job, "tally", "read") != 4.0 || at(job, "tally", "created") != 1.0 ||
		at(job, "tally", "amended") != 1.0 || at(job, "tally", "rejected") != 1.0 || at(job, "tally", "unchanged") != 1.0 {
		t.Errorf("%v", job)
	}
	cancel := func(id string, version int) string {
		a := n.as(recorder).ask(t, `mutation($id: ID!, $version: Int!) {cancelCollectionJob(input: {id: $id, version: $version, reason: "e2e"}) {collectionJob {state} errors {code}}}`,
			map[string]any{"id": id, "version": version})
		if errors := list(a.Data, "cancelCollectionJob", "errors"); len(errors) > 0 {
			return at(errors[0], "code").(string)
		}
		return at(a.Data, "cancelCollectionJob", "collectionJob", "state").(string)
	}
	if got := cancel(jobOf(t, a), 1); got != "CONFLICT" {
		t.Errorf("cancelling an old version: %s", got)
	}
	for id, want := range map[string]string{jobOf(t, a): "INVALID", "garbage": "NOT_FOUND", "cert_01jd9y3kq8f7vb2m5n6p7q8r9s": "NOT_FOUND"} {
		version := at(n.as(reader).read(t, `query($id: ID!) {collectionJob(id: $id) {version}}`, map[string]any{"id": id}).Data, "collectionJob", "version")
		number, _ := version.(float64)
		if got := cancel(id, int(number)); got != want {
			t.Errorf("cancelling %s: %s, want %s", id, got, want)
		}
	}
	n.stop(t)
	files, _ := filepath.Glob(filepath.Join(data, "jobs", "*", "*"))
	for _, file := range files {
		if !registry.IsRejection(filepath.Base(file)) {
			t.Errorf("left in the data folder: %v", file)
		}
	}
}

// TestRejectedDocuments: what was rejected is listed with its findings, is downloaded as a document
// with them, and is taken in once it is mended; nobody else finds any of it, and nowhere is there
// a byte of what is classified.
func TestRejectedDocuments(t *testing.T) {
	data, folder := t.TempDir(), t.TempDir()
	original, _ := thermometer(t)
	good, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	put := func(name, old, new string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(strings.Replace(string(good), old, new, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const mark = "zzclassifiedmark"
	broken := put("broken.xml", "<dcc:uniqueIdentifier>", "<dcc:unique>")
	secret := put(mark+".xml", "Bath method", "机密</dcc:content><dcc:content>"+mark)
	recorder, reader := createKey(t, data, append(national(), "--role", "RECORDER")...), createKey(t, data)
	n := serve(t, data)
	var ids []string
	ids = append(ids, jobOf(t, n.as(recorder).collect(t, map[string]any{}, broken, secret)))
	ids = append(ids, string(importFiles(t, 1, "--url", n.URL, "--key", recorder, broken).Job))
	importFiles(t, 1, "--url", n.URL, "--key", recorder, secret)
	for _, id := range ids {
		n.as(reader).ended(t, id)
		a := n.as(reader).read(t, `query($id: ID!) {collectionJob(id: $id) {rejections {edges {node {place name code hash size url findings {rule line message {zh en}}}} pageInfo {hasNextPage}}}}`,
			map[string]any{"id": id})
		edges := list(a.Data, "collectionJob", "rejections", "edges")
		if len(edges) != 1 || at(edges[0], "node", "name") != "broken.xml" || at(edges[0], "node", "code") != "INVALID" || len(list(edges[0], "node", "findings")) == 0 {
			t.Fatalf("%s", a.body)
		}
		url := at(edges[0], "node", "url").(string)
		raw, err := os.ReadFile(broken)
		if err != nil {
			t.Fatal(err)
		}
		if got := n.as(recorder).get(t, url); got.status != http.StatusOK || !strings.HasPrefix(got.body, string(raw)+"\n<!-- INVALID") {
			t.Errorf("download: %d %s", got.status, clip(got.body[max(len(got.body)-400, 0):]))
		}
		missing := n.as(reader).get(t, url+"9")
		for _, key := range []string{"", reader} {
			if got := n.as(key).get(t, url); got.status != http.StatusNotFound || got.body != missing.body {
				t.Errorf("for others: %d %s", got.status, got.body)
			}
		}
	}
	if r := importFiles(t, 0, "--url", n.URL, "--key", recorder, original); r.Created != 1 {
		t.Errorf("mended: %+v", r)
	}
	n.stop(t)
	err = filepath.WalkDir(data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if strings.Contains(string(raw), mark) {
			t.Errorf("%s has something of a classified document", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if strings.Contains(n.stderr.String(), mark) {
		t.Error("the log has something of a classified document")
	}
}

// TestKillCollect kills a node at random moments while it imports what was handed in: after the
// restarts every document is there once, and every job says what became of its documents.
func TestKillCollect(t *testing.T) {
	const seed, files, each = 20250304, 60, 10
	rounds := rounds(3)
	random := rand.New(rand.NewPCG(seed, seed))
	folder := copies(t, files)
	for round := range rounds {
		data := t.TempDir()
		recorder := createKey(t, data, append(national(), "--role", "RECORDER")...)
		n := serve(t, data)
		var ids []string
		for from := 0; from < files; from += each {
			var paths []string
			for i := range each {
				paths = append(paths, filepath.Join(folder, fmt.Sprintf("%04d.xml", from+i)))
			}
			ids = append(ids, jobOf(t, n.as(recorder).collect(t, map[string]any{}, paths...)))
		}
		for range 3 {
			time.Sleep(time.Duration(random.Int64N(int64(60 * time.Millisecond))))
			n.kill(t)
			n = serve(t, data)
		}
		created := 0.0
		for _, id := range ids {
			job := n.as(recorder).ended(t, id)
			if at(job, "state") != string(model.JobDone) || at(job, "tally", "read") != float64(each) {
				t.Errorf("seed %d, round %d: %v", seed, round, job)
			}
			created += at(job, "tally", "created").(float64)
		}
		a := n.as(recorder).read(t, `{certificates(first: 100) {totalCount edges {node {number version}}}}`, nil)
		var numbers []string
		for _, edge := range list(a.Data, "certificates", "edges") {
			numbers = append(numbers, at(edge, "node", "number").(string))
		}
		slices.Sort(numbers)
		if created != files || at(a.Data, "certificates", "totalCount") != float64(files) || len(slices.Compact(numbers)) != files {
			t.Errorf("seed %d, round %d: %v created by %d jobs, %d certificates", seed, round, created, len(ids), len(numbers))
		}
		n.stop(t)
		verify(t, data)
	}
}
