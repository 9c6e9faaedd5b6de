package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checkHistory asks for the history of every record: all of its revisions or, of a record
// that may be read without its history, none and an error.
func (v *visit) checkHistory(t *testing.T) {
	t.Helper()
	for batch := range slices.Chunk(v.records, 15) { // an answer tells 20 errors at most
		var query strings.Builder
		for i, r := range batch {
			fmt.Fprintf(&query, "a%d: node(id: %q) {...on Record {history {edges {node {version operation by reason hash record {id version modified {reason}}}}}}}\n", i, r.id)
		}
		a := v.client.ask(t, "{\n"+query.String()+"}", nil)
		refused := map[string]bool{}
		for _, e := range a.Errors {
			if e.Extensions.Code != "FORBIDDEN" || len(e.Path) != 2 || e.Path[1] != "history" {
				t.Errorf("history: %+v", e)
				continue
			}
			refused[e.Path[0].(string)] = true
		}
		for i, r := range batch {
			alias := fmt.Sprint("a", i)
			seen := v.found[r]
			seen.history = v.checkRevisions(t, r, a.Data[alias], refused[alias])
			v.found[r] = seen
			if want := v.oracle.of(t, r).history; seen.history != want {
				t.Errorf("history of %s is shown: %v; Casbin says %v", r, seen.history, want)
			}
		}
	}
}

// checkRevisions looks at the history of one record and tells whether it was shown.
func (v *visit) checkRevisions(t *testing.T, r *record, node any, refused bool) bool {
	t.Helper()
	revisions := list(node, "history", "edges")
	if refused && (node == nil || at(node, "history") != nil) {
		t.Errorf("history of %s: refused, and yet %v", r, node)
	}
	if node == nil || refused {
		return false
	}
	var want, got []string
	for version := r.version; version > 0; version-- {
		want = append(want, fmt.Sprint(version, " ", version))
	}
	for _, edge := range revisions {
		got = append(got, fmt.Sprint(at(edge, "node", "version"), " ", at(edge, "node", "record", "version")))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("history of %s (-want +got):\n%s", r, d)
	}
	return len(revisions) > 0
}
