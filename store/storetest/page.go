package storetest

import (
	"slices"
	"testing"

	"metrograph/model"
	"metrograph/store"
)

func pageCases() []testCase {
	return []testCase{
		{"pages forwards and backwards", testPages},
		{"a page between two places", testBetween},
	}
}

// testPages: whatever the order, the filter and the direction of turning pages, all records
// are seen once each, and More tells when to stop.
func testPages(t *testing.T, open Open) {
	s, n := populated(t, open, newWorld(7).certificates(47))
	scope := model.Scope{Any: []model.Clause{
		{{Attribute: model.AttrClassification, In: []string{"PUBLIC"}}, {Attribute: model.AttrStatus, In: []string{"PUBLISHED", "DRAFT"}}},
		{{Attribute: model.AttrOrigin, In: []string{string(institution(1))}}},
		{{Attribute: model.AttrManufacturer, In: []string{string(institution(12)), string(institution(13))}}},
	}}
	for _, sort := range []string{"", "issuedAt", "number", "modifiedAt"} {
		for _, desc := range []bool{false, true} {
			for _, limit := range []int{1, 4, 13} {
				q := store.Query{Kind: model.KindCertificate, Scope: scope, Sort: sort, Desc: desc, Limit: limit}
				whole := q
				whole.Limit = store.MaxPage
				want, _ := n.page(whole)
				if got := forwards(t, s, q); !equalIDs(got, want.ids()) {
					t.Errorf("forwards by %q, %d a page: %v, want %v", sort, limit, got, want.ids())
				}
				if got := backwards(t, s, q); !equalIDs(got, want.ids()) {
					t.Errorf("backwards by %q, %d a page: %v, want %v", sort, limit, got, want.ids())
				}
			}
		}
	}
}

// forwards turns pages from the first on.
func forwards(t *testing.T, s store.Store, q store.Query) []model.ID {
	t.Helper()
	all := []model.ID{}
	for {
		page := list(t, s, q)
		all = append(all, ids(page.Documents)...)
		if !page.More {
			return all
		}
		q.After = &page.Documents[len(page.Documents)-1].Key
	}
}

// backwards turns pages from the last back.
func backwards(t *testing.T, s store.Store, q store.Query) []model.ID {
	t.Helper()
	all := []model.ID{}
	q.Last = true
	for {
		page := list(t, s, q)
		all = slices.Concat(ids(page.Documents), all)
		if !page.More {
			return all
		}
		q.Before = &page.Documents[0].Key
	}
}

// testBetween: After and Before together, from any place to any other, also when there is no
// record at the places, and when nothing is between them.
func testBetween(t *testing.T, open Open) {
	s, n := populated(t, open, newWorld(8).certificates(12))
	places := []*store.Key{nil, {Value: "2024-01-10", ID: identify(model.KindCertificate, 500)}, {Value: "", ID: identify(model.KindCertificate, 0)}}
	for _, e := range n {
		k := e.key("issuedAt")
		places = append(places, &k)
	}
	for _, after := range places {
		for _, before := range places {
			for turn := range 4 {
				n.agree(t, s, store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Sort: "issuedAt", After: after, Before: before,
					Desc: turn&1 != 0, Last: turn&2 != 0, Limit: 4})
			}
		}
	}
}
