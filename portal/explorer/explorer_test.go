package explorer_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"metrograph/portal/explorer"
)

// handler is mounted as the node mounts it. Its endpoint needs escaping.
var handler = sync.OnceValue(func() http.Handler {
	return http.StripPrefix("/explorer", explorer.Handler(`/graphql?"<b>`))
})

func get(t *testing.T, path string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	server := httptest.NewServer(handler())
	defer server.Close()
	request, _ := http.NewRequest(http.MethodGet, server.URL+path, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, body
}

// The page asks for nothing that is not served beside it, and has no script or style in it.
func TestPageIsSelfContained(t *testing.T) {
	response, body := get(t, "/explorer/")
	page := string(body)
	if response.StatusCode != 200 || !strings.Contains(page, `content="/graphql?&#34;&lt;b&gt;"`) {
		t.Errorf("%d %s", response.StatusCode, page)
	}
	for _, bad := range []string{"http:", "https:", "//", "<style", "style=", "onload", "<script>"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %q in it", bad)
		}
	}
	for _, ref := range regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if ref[1] == "data:," {
			continue
		}
		if r, _ := get(t, "/explorer/"+ref[1]); r.StatusCode != 200 {
			t.Errorf("%s: %d", ref[1], r.StatusCode)
		}
	}
	policy := response.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "connect-src 'self';", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy has no %s: %s", want, policy)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("the policy is %s", policy)
	}
}

func TestCompression(t *testing.T) {
	for _, name := range []string{"explorer.js", "explorer.css"} {
		for accept, zipped := range map[string]bool{
			"gzip": true, "br, gzip;q=0.5": true, "GZIP": true, "": false, "br": false, "gzip;q=0": false, "gzip; q=0.0": false, "identity": false,
		} {
			plain, want := get(t, "/explorer/"+name)
			response, body := get(t, "/explorer/"+name, "Accept-Encoding", accept)
			if got := response.Header.Get("Content-Encoding") == "gzip"; got != zipped || response.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s for %q: %v", name, accept, response.Header)
			}
			if !zipped {
				continue
			}
			reader, err := gzip.NewReader(strings.NewReader(string(body)))
			if err != nil {
				t.Fatal(err)
			}
			if unzipped, _ := io.ReadAll(reader); string(unzipped) != string(want) {
				t.Errorf("%s differs when it is compressed", name)
			}
			if response.Header.Get("ETag") == plain.Header.Get("ETag") {
				t.Errorf("%s has one tag for two forms", name)
			}
		}
	}
}

func TestTags(t *testing.T) {
	for _, name := range []string{"", "explorer.js", "explorer.css", "sample.graphql", "LICENSES.txt"} {
		for _, accept := range []string{"gzip", "identity"} {
			first, _ := get(t, "/explorer/"+name, "Accept-Encoding", accept)
			again, body := get(t, "/explorer/"+name, "Accept-Encoding", accept, "If-None-Match", first.Header.Get("ETag"))
			if first.StatusCode != 200 || again.StatusCode != http.StatusNotModified || len(body) != 0 {
				t.Errorf("%q: %d, then %d", name, first.StatusCode, again.StatusCode)
			}
		}
	}
}

func TestNothingElseIsServed(t *testing.T) {
	for _, path := range []string{"explorer.go", "web/main.jsx", "dist/explorer.js.gz", "x", "explorer.js/x", "index.html"} {
		if r, _ := get(t, "/explorer/"+path); r.StatusCode != 404 {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
}

func TestBundle(t *testing.T) {
	_, script := get(t, "/explorer/explorer.js")
	_, style := get(t, "/explorer/explorer.css")
	_, licences := get(t, "/explorer/LICENSES.txt")
	if size := len(script) + len(style); size > 3<<20 {
		t.Errorf("the bundle has %d bytes", size)
	}
	for _, name := range []string{"graphiql 4.1.2 (MIT)", "react 18.3.1 (MIT)", "graphql 16.", "codemirror 5."} {
		if !strings.Contains(string(licences), "\n"+name) {
			t.Errorf("no licence of %s", name)
		}
	}
	if regexp.MustCompile(`@import|url\(["']?(?:https?:)?//`).Match(style) {
		t.Error("the style sheet loads something from elsewhere")
	}
}

func TestSampleIsAQuery(t *testing.T) {
	document, err := parser.ParseQuery(&ast.Source{Input: explorer.Sample()})
	if err != nil || len(document.Operations) != 1 || document.Operations[0].Operation != ast.Query {
		t.Errorf("%v", err)
	}
}
