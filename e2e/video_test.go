package e2e_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// TestTemporaryURL: the address that a player of videos is given leads to the content without
// a key, in parts, to this attachment alone, and no longer than the key that it was asked for with.
func TestTemporaryURL(t *testing.T) {
	data := t.TempDir()
	recorder := createKey(t, data, append(national(), "--role", "RECORDER")...)
	id := keyID(t, data)
	n := serve(t, data)
	content := append([]byte("\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"), bytes.Repeat([]byte("frame"), 1<<14)...)
	video := func(name string) (id, url string) {
		place := n.as(recorder).begin(t, len(content), map[string]string{"role": "VIDEO", "filename": name, "filetype": "video/webm"}).header.Get("Location")
		result := n.as(recorder).append(t, place, 0, content).header.Get("Content-Location")
		id = strings.TrimPrefix(result, "/attachments/")
		a := n.as(recorder).read(t, `query($id: ID!) {attachment(id: $id) {url temporaryUrl}}`, map[string]any{"id": id})
		url, _ = at(a.Data, "attachment", "temporaryUrl").(string)
		if plain := at(a.Data, "attachment", "url"); plain != result || !strings.HasPrefix(url, result+"?access=") || strings.Contains(url, "key_") {
			t.Fatalf("%v, %s", plain, url)
		}
		return id, url
	}
	first, link := video("a.webm")
	second, _ := video("b.webm")
	r := n.as("").get(t, link)
	tag := r.header.Get("ETag")
	if r.status != http.StatusOK || r.body != string(content) || r.header.Get("Content-Type") != "video/webm" || r.header.Get("Accept-Ranges") != "bytes" ||
		r.header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %v", r.status, r.header)
	}
	for _, c := range []struct {
		headers []string
		status  int
		body    string
	}{
		{[]string{"Range", "bytes=100-199"}, 206, string(content[100:200])},
		{[]string{"Range", "bytes=-10"}, 206, string(content[len(content)-10:])},
		{[]string{"Range", "bytes=100-199", "If-Range", tag}, 206, string(content[100:200])},
		{[]string{"Range", "bytes=100-199", "If-Range", `"other"`}, 200, string(content)},
		{[]string{"Range", "bytes=9999999-"}, 416, ""},
		{[]string{"If-None-Match", tag}, 304, ""},
	} {
		r := n.as("").get(t, link, c.headers...)
		if r.status != c.status || c.status < 400 && r.body != c.body {
			t.Errorf("%v: %d, %d bytes", c.headers, r.status, len(r.body))
		}
	}
	hidden := n.as("").get(t, "/attachments/"+first)
	for _, wrong := range []string{strings.Replace(link, first, second, 1), link[:len(link)-3] + "AAA", "/attachments/" + first + "?access=", "/attachments/" + first + "?access=x"} {
		if r := n.as("").get(t, wrong); r.status != http.StatusNotFound || r.body != hidden.body {
			t.Errorf("%s: %d %s, want %s", wrong, r.status, r.body, hidden.body)
		}
	}
	n.stop(t)
	succeed(t, "keys", "revoke", "--data", data, id)
	n = serve(t, data)
	if r := n.as("").get(t, link); r.status != http.StatusNotFound || r.body != hidden.body {
		t.Errorf("after the key was revoked: %d %s", r.status, r.body)
	}
}
