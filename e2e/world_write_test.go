package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"metrograph/model"
)

// writing is a record to create, with its content as the API takes it.
type writing struct {
	record *record
	input  map[string]any
}

const writeMutation = `mutation($writes: [RecordWrite!]!) { writeRecords(input: {writes: $writes}) {
	errors { code message } results { id version errors { code message currentVersion findings { path message { en } } } } } }`

// create creates records in bulk and expects all of them to be kept.
func (w *world) create(t *testing.T, c *client, batch ...writing) {
	t.Helper()
	writes := make([]any, len(batch))
	for i, b := range batch {
		writes[i] = map[string]any{"record": map[string]any{string(b.record.kind): b.input}, "reason": "e2e"}
	}
	a := c.read(t, writeMutation, map[string]any{"writes": writes})
	results := list(a.Data, "writeRecords", "results")
	if len(results) != len(batch) {
		t.Fatalf("%d results of %d writes: %s", len(results), len(batch), a.body)
	}
	for i, result := range results {
		id, _ := at(result, "id").(string)
		if id == "" {
			t.Fatalf("%s was not kept: %v", batch[i].record, result)
		}
		w.born(batch[i].record, model.ID(id))
	}
}

// act publishes or withdraws records, many in a request.
func (w *world) act(t *testing.T, c *client, mutation string, records ...*record) {
	t.Helper()
	const most = 50
	for len(records) > 0 {
		n := min(most, len(records))
		var query strings.Builder
		for i, r := range records[:n] {
			fmt.Fprintf(&query, "a%d: %s(input: {id: %q, version: %d, reason: %q}) {version errors {code message findings {message {en}}}}\n",
				i, mutation, r.id, r.version, r.mark("modified"))
		}
		a := c.read(t, "mutation {\n"+query.String()+"}", nil)
		for i, r := range records[:n] {
			if at(a.Data, fmt.Sprint("a", i), "version") == nil {
				t.Fatalf("%s of %s: %s", mutation, r, a.body)
			}
			r.version++
		}
		records = records[n:]
	}
}
