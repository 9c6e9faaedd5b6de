package e2e_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// begin begins an upload by tus.
func (c *client) begin(t *testing.T, size int, said map[string]string) response {
	t.Helper()
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(said)) {
		pairs = append(pairs, name+" "+base64.StdEncoding.EncodeToString([]byte(said[name])))
	}
	r, err := c.send(http.MethodPost, "/uploads/", "", nil, "Tus-Resumable", "1.0.0", "Upload-Length", strconv.Itoa(size), "Upload-Metadata", strings.Join(pairs, ","))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// append adds to an upload.
func (c *client) append(t *testing.T, place string, offset int, piece []byte) response {
	t.Helper()
	r, err := c.send(http.MethodPatch, place, "application/offset+octet-stream", bytes.NewReader(piece), "Tus-Resumable", "1.0.0", "Upload-Offset", strconv.Itoa(offset))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// progress is how far an upload is; -1 where there is none.
func (c *client) progress(t *testing.T, place string) (offset int, said string) {
	t.Helper()
	r, err := c.send(http.MethodHead, place, "", nil, "Tus-Resumable", "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	if r.status != http.StatusOK {
		return -1, ""
	}
	offset, err = strconv.Atoi(r.header.Get("Upload-Offset"))
	if err != nil {
		t.Fatal(err)
	}
	return offset, r.header.Get("Upload-Metadata")
}

// TestResumableUpload uploads a document in pieces to a node that is killed after each of them:
// what was acknowledged is there, for whoever began it alone, and nothing of it can be read on
// the disk.
func TestResumableUpload(t *testing.T) {
	data := t.TempDir()
	original, _ := thermometer(t)
	content, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	recorder, other := createKey(t, data, append(national(), "--role", "RECORDER")...), createKey(t, data, "--role", "RECORDER")
	n := serve(t, data)
	r := n.as(recorder).begin(t, len(content), map[string]string{"format": "dcc", "filename": "a.xml"})
	place := r.header.Get("Location")
	if r.status != http.StatusCreated || !strings.HasPrefix(place, "/uploads/") {
		t.Fatalf("%d %s %s", r.status, place, r.body)
	}
	const pieces = 4
	for i := range pieces {
		from, to := len(content)*i/pieces, len(content)*(i+1)/pieces
		for _, wrong := range []string{place[:len(place)-2] + "AA", "/uploads/x", "/uploads/..%2F..%2Fnode"} {
			if at, _ := n.as(recorder).progress(t, wrong); at >= 0 {
				t.Errorf("there is an upload at %s", wrong)
			}
		}
		for _, key := range []string{other, ""} {
			if at, _ := n.as(key).progress(t, place); at >= 0 {
				t.Error("another caller sees the upload")
			}
			if r := n.as(key).append(t, place, from, content[from:to]); r.status != http.StatusNotFound || !strings.HasPrefix(r.header.Get("Content-Type"), "application/problem+json") {
				t.Errorf("another caller adds to the upload: %d %s", r.status, r.body)
			}
		}
		if at, _ := n.as(recorder).progress(t, place); at != from {
			t.Fatalf("%d bytes have come of %d", at, from)
		}
		if r := n.as(recorder).append(t, place, from+1, content[from:to]); r.status != http.StatusConflict {
			t.Errorf("at a wrong place: %d %s", r.status, r.body)
		}
		if i < pieces-1 {
			if r = n.as(recorder).append(t, place, from, content[from:to]); r.status != http.StatusNoContent {
				t.Fatalf("%d %s", r.status, r.body)
			}
			if leaks := holding(t, data, string(content[from:from+200])); len(leaks) > 0 {
				t.Errorf("what has come is in %v", leaks)
			}
			n.kill(t)
			n = serve(t, data)
			continue
		}
		r = n.as(recorder).append(t, place, from, content[from:to])
	}
	result := r.header.Get("Content-Location")
	offset, said := n.as(recorder).progress(t, place)
	if r.status != http.StatusNoContent || offset != len(content) || !strings.Contains(said, base64.StdEncoding.EncodeToString([]byte(result))) {
		t.Errorf("%d %q, then %d, %s", r.status, result, offset, said)
	}
	job := n.as(recorder).ended(t, strings.TrimPrefix(result, "/collect/jobs/"))
	if at(job, "tally", "created") != 1.0 || at(job, "provenance", "channel") != "upload" || at(job, "provenance", "sourceName") != "a.xml" {
		t.Errorf("%v", job)
	}
	n.stop(t)
	if all := jobs(t, data); len(all) != 1 {
		t.Errorf("%d jobs", len(all))
	}
}

// TestResumableAttachment: a video that is uploaded in pieces is an attachment then; what is
// not what it is said to be is refused.
func TestResumableAttachment(t *testing.T) {
	data := t.TempDir()
	recorder, reader := createKey(t, data, append(national(), "--role", "RECORDER")...), createKey(t, data)
	n := serve(t, data)
	content := append([]byte("\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"), bytes.Repeat([]byte("frame"), 1<<20)...)
	said := map[string]string{"role": "VIDEO", "filename": "check.webm", "filetype": "video/webm"}
	place := n.as(recorder).begin(t, len(content), said).header.Get("Location")
	half := len(content) / 2
	n.as(recorder).append(t, place, 0, content[:half])
	r := n.as(recorder).append(t, place, half, content[half:])
	result := r.header.Get("Content-Location")
	got := n.as(recorder).get(t, result)
	if r.status != http.StatusNoContent || got.body != string(content) || got.header.Get("Content-Type") != "video/webm" {
		t.Errorf("%d %s, then %d %s of %d bytes", r.status, r.body, got.status, got.header.Get("Content-Type"), len(got.body))
	}
	place = n.as(recorder).begin(t, 20, said).header.Get("Location")
	r = n.as(recorder).append(t, place, 0, []byte("<html><script></html"))
	if at, _ := n.as(recorder).progress(t, place); r.status != http.StatusBadRequest || at >= 0 {
		t.Errorf("a page as a video: %d %s, %d", r.status, r.body, at)
	}
	place = n.as(recorder).begin(t, 20, said).header.Get("Location")
	if r, err := n.as(recorder).send(http.MethodDelete, place, "", nil, "Tus-Resumable", "1.0.0"); err != nil || r.status != http.StatusNoContent {
		t.Error(r, err)
	}
	if at, _ := n.as(recorder).progress(t, place); at >= 0 {
		t.Error("an upload that was ended is there")
	}
	for _, c := range []struct {
		key    string
		said   map[string]string
		size   int
		status int
	}{
		{"", said, 20, 401},
		{reader, said, 20, 403},
		{recorder, map[string]string{"role": "VIDEO", "filename": "机密.webm"}, 20, 403},
		{recorder, map[string]string{"format": "dcc", "filename": "机密.xml"}, 20, 403},
		{recorder, map[string]string{"format": "docx"}, 20, 404},
		{recorder, map[string]string{"role": "ANY"}, 20, 400},
		{recorder, said, 2 << 30, 413},
	} {
		if r := n.as(c.key).begin(t, c.size, c.said); r.status != c.status {
			t.Errorf("%v: %d %s", c.said, r.status, r.body)
		}
	}
}

// TestNoByteOfASecret hands secrets in by every entrance over HTTP: they are refused, and no
// byte of them is in the data folder, the system's temporary folder, or the log.
func TestNoByteOfASecret(t *testing.T) {
	data, temporary := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temporary)
	recorder := createKey(t, data, append(national(), "--role", "RECORDER")...)
	n := serve(t, data)
	const word = "zzsecretzz"
	// Larger than what is left in memory, so that it is on the disk before it is looked at.
	secret := "<?xml version=\"1.0\"?><a>" + strings.Repeat(word+" ", 1<<20) + "<b>密级：机密★10年</b></a>"
	file := filepath.Join(t.TempDir(), "a.xml")
	if err := os.WriteFile(file, []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
	refused := func(entrance string, job any) {
		t.Helper()
		if at(job, "tally", "rejected") != 1.0 || !strings.Contains(fmt.Sprint(at(job, "findings")), "classified") {
			t.Errorf("%s: %v", entrance, job)
		}
	}
	c := n.as(recorder)
	refused("graphql", c.ended(t, jobOf(t, c.collect(t, map[string]any{}, file))))
	for entrance, headers := range map[string][]string{"http": nil, "http, later": {"Prefer", "respond-async"}} {
		r, err := c.send(http.MethodPut, "/collect/dcc", "application/xml", strings.NewReader(secret), headers...)
		if err != nil {
			t.Fatal(err)
		}
		refused(entrance, c.ended(t, strings.TrimPrefix(r.header.Get("Location"), "/collect/jobs/")))
	}
	place := c.begin(t, len(secret), map[string]string{"format": "dcc"}).header.Get("Location")
	c.append(t, place, 0, []byte(secret[:len(secret)-10]))
	if leaks := append(holding(t, data, word), holding(t, temporary, word)...); len(leaks) > 0 {
		t.Errorf("while it comes, it is in %v", leaks)
	}
	r := c.append(t, place, len(secret)-10, []byte(secret[len(secret)-10:]))
	refused("upload", c.ended(t, strings.TrimPrefix(r.header.Get("Content-Location"), "/collect/jobs/")))
	if answer := c.tryUpload(t, "a.txt", secret, map[string]any{"role": "OTHER"}); !strings.Contains(answer, "CLASSIFIED_REFUSED") {
		t.Errorf("attachment: %s", answer)
	}
	n.stop(t)
	if leaks := append(holding(t, data, word), holding(t, temporary, word)...); len(leaks) > 0 {
		t.Errorf("it is in %v", leaks)
	}
	if strings.Contains(n.stderr.String(), word) {
		t.Error("it is in the log")
	}
}
