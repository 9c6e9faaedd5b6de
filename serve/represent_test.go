package serve_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"metrograph/model"
	"metrograph/serve"
)

// answers writes a text as the API writes its answers: whole, with its length.
func answers(text *string, cache string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(len(*text)))
		if cache != "" {
			w.Header().Set("Cache-Control", cache)
		}
		_, _ = io.WriteString(w, *text)
	})
}

// decode undoes a coding by the library that clients would use.
func decode(t *testing.T, coding, body string) string {
	t.Helper()
	var reader io.Reader
	var err error
	switch in := strings.NewReader(body); coding {
	case "zstd":
		reader, err = zstd.NewReader(in, zstd.WithDecoderMaxWindow(8<<20))
	case "br":
		reader = brotli.NewReader(in)
	case "gzip":
		reader, err = gzip.NewReader(in)
	default:
		reader = in
	}
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

func TestAnswersComeInTheCodingThatTheClientPrefers(t *testing.T) {
	long := `{"data":{"text":"` + strings.Repeat("计量 certificate ", 100_000) + `"}}`
	n := start(t, serve.Options{GraphQL: answers(&long, "")})
	for accepted, coding := range map[string]string{
		"gzip, deflate, br, zstd": "zstd", "gzip, br": "br", "gzip": "gzip", "zstd;q=0.1, gzip": "gzip",
		"identity": "", "deflate": "", "gzip;q=0": "", "*": "zstd",
	} {
		for range 2 { // the second time with what was kept from the first
			r := n.send(t, "POST", "/graphql", nil, "Accept-Encoding", accepted)
			if got := r.Header.Get("Content-Encoding"); got != coding || decode(t, coding, r.body) != long {
				t.Errorf("%s: coding %q, want %q, %d bytes", accepted, got, coding, len(r.body))
			}
			if coding != "" && len(r.body) > len(long)/10 || r.ContentLength != int64(len(r.body)) {
				t.Errorf("%s: %d bytes, said to be %d", accepted, len(r.body), r.ContentLength)
			}
			if !strings.Contains(strings.Join(r.Header.Values("Vary"), ","), "Accept-Encoding") {
				t.Errorf("%s: Vary %q", accepted, r.Header.Values("Vary"))
			}
		}
	}
}

func TestSmallAnswersAndStreamsAreNotCoded(t *testing.T) {
	short := `{"data":{}}`
	n := start(t, serve.Options{GraphQL: answers(&short, "")})
	if r := n.send(t, "POST", "/graphql", nil, "Accept-Encoding", "gzip"); r.Header.Get("Content-Encoding") != "" || r.body != short {
		t.Errorf("small: %q %s", r.Header.Get("Content-Encoding"), r.body)
	}
	if r := n.send(t, "POST", "/graphql", nil, "Accept-Encoding", "gzip, identity;q=0"); decode(t, "gzip", r.body) != short {
		t.Errorf("small, to a client that takes gzip only: %s", r.body)
	}
	piece := strings.Repeat("x", 4096)
	pieces := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for range 2 {
			_, _ = io.WriteString(w, piece)
			_ = http.NewResponseController(w).Flush() // the test sees what arrives
		}
	})
	n = start(t, serve.Options{GraphQL: pieces})
	for _, accept := range []string{"application/json", "text/event-stream"} {
		if r := n.get(t, "/graphql", "Accept-Encoding", "gzip", "Accept", accept); r.Header.Get("Content-Encoding") != "" || r.body != piece+piece {
			t.Errorf("stream as %s: %q, %d bytes", accept, r.Header.Get("Content-Encoding"), len(r.body))
		}
	}
}

