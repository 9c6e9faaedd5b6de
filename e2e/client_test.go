package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"
)

// client asks a node as one caller; without a key as an anonymous one.
type client struct {
	url   string
	key   string
	guard *guard // what the caller may not get to see; nil for no such check
}

func (n *node) as(key string) *client { return &client{url: n.URL, key: key} }

// answer is the answer to a GraphQL request.
type answer struct {
	Data       map[string]any
	Errors     []problem
	Extensions struct{ Redacted []string }
	status     int
	body       string
}

// problem is an error of the API.
type problem struct {
	Message    string
	Path       []any
	Extensions struct{ Code string }
}

// ask sends a GraphQL request.
func (c *client) ask(t *testing.T, query string, variables map[string]any) answer {
	t.Helper()
	a, err := c.try(query, variables)
	if err != nil {
		t.Fatalf("%s: %v", clip(query), err)
	}
	c.guard.inspect(t, query, variables, a.body)
	return a
}

// try is ask for nodes that may go away meanwhile.
func (c *client) try(query string, variables map[string]any) (a answer, err error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return a, err
	}
	response, err := c.send(http.MethodPost, "/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	a.status, a.body = response.status, response.body
	if err := json.Unmarshal([]byte(response.body), &a); err != nil {
		return a, fmt.Errorf("status %d: %w: %s", response.status, err, clip(response.body))
	}
	return a, nil
}

// read sends a request that is to be answered without errors.
func (c *client) read(t *testing.T, query string, variables map[string]any) answer {
	t.Helper()
	a := c.ask(t, query, variables)
	if a.status != http.StatusOK || len(a.Errors) > 0 {
		t.Fatalf("%s: status %d: %s", clip(query), a.status, clip(a.body))
	}
	return a
}

// response is the answer to any HTTP request.
type response struct {
	status int
	body   string
	header http.Header
}

// send sends an HTTP request. All have the same id, so that equal answers are equal bytes.
func (c *client) send(method, path, mediaType string, body io.Reader, headers ...string) (r response, err error) {
	request, err := http.NewRequestWithContext(context.Background(), method, c.url+path, body)
	if err != nil {
		return r, err
	}
	request.Header.Set("X-Request-Id", "00000000-e2e0")
	if mediaType != "" {
		request.Header.Set("Content-Type", mediaType)
	}
	if c.key != "" {
		request.Header.Set("Authorization", "Bearer "+c.key)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return r, err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	return response{answer.StatusCode, string(raw), answer.Header}, err
}

// get sends a GET request.
func (c *client) get(t *testing.T, path string, headers ...string) response {
	t.Helper()
	r, err := c.send(http.MethodGet, path, "", nil, headers...)
	if err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
	c.guard.inspect(t, path, nil, r.body)
	return r
}

// at walks into an answer: at(data, "certificates", "totalCount"). It is nil where the way
// ends early.
func at(v any, path ...string) any {
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

// list is at for a list.
func list(v any, path ...string) []any {
	l, _ := at(v, path...).([]any)
	return l
}

func clip(s string) string {
	const most = 600
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}
