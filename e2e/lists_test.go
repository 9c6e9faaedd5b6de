package e2e_test

import (
	"fmt"
	"slices"
	"testing"

	"metrograph/model"
)

// lists asks for every kind's list, page by page.
func (v *visit) lists(t *testing.T) objects {
	t.Helper()
	all := objects{}
	for _, kind := range kinds() {
		got := v.list(t, kind, "")
		add(all, got.objects)
		v.checkTotal(t, "list of "+string(kind), kind, got)
	}
	return all
}

// listing is a list that was read to its end.
type listing struct {
	objects objects
	ids     []model.ID // in the list's order
	cursors []string
	total   any // as the first page says it
}

// checkTotal holds the total to the number of records listed. It is null where the caller may
// count none whatsoever: anonymous callers neither persons nor agreements.
func (v *visit) checkTotal(t *testing.T, what string, kind model.Kind, l *listing) {
	t.Helper()
	want := any(float64(len(l.ids)))
	if v.caller.institution == "" && (kind == model.KindPerson || kind == model.KindAgreement) {
		want = nil
	}
	if l.total != want {
		t.Errorf("%s: totalCount %v, want %v", what, l.total, want)
	}
}

// list reads a list of whole records to its end; arguments are a filter or an order.
func (v *visit) list(t *testing.T, kind model.Kind, arguments string) *listing {
	t.Helper()
	selection, fragments := v.shape.spread(kind)
	return v.pages(t, kind, arguments, selection, fragments)
}

// pages reads a list to its end.
func (v *visit) pages(t *testing.T, kind model.Kind, arguments, selection, fragments string) *listing {
	t.Helper()
	l := &listing{objects: objects{}}
	query := fmt.Sprintf("query($after: String) {page: %ss(first: 60, after: $after %s) {totalCount edges {cursor node %s} pageInfo {hasNextPage endCursor}}}\n%s",
		kind, arguments, selection, fragments)
	for after := any(nil); ; {
		a := v.client.read(t, query, map[string]any{"after": after})
		got := objects{}
		for _, edge := range list(a.Data, "page", "edges") {
			got.put(at(edge, "node"))
			l.ids = append(l.ids, model.ID(at(edge, "node", "id").(string)))
			l.cursors = append(l.cursors, at(edge, "cursor").(string))
		}
		if fragments != "" {
			v.checkRedacted(t, string(kind)+"s("+arguments+")", a, got)
		}
		add(l.objects, got)
		if after == nil {
			l.total = at(a.Data, "page", "totalCount")
		}
		if at(a.Data, "page", "pageInfo", "hasNextPage") != true {
			break
		}
		after = at(a.Data, "page", "pageInfo", "endCursor")
	}
	if sorted := slices.Sorted(slices.Values(l.ids)); len(slices.Compact(sorted)) != len(l.ids) {
		t.Errorf("%ss(%s) has records twice", kind, arguments)
	}
	return l
}

// ids reads the ids of a list to its end.
func (v *visit) ids(t *testing.T, kind model.Kind, arguments string) *listing {
	t.Helper()
	return v.pages(t, kind, arguments, "{id}", "")
}

// checkIDs holds a list to the records that it should have, in any order, and its total.
func (v *visit) checkIDs(t *testing.T, what string, l *listing, kind model.Kind, want func(*record) bool) {
	t.Helper()
	var expected []model.ID
	for _, r := range v.of(kind) {
		if want(r) {
			expected = append(expected, r.id)
		}
	}
	for _, id := range expected {
		if !slices.Contains(l.ids, id) {
			t.Errorf("%s lacks %s", what, v.world.byID[id])
		}
	}
	for _, id := range l.ids {
		if !slices.Contains(expected, id) {
			t.Errorf("%s has %s", what, v.world.byID[id])
		}
	}
	v.checkTotal(t, what, kind, l)
}
