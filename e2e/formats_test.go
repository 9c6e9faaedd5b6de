package e2e_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// offered is a document of a format with good rows, and one with a bad row among them.
type offered struct {
	format, kept string // as addresses have it, and as jobs do
	good, bad    string
	created      float64 // of the good one
}

func allOffered(t *testing.T) []offered {
	t.Helper()
	folder := t.TempDir()
	book, tables := filepath.Join(folder, "t.xlsx"), filepath.Join(folder, "t.zip")
	succeed(t, "template", "xlsx", book)
	succeed(t, "template", "csv", tables)
	read := func(path string) string {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	original, _ := thermometer(t)
	const row, wrong = `{"number":"F-1","issuedAt":"2024-03-05"}`, `{"number":"F-2","issuedAt":"2024-13-05"}`
	return []offered{
		{"dcc", "DCC", read(original), "<a>", 1},
		{"dcx", "DCX", read("../collect/dcx/testdata/" + firstOf(t, "../collect/dcx/testdata/*.xml")), `<d:digitalCalibrationExchange xmlns:d="https://dfm.dk">`, 1},
		{"ndjson", "NDJSON", row + "\n", strings.ReplaceAll(row, "F-1", "F-3") + "\n" + wrong + "\n", 1},
		{"json", "NDJSON", "[" + strings.ReplaceAll(row, "F-1", "J-1") + "]", "[" + wrong + "]", 1},
		{"xlsx", "XLSX", read(book), "PK\x03\x04 and no more", 5},
		{"csv", "CSV", "证书编号,签发日期\nC-1,2024-03-05\n", "证书编号,签发日期\nC-2,2024年13月5日\n", 1},
	}
}

// firstOf is the name of the first file that a pattern means.
func firstOf(t *testing.T, pattern string) string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatal(pattern, err)
	}
	return filepath.Base(names[0])
}

// TestEveryFormat hands documents of every format in by PUT, by tus and by GraphQL: good ones,
// the same again, bad ones, what is not what it was said to be, and what is too large.
func TestEveryFormat(t *testing.T) {
	for _, entrance := range []struct {
		name, channel string
		hand          func(c *client, t *testing.T, format, content string) any
	}{
		{"PUT", "http", (*client).handByPut}, {"tus", "upload", (*client).handByTus}, {"GraphQL", "graphql", (*client).handByGraphQL},
	} {
		t.Run(entrance.name, func(t *testing.T) {
			data := t.TempDir()
			key := createKey(t, data, append(national(), "--role", "RECORDER")...)
			c := serve(t, data).as(key)
			for _, o := range allOffered(t) {
				job := entrance.hand(c, t, o.format, o.good)
				if at(job, "tally", "created") != o.created || at(job, "tally", "rejected") != 0.0 || at(job, "provenance", "channel") != entrance.channel ||
					!strings.HasPrefix(at(job, "provenance", "format").(string), o.kept) {
					t.Errorf("%s: %v", o.format, job)
				}
				if job := entrance.hand(c, t, o.format, o.good); at(job, "tally", "unchanged") != o.created || at(job, "tally", "read") != o.created {
					t.Errorf("%s again: %v", o.format, job)
				}
				if job := entrance.hand(c, t, o.format, o.bad); at(job, "tally", "rejected") != 1.0 || len(list(job, "findings")) == 0 {
					t.Errorf("%s that is bad: %v", o.format, job)
				}
			}
			for said, content := range map[string]string{"xlsx": `{"number":"W-1"}`, "dcc": "证书编号,签发日期\nW-2,2024-03-05\n", "ndjson": "<a/>"} {
				job := entrance.hand(c, t, said, content)
				if at(job, "tally", "rejected") != 1.0 || at(list(job, "findings")[0], "rule") != "collect.format.other" {
					t.Errorf("wrongly said to be %s: %v", said, job)
				}
			}
		})
	}
}

// handByPut hands a document in at PUT /collect/{format} and returns its job.
func (c *client) handByPut(t *testing.T, format, content string) any {
	t.Helper()
	r, err := c.send(http.MethodPut, "/collect/"+format, "application/octet-stream", strings.NewReader(content))
	if err != nil || r.header.Get("Location") == "" {
		t.Fatalf("%s: %d %s %v", format, r.status, r.body, err)
	}
	return c.ended(t, strings.TrimPrefix(r.header.Get("Location"), "/collect/jobs/"))
}

// handByTus hands a document in by a resumable upload that is cut off in the middle.
func (c *client) handByTus(t *testing.T, format, content string) any {
	t.Helper()
	r := c.begin(t, len(content), map[string]string{"format": format})
	place, half := r.header.Get("Location"), len(content)/2
	c.append(t, place, 0, []byte(content[:half]))
	if offset, _ := c.progress(t, place); offset != half {
		t.Fatalf("%s: %d of %d bytes have come", format, offset, half)
	}
	r = c.append(t, place, half, []byte(content[half:]))
	result := r.header.Get("Content-Location")
	if result == "" {
		t.Fatalf("%s: %d %s", format, r.status, r.body)
	}
	return c.ended(t, strings.TrimPrefix(result, "/collect/jobs/"))
}

// handByGraphQL hands a document in by a multipart upload, under a name that tells nothing.
func (c *client) handByGraphQL(t *testing.T, format, content string) any {
	t.Helper()
	path := filepath.Join(t.TempDir(), "document")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return c.ended(t, jobOf(t, c.collect(t, map[string]any{"format": strings.ToUpper(format)}, path)))
}

// TestFormatsRefused: what is too large, in no format, or given up leaves nothing behind.
func TestFormatsRefused(t *testing.T) {
	data := t.TempDir()
	key := createKey(t, data, append(national(), "--role", "RECORDER")...)
	c := serve(t, data, "--limit-upload", "1MiB", "--resumable-size", "1MiB").as(key)
	large := bytes.Repeat([]byte(" "), 1<<21)
	for _, format := range []string{"dcc", "dcx", "ndjson", "json", "xlsx", "csv"} {
		r, err := c.send(http.MethodPut, "/collect/"+format, "application/octet-stream", bytes.NewReader(large))
		if err != nil || r.status != http.StatusRequestEntityTooLarge {
			t.Errorf("too large: %d %s %v", r.status, r.body, err)
		}
		if r := c.begin(t, len(large), map[string]string{"format": format}); r.status != http.StatusRequestEntityTooLarge {
			t.Errorf("too large by tus: %d %s", r.status, r.body)
		}
		place := c.begin(t, 100, map[string]string{"format": format}).header.Get("Location")
		c.append(t, place, 0, []byte("half of it"))
		if r, err := c.send(http.MethodDelete, place, "", nil, "Tus-Resumable", "1.0.0"); err != nil || r.status != http.StatusNoContent {
			t.Errorf("given up: %d %s %v", r.status, r.body, err)
		}
		if offset, _ := c.progress(t, place); offset >= 0 {
			t.Error("an upload that was given up is there")
		}
	}
	if r, err := c.send(http.MethodPut, "/collect/docx", "application/octet-stream", strings.NewReader("x")); err != nil || r.status != http.StatusNotFound || !strings.Contains(r.body, "xlsx") {
		t.Errorf("of no format: %d %s %v", r.status, r.body, err)
	}
	a := c.ask(t, `{collectionJobs(first: 10) {edges {node {id}}}}`, nil)
	if got := list(a.Data, "collectionJobs", "edges"); len(got) > 0 {
		t.Errorf("jobs of what was refused: %v", got)
	}
}
