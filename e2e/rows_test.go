package e2e_test

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCollectRows: records as lines and as a table are taken in row by row through every channel,
// with the counts that the job has; the rejected rows are downloaded as such a file, by nobody
// else, mended and taken in; and nothing is kept of what is classified.
func TestCollectRows(t *testing.T) {
	data, folder := t.TempDir(), t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const mark = "zzclassifiedmark"
	lines := write("lines.ndjson", `{"number":"R-1","issuedAt":"2024-03-05"}`+"\n"+`{"number":"R-2","isuedAt":"2024-03-05"}`+"\n"+`{"number":"R-3","items":[{"name":"尺"}]}`+"\n")
	table := write("table.csv", "证书编号,签发日期,示值(mm)\nT-1,2024年3月5日,10.002 ± 0.005 (k=2)\nT-2,2024年13月5日,1\n")
	secret := write("secret.csv", "证书编号,签发日期,备注\n"+mark+",2024-03-05,机密\n")
	recorder, reader := createKey(t, data, append(national(), "--role", "RECORDER")...), createKey(t, data)
	n := serve(t, data)
	job := n.as(reader).ended(t, jobOf(t, n.as(recorder).collect(t, map[string]any{}, lines, table, secret)))
	if at(job, "state") != "DONE" || at(job, "tally", "read") != 6.0 || at(job, "tally", "created") != 3.0 || at(job, "tally", "rejected") != 3.0 {
		t.Fatalf("%v", job)
	}
	for _, path := range []string{lines, table} {
		r := importFiles(t, 1, "--url", n.URL, "--key", recorder, path)
		if r.Read != r.Unchanged+1 || r.Rejected != 1 || r.Findings[0].Rule == "" {
			t.Errorf("again: %+v", r)
		}
		edges := list(n.as(reader).read(t, `query($id: ID!) {collectionJob(id: $id) {rejections {edges {node {name url findings {path line}}}}}}`,
			map[string]any{"id": string(r.Job)}).Data, "collectionJob", "rejections", "edges")
		if len(edges) != 1 || at(edges[0], "node", "name") != filepath.Base(path) {
			t.Fatalf("%v", edges)
		}
		url := at(edges[0], "node", "url").(string)
		if got := n.as(reader).get(t, url); got.status != http.StatusNotFound {
			t.Errorf("for others: %d", got.status)
		}
		got := n.as(recorder).get(t, url)
		if got.status != http.StatusOK || strings.Contains(got.body, "R-1") || strings.Contains(got.body, "T-1") {
			t.Fatalf("%d %s", got.status, got.body)
		}
		mended := write("mended"+filepath.Ext(path), strings.NewReplacer("isuedAt", "issuedAt", "13月", "12月").Replace(got.body))
		if r := importFiles(t, 0, "--url", n.URL, "--key", recorder, mended); r.Created != 1 || r.Read != 1 {
			t.Errorf("mended: %+v of %s", r, got.body)
		}
	}
	a := n.as(reader).read(t, `{certificates(filter: {number: {in: ["R-1", "R-2", "R-3", "T-1", "T-2"]}}) {edges {node {number issuer {id}}}}}`, nil)
	if got := list(a.Data, "certificates", "edges"); len(got) != 5 {
		t.Errorf("%d certificates: %s", len(got), a.body)
	}
	importFiles(t, 1, "--url", n.URL, "--key", recorder, secret)
	n.stop(t)
	err := filepath.WalkDir(data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if raw, err := os.ReadFile(path); err == nil && strings.Contains(string(raw), mark) {
			t.Errorf("%s has something of a classified row", path)
		}
		return nil
	})
	if err != nil || strings.Contains(n.stderr.String(), mark) {
		t.Errorf("%v; or the log has something of a classified row", err)
	}
}
