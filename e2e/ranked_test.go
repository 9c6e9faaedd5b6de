package e2e_test

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// hit is a certificate that a search has found.
type hit struct {
	number string
	origin string
	score  any // nil where it is not told
}

// ranked reads what a search finds within a scope, the best first, two at a time.
func (c *centre) ranked(t *testing.T, text, scope string) (all []hit) {
	t.Helper()
	for after := any(nil); ; {
		a := c.as(c.admin).read(t, `query($text: String!, $scope: QueryScope, $after: String) {search(text: $text, kinds: [CERTIFICATE], orderBy: RELEVANCE, scope: $scope, first: 2, after: $after) {
			edges {score highlights {field} node {... on Certificate {number origin {id}}}} pageInfo {hasNextPage endCursor}}}`,
			map[string]any{"text": text, "scope": scope, "after": after})
		for _, e := range list(a.Data, "search", "edges") {
			h := hit{score: at(e, "score")}
			h.number, _ = at(e, "node", "number").(string)
			h.origin, _ = at(e, "node", "origin", "id").(string)
			if (h.score == nil) != (at(e, "highlights") == nil) {
				t.Errorf("score and highlights are told together: %s", a.body)
			}
			all = append(all, h)
		}
		if len(all) > 20 {
			t.Fatalf("the list does not end: %s", a.body)
		}
		if at(a.Data, "search", "pageInfo", "hasNextPage") != true {
			return all
		}
		after = at(a.Data, "search", "pageInfo", "endCursor")
	}
}

// TestRankedNetwork: two processes are searched as one, the best answers first whosever they are. How
// they answer is told of the asking node's own records, as it tells it alone.
func TestRankedNetwork(t *testing.T) {
	nation := startCentre(t, national()...)
	lab := startCentre(t, "--institution-name-en", "Laboratory", "--institution-kind", "THIRD_PARTY_LABORATORY",
		"--institution-level", "THIRD_PARTY", "--institution-region", "440300")
	nation.trusts(t, lab, "--live")
	lab.trusts(t, nation)
	for c, numbers := range map[*centre][]string{nation: {"R77", "Z R77 1", "R77-3"}, lab: {"R77", "Z R77 2", "R77-4", "other"}} {
		for _, number := range numbers {
			c.record(t, number, "PUBLIC")
		}
	}
	own, theirs := nation.ranked(t, "R77", "LOCAL"), lab.ranked(t, "R77", "LOCAL")
	scores := map[any]bool{}
	want := slices.Concat(own, theirs)
	for _, h := range want {
		scores[h.score] = true
	}
	if len(own) != 3 || len(theirs) != 3 || len(scores) < 2 {
		t.Fatalf("the nodes themselves answer %v and %v", own, theirs)
	}
	slices.SortStableFunc(want, func(a, b hit) int { return cmp.Compare(b.score.(float64), a.score.(float64)) })
	got := nation.ranked(t, "R77", "NETWORK")
	byScore := map[hit]float64{}
	for _, h := range want {
		score := h.score.(float64)
		if h.origin != string(nation.id) {
			h.score = nil
		}
		byScore[h] = score
	}
	var order, inOrder []float64
	for i, h := range got {
		if _, known := byScore[h]; !known {
			t.Errorf("%+v is not what its node answers", h)
		}
		order, inOrder = append(order, byScore[h]), append(inOrder, want[i].score.(float64))
	}
	if diff := gocmp.Diff(inOrder, order); diff != "" || len(got) != len(want) {
		t.Errorf("%d of %d found, not the best first (-want +got):\n%s\n%+v", len(got), len(want), diff, got)
	}
}
