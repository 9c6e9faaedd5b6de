package e2e_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// query is the address of a query by GET.
func query(text string) string { return "/graphql?query=" + url.QueryEscape(text) }

// TestAnswersAreConfirmedUntilTheyChange asks again with the tag of an answer, as a browser or
// a proxy does: a write changes the answer, and so does another policy.
func TestAnswersAreConfirmedUntilTheyChange(t *testing.T) {
	policy := filepath.Join(t.TempDir(), "policy.csv")
	rules := func(shown string) {
		text := "p, ANYONE, method, read, true, " + shown + ", allow\np, RECORDER, method, read|create|publish, true, *, allow\n"
		if err := os.WriteFile(policy, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	rules("*")
	data := t.TempDir()
	key := createKey(t, data, append(national(), "--role", "RECORDER")...)
	n := serve(t, data, "--policy-file", policy, "--cache-max-age", "7s")
	anybody, recorder := n.as(""), n.as(key)
	record := func(number string) {
		recorder.read(t, `mutation($m: MethodInput!) {createMethod(input: {method: $m, reason: "e2e"}) {method {id} errors {message findings {path message {en}}}}}`,
			map[string]any{"m": map[string]any{"code": number, "title": map[string]any{"en": strings.Repeat("a title ", 200)}, "kind": "JJG", "classification": "PUBLIC"}})
	}
	record("JJG 1-2001")
	address := query(`{methods {edges {node {code title {en}}}}}`)

	first := anybody.get(t, address)
	tag := first.header.Get("ETag")
	if first.status != 200 || !strings.Contains(first.body, "JJG 1-2001") || first.header.Get("Cache-Control") != "public, max-age=7" || tag == "" {
		t.Fatalf("%d %v %s", first.status, first.header, clip(first.body))
	}
	if vary := strings.Join(first.header.Values("Vary"), ", "); vary != "Authorization, X-API-Key, Accept-Encoding, Accept" {
		t.Errorf("Vary: %s", vary)
	}
	if r := anybody.get(t, address, "If-None-Match", tag); r.status != 304 || r.body != "" || r.header.Get("ETag") != tag {
		t.Errorf("unchanged: %d %v", r.status, r.header)
	}
	plain := anybody.get(t, address, "Accept-Encoding", "identity").header.Get("ETag")
	if r, err := anybody.send(http.MethodHead, address, "", nil, "Accept-Encoding", "identity"); err != nil || r.header.Get("ETag") != plain {
		t.Errorf("HEAD: %v %v", r.header, err)
	}
	if r := recorder.get(t, address); r.header.Get("Cache-Control") != "private, no-cache" || r.header.Get("ETag") == "" {
		t.Errorf("who has a key: %v", r.header)
	}
	for _, coding := range []string{"gzip", "br", "zstd"} {
		r := anybody.get(t, address, "Accept-Encoding", coding)
		if r.header.Get("Content-Encoding") != coding || len(r.body) > len(first.body)/2 {
			t.Errorf("%s: %v, %d of %d bytes", coding, r.header, len(r.body), len(first.body))
		}
	}
	record("JJG 2-2002")
	written := anybody.get(t, address, "If-None-Match", tag)
	if written.status != 200 || !strings.Contains(written.body, "JJG 2-2002") {
		t.Errorf("after a write: %d %s", written.status, clip(written.body))
	}
	rules("* -title")
	if err := n.process.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	n.until(t, func() bool {
		r := anybody.get(t, address, "If-None-Match", written.header.Get("ETag"))
		return r.status == 200 && !strings.Contains(r.body, "a title")
	})
	n.stop(t)
}

// until waits for what a signal brings about.
func (n *node) until(t *testing.T, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("nothing happens:\n%s", n.stderr)
		}
	}
}

var idShapeOfKeys = regexp.MustCompile(`key_[0-9a-z]{26}`)

// TestRegisteredOperations runs a node that answers registered operations only, but for one
// key, and registers another one while it runs.
func TestRegisteredOperations(t *testing.T) {
	folder, data := t.TempDir(), t.TempDir()
	register := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	register("who.graphql", "query Who {me {via}}")
	if out := succeed(t, "operations", "check", folder); out != "1 operations, all valid\n" {
		t.Error(out)
	}
	listed := strings.Fields(succeed(t, "operations", "list", folder))
	if len(listed) != 4 || !strings.HasPrefix(listed[0], "sha256:") || listed[1]+listed[2] != "queryWho" {
		t.Fatalf("%q", listed)
	}
	exempt := createKey(t, data, national()...)
	id := idShapeOfKeys.FindString(succeed(t, "keys", "list", "--data", data))
	restricted := createKey(t, data)
	n := serve(t, data, "--operations", folder, "--operations-only", "everyone", "--operations-exempt", id)
	const other = "{__typename}"
	for _, key := range []string{"", restricted} {
		if a := n.as(key).ask(t, other, nil); a.status != 403 || len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "FORBIDDEN" {
			t.Errorf("another query: %d %s", a.status, a.body)
		}
		if r := n.as(key).get(t, "/graphql?documentId="+listed[0]); r.status != 200 || !strings.Contains(r.body, `"via"`) {
			t.Errorf("a registered one: %d %s", r.status, r.body)
		}
	}
	n.as(exempt).read(t, other, nil)

	register("broken.graphql", "{")
	if out := execute(t, "operations", "check", folder); out.code != 1 || !strings.Contains(out.stdout, "broken.graphql") {
		t.Errorf("%+v", out)
	}
	hangUp := func() {
		if err := n.process.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	hangUp()
	n.until(t, func() bool { return strings.Contains(n.stderr.String(), "the old one stays") })
	if r := n.as("").get(t, "/graphql?documentId="+listed[0]); r.status != 200 {
		t.Errorf("what was registered before: %d %s", r.status, r.body)
	}
	register("broken.graphql", other)
	hangUp()
	n.until(t, func() bool { return n.as("").ask(t, other, nil).status == 200 })
	n.stop(t)

	register("broken.graphql", "{")
	if out := execute(t, "serve", "--data", data, "--addr", "127.0.0.1:0", "--operations", folder); out.code != 1 || !strings.Contains(out.stderr, "broken.graphql") {
		t.Errorf("a start with a fault in an operation: %+v", out)
	}
}