func TestTags(t *testing.T) {
	text := strings.Repeat("before ", 1000)
	n := start(t, serve.Options{GraphQL: answers(&text, "public, max-age=30")})
	ask := func(headers ...string) reply { return n.get(t, "/graphql", headers...) }
	plain := ask("Accept-Encoding", "identity")
	tag := plain.Header.Get("ETag")
	if !strings.HasPrefix(tag, `"`) || plain.StatusCode != 200 {
		t.Fatalf("%d, tag %s", plain.StatusCode, tag)
	}
	tags := map[string]bool{tag: true}
	for _, coding := range []string{"gzip", "br", "zstd"} {
		tags[ask("Accept-Encoding", coding).Header.Get("ETag")] = true
	}
	if len(tags) != 4 {
		t.Errorf("each coding has a tag of its own (RFC 9110, 8.8.3.3): %v", tags)
	}
	for _, known := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
		r := ask("Accept-Encoding", "identity", "If-None-Match", known)
		if r.StatusCode != 304 || r.body != "" || r.Header.Get("Content-Type") != "" || r.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %d %v %q", known, r.StatusCode, r.Header, r.body)
		}
		for _, name := range []string{"ETag", "Cache-Control", "Vary", "X-Content-Type-Options"} {
			if strings.Join(r.Header.Values(name), ",") != strings.Join(plain.Header.Values(name), ",") {
				t.Errorf("%s: %s is %q", known, name, r.Header.Values(name))
			}
		}
	}
	for _, known := range []string{`"other"`, strings.Trim(tag, `"`), ""} {
		if r := ask("Accept-Encoding", "identity", "If-None-Match", known); r.StatusCode != 200 || r.body != text {
			t.Errorf("%s: %d", known, r.StatusCode)
		}
	}
	if r := ask("Accept-Encoding", "gzip", "If-None-Match", tag); r.StatusCode != 200 {
		t.Errorf("the tag of another coding: %d", r.StatusCode)
	}
	text = strings.Repeat("after! ", 1000)
	if r := ask("Accept-Encoding", "identity", "If-None-Match", tag); r.StatusCode != 200 || r.body != text || r.Header.Get("ETag") == tag {
		t.Errorf("after a change: %d %s", r.StatusCode, r.Header.Get("ETag"))
	}
	head := n.send(t, "HEAD", "/graphql", nil, "Accept-Encoding", "identity")
	if head.body != "" || head.ContentLength != int64(len(text)) || head.Header.Get("ETag") == "" {
		t.Errorf("HEAD: %d bytes of %d, %v", len(head.body), head.ContentLength, head.Header)
	}
}

func TestWhatIsNotToBeKeptHasNoTag(t *testing.T) {
	text := strings.Repeat("x", 2000)
	for _, c := range []struct{ method, cache string }{{"GET", ""}, {"GET", "no-store"}, {"POST", "public, max-age=30"}} {
		r := start(t, serve.Options{GraphQL: answers(&text, c.cache)}).send(t, c.method, "/graphql", nil, "If-None-Match", "*")
		if r.StatusCode != 200 || r.Header.Get("ETag") != "" || r.body != text {
			t.Errorf("%v: %d %v", c, r.StatusCode, r.Header)
		}
	}
}

// A page of any origin can have a browser send a form, and in old browsers without the
// headers that tell so. It cannot set a header.
func TestUploadsNeedAHeaderThatNoFormHas(t *testing.T) {
	n := start(t, serve.Options{GraphQL: says("x"), Origins: []string{"https://portal.example.cn"}})
	send := func(headers ...string) reply {
		return n.send(t, "POST", "/graphql", bytes.NewReader(nil), append(headers, "Content-Type", "multipart/form-data; boundary=b")...)
	}
	send().wantError(t, 403, model.CodeForbidden)
	send("X-API-Key", "").wantError(t, 403, model.CodeForbidden)
	send("GraphQL-Require-Preflight", "").wantError(t, 403, model.CodeForbidden)
	for _, name := range []string{"GraphQL-Require-Preflight", "GraphQL-Preflight", "Apollo-Require-Preflight", "X-Requested-With"} {
		if r := send(name, "1"); r.body != "x" {
			t.Errorf("%s: %d %s", name, r.StatusCode, r.body)
		}
		r := n.send(t, "OPTIONS", "/graphql", nil, "Origin", "https://portal.example.cn", "Access-Control-Request-Method", "POST",
			"Access-Control-Request-Headers", strings.ToLower(name))
		if r.Header.Get("Access-Control-Allow-Headers") != strings.ToLower(name) {
			t.Errorf("%s is not allowed after a preflight: %v", name, r.Header)
		}
	}
	if r := n.send(t, "POST", "/graphql", bytes.NewReader(nil), "Content-Type", "application/json"); r.body != "x" {
		t.Errorf("JSON, which has a preflight anyway: %d %s", r.StatusCode, r.body)
	}
}
