package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"metrograph/model"
)

func isSearched(r *record) bool { return r.kind != model.KindAgreement && !r.isNode() }

// isNode tells whether the record is the institution that the node made for itself, which
// has no mark.
func (r *record) isNode() bool { return r.number == 1 }

// searched asks for everything that has a mark, by full-text search.
func (v *visit) searched(t *testing.T) objects {
	t.Helper()
	selection, fragments := v.shape.spread(slices.DeleteFunc(kinds(), func(k model.Kind) bool { return k == model.KindAgreement })...)
	query := `query($after: String) {search(text: "zzname", first: 50, after: $after) {edges {cursor node ` + selection +
		`} pageInfo {hasNextPage endCursor}}}` + "\n" + fragments
	all := objects{}
	for after := any(nil); ; {
		a := v.client.read(t, query, map[string]any{"after": after})
		got := objects{}
		for _, edge := range list(a.Data, "search", "edges") {
			got.put(at(edge, "node"))
		}
		v.checkRedacted(t, "search", a, got)
		add(all, got)
		if at(a.Data, "search", "pageInfo", "hasNextPage") != true {
			return all
		}
		after = at(a.Data, "search", "pageInfo", "endCursor")
	}
}

// checkSearch searches for every record by its own mark, in the whole and in its list: it is
// found exactly if it is readable with the fields that are searched, none of which is masked
// for anybody.
func (v *visit) checkSearch(t *testing.T) {
	t.Helper()
	records := slices.DeleteFunc(slices.Clone(v.records), func(r *record) bool { return !isSearched(r) })
	for batch := range slices.Chunk(records, 20) {
		var query strings.Builder
		for i, r := range batch {
			fmt.Fprintf(&query, "a%d: search(text: %q, kinds: [%s]) {edges {node {id}}}\n", i, r.mark("name"), strings.ToUpper(string(r.kind)))
			fmt.Fprintf(&query, "c%d: search(text: %q, kinds: [%s], orderBy: RELEVANCE) {edges {score highlights {field text ranges {start end}} node {id}}}\n", i, r.mark("name"), strings.ToUpper(string(r.kind)))
			fmt.Fprintf(&query, "d%d: searchSuggestions(text: %q, kinds: [%s]) {completions {text}}\n", i, r.mark("name"), strings.ToUpper(string(r.kind)))
			fmt.Fprintf(&query, "b%d: %ss(filter: {text: %q}) {edges {node {id}}}\n", i, r.kind, r.mark("name"))
		}
		a := v.client.read(t, "{\n"+query.String()+"}", nil)
		for i, r := range batch {
			for _, alias := range []string{"a", "b", "c"} {
				edges := list(a.Data, fmt.Sprint(alias, i), "edges")
				hit := len(edges) == 1 && at(edges[0], "node", "id") == string(r.id)
				if hit != v.oracle.of(t, r).readable || len(edges) > 1 {
					t.Errorf("search (%s) for %s finds %v", alias, r, edges)
				}
				if alias == "c" && hit && len(list(edges[0], "highlights")) == 0 {
					t.Errorf("nothing of %s answers its mark", r)
				}
			}
			if suggested := list(a.Data, fmt.Sprint("d", i), "completions"); (len(suggested) > 0) != v.oracle.of(t, r).readable {
				t.Errorf("%s suggests %v", r, suggested)
			}
		}
	}
}
