package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync/atomic"
	"testing"

	"metrograph/registry"
	"metrograph/store"
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

// breaking is a store whose lists fail when it is told so, but for the first ones.
type breaking struct {
	store.Store
	left atomic.Int64
}

func (s *breaking) List(ctx context.Context, queries ...store.Query) ([]store.Page, error) {
	if s.left.Add(-1) < 0 {
		return nil, errors.New("the disk is gone")
	}
	return s.Store.List(ctx, queries...)
}

// A stream that a fault ends cannot be taken for whole: its last line says so, and the
// connection is cut.
func TestStreamThatBreaks(t *testing.T) {
	x := newExporting(t)
	broken := &breaking{}
	broken.left.Store(1 << 30)
	dir := x.dir
	x.close()
	o := demoNode(dir, exportData())
	o.Watch = func(s store.Store) store.Store { broken.Store = s; return broken }
	x.open(dir, o)
	x.run()
	whole := x.lines(x.allCertificates())
	x.keys = nil     // whose keys are looked up in lists
	const before = 2 // is there not too much, and the first page
	broken.left.Store(before)
	response, err := x.Client().Get(x.URL + "/records/certificates")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	broken.left.Store(1 << 30)
	last := body[bytes.LastIndexByte(bytes.TrimSuffix(body, []byte("\n")), '\n')+1:]
	if err == nil || !bytes.HasPrefix(last, []byte(`{"error":{"message":`)) || bytes.Contains(last, []byte("disk")) {
		t.Errorf("%v, the last line is %s", err, last)
	}
	if got := bytes.Count(body, []byte("\n")); got < 100 || got >= len(whole) {
		t.Errorf("%d lines of %d", got, len(whole))
	}
}
