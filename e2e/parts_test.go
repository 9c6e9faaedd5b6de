package e2e_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// part is one of the parts that an answer comes in.
type part struct {
	answer
	Incremental []struct {
		Path   []any
		Data   map[string]any
		Errors []problem
	}
}

// readParts sends a request whose answer comes in parts, without errors, and puts them together.
func (c *client) readParts(t *testing.T, query string, variables map[string]any) (whole answer) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.send(http.MethodPost, "/graphql", "application/json", bytes.NewReader(body), "Accept", "multipart/mixed")
	if err != nil {
		t.Fatal(err)
	}
	c.guard.inspect(t, query, variables, r.body)
	if !strings.HasPrefix(r.header.Get("Content-Type"), "multipart/mixed") { // there is nothing to tell later
		if err := json.Unmarshal([]byte(r.body), &whole); err != nil || len(whole.Errors) > 0 {
			t.Fatalf("%v in %s", err, clip(r.body))
		}
		return whole
	}
	parts := multipart.NewReader(strings.NewReader(r.body), "-")
	for {
		next, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return whole
		}
		var p part
		if err == nil {
			err = json.NewDecoder(next).Decode(&p)
		}
		if err != nil || len(p.Errors) > 0 {
			t.Fatalf("%v %v in %s", err, p.Errors, clip(r.body))
		}
		if p.Data != nil {
			whole = p.answer
		} else if p.Extensions.Redacted != nil {
			whole.Extensions = p.Extensions
		}
		for _, piece := range p.Incremental {
			if len(piece.Errors) > 0 {
				t.Fatalf("%v in %s", piece.Errors, clip(r.body))
			}
			maps.Copy(along(whole.Data, piece.Path), piece.Data)
		}
	}
}

// along walks into an answer, to the object at a path.
func along(v any, path []any) map[string]any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			v = v.(map[string]any)[step]
		case float64:
			v = v.([]any)[int(step)]
		}
	}
	return v.(map[string]any)
}

// late asks for all records by the query nodes, and for all of their fields later.
func (v *visit) late(t *testing.T) objects {
	t.Helper()
	selection, fragments := v.shape.spread(kinds()...)
	all := objects{}
	for batch := range slices.Chunk(v.records, 50) {
		query := "query($ids: [ID!]!) {nodes(ids: $ids) {__typename ... @defer " + selection + "}}\n" + fragments
		a := v.client.readParts(t, query, map[string]any{"ids": idsOf(batch)})
		add(all, v.inOrder(t, "nodes, in parts", a, list(a.Data, "nodes"), batch))
	}
	return all
}
