package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"

	"metrograph/registry"
)

// A stream has what a list shows the caller; what cannot be streamed is refused before
// anything is sent.
func TestStreamOfRecords(t *testing.T) {
	x := newExporting(t)
	for _, caller := range []string{"", "national", "manufacturer"} {
		for _, field := range []string{"certificates", "instruments", "institutions"} {
			response, content := x.get(caller, "/records/"+field)
			want := x.listed(caller, field)
			if got := sortedIDs(x.lines(content)); response.StatusCode != http.StatusOK || !slices.Equal(want, got) {
				t.Errorf("%s as %q: %s, %d of %d records", field, caller, response.Status, len(got), len(want))
			}
		}
	}
	filter := url.QueryEscape(`{"discipline":{"eq":"MECHANICS"}}`)
	if _, content := x.get("national", "/records/certificates?format=CSV&filter="+filter); zipped(t, content)["certificates.csv"] == "" {
		t.Error("no table of certificates")
	}
	for path, status := range map[string]int{
		"/records/certificates?filter=x":                                                  http.StatusBadRequest,
		"/records/certificates?filter=" + url.QueryEscape(`{"a":1}`):                      http.StatusBadRequest,
		"/records/certificates?filter=" + url.QueryEscape(`{"discipline":{"eq":"NONE"}}`): http.StatusBadRequest,
		"/records/certificates?format=PDF":                                                http.StatusBadRequest,
		"/records/methods?format=DCC_ZIP":                                                 http.StatusBadRequest,
		"/records/credentials":                                                            http.StatusNotFound,
		"/records/exports":                                                                http.StatusNotFound,
	} {
		if response, body := x.get("national", path); response.StatusCode != status {
			t.Errorf("%s: %s %s", path, response.Status, body)
		}
	}
}

// More records than a stream may have are refused with the remedy, before anything is sent.
func TestStreamOfTooManyRecords(t *testing.T) {
	x := newExporting(t)
	few, err := x.Exports(registry.ExportsOptions{Dir: t.TempDir(), Streamed: 100, Formats: formats()})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(withContent(stream(few)))
	defer server.Close()
	response, err := http.Get(server.URL + "/records/certificates")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusUnprocessableEntity || !bytes.Contains(body, []byte("exportCreate")) || !bytes.Contains(body, []byte("LIMIT_EXCEEDED")) {
		t.Errorf("%s %s", response.Status, body)
	}
}

func withContent(h http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /records/{content}", h)
	return mux
}
