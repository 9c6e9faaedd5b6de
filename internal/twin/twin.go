// Package twin finds what a node tells of records that a caller may not read. It makes
// requests from the schema of the API and from a node's data, asks two nodes that differ in
// such records only, and compares the answers byte by byte.
//
// The nodes, their data and their callers are the test's own; see TestTwin of the program.
package twin

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
)

// Request is a request to a node over HTTP.
type Request struct {
	Method, Path, MediaType string
	Body                    string
}

// String is the request as a failure shows it.
func (r Request) String() string {
	const most = 8000
	return strings.TrimSpace(fmt.Sprintf("%s %s %.*s", r.Method, r.Path, most, r.Body))
}

// With is the request about another record: each mention of an id is one of the other.
func (r Request) With(id, other string) Request {
	r.Path, r.Body = strings.ReplaceAll(r.Path, id, other), strings.ReplaceAll(r.Body, id, other)
	return r
}

// Answer is what a node answers.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Ask sends a request to a node, with the key of a caller; an empty one is anonymous. All
// requests have the same request id, because answers repeat it.
func Ask(node http.Handler, key string, r Request) Answer {
	request := httptest.NewRequest(r.Method, r.Path, strings.NewReader(r.Body))
	request.Header.Set("X-Request-Id", "00000000-twin")
	if r.MediaType != "" {
		request.Header.Set("Content-Type", r.MediaType)
	}
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	recorder := httptest.NewRecorder()
	node.ServeHTTP(recorder, request)
	return Answer{recorder.Code, recorder.Header(), recorder.Body.Bytes()}
}

// Difference says where two answers differ; it is empty where they are alike.
func Difference(a, b Answer) string {
	switch {
	case a.Status != b.Status:
		return fmt.Sprintf("status %d and %d:\n  %s\n  %s", a.Status, b.Status, clip(a.Body), clip(b.Body))
	case !bytes.Equal(a.Body, b.Body):
		at := 0
		for at < min(len(a.Body), len(b.Body)) && a.Body[at] == b.Body[at] {
			at++
		}
		from := max(0, at-200)
		return fmt.Sprintf("bodies at byte %d:\n  …%s\n  …%s", at, clip(a.Body[from:]), clip(b.Body[from:]))
	case !maps.EqualFunc(a.Header, b.Header, slices.Equal):
		return fmt.Sprintf("headers:\n  %v\n  %v", a.Header, b.Header)
	}
	return ""
}

func clip(b []byte) string {
	const most = 400
	if len(b) > most {
		return string(b[:most]) + "…"
	}
	return string(b)
}
