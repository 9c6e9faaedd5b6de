package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"metrograph/model"
)

// row is a certificate in a list, as far as lists are merged by it.
type networkRow struct{ id, number, issuedAt, origin string }

func rowsOf(a meshAnswer, field string) (rows []networkRow) {
	edges, _ := inside(a.Data, field, "edges").([]any)
	for _, e := range edges {
		text := func(path ...string) string {
			s, _ := inside(e, append([]string{"node"}, path...)...).(string)
			return s
		}
		rows = append(rows, networkRow{text("id"), text("number"), text("issuedAt"), text("origin", "id")})
	}
	return rows
}

const wholeRows = `edges { cursor node { id number issuedAt origin { id } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount`

// all reads a list to its end, page by page.
func (n *meshNode) all(caller, arguments string, backwards bool) (rows []networkRow, total int) {
	n.mesh.Helper()
	var cursor any
	for {
		window := "first: 7, after: $c"
		if backwards {
			window = "last: 7, before: $c"
		}
		a := n.ask(caller, fmt.Sprintf("query($c: String) { certificates(%s, %s) { %s } }", window, arguments, wholeRows), "c", cursor)
		page := rowsOf(a, "certificates")
		count, _ := inside(a.Data, "certificates", "totalCount").(float64)
		total = int(count)
		if backwards {
			rows = append(page, rows...)
		} else {
			rows = append(rows, page...)
		}
		more, end := "hasNextPage", "endCursor"
		if backwards {
			more, end = "hasPreviousPage", "startCursor"
		}
		if inside(a.Data, "certificates", "pageInfo", more) != true {
			return rows, total
		}
		cursor = inside(a.Data, "certificates", "pageInfo", end)
	}
}

// newestFirst is the order of lists of certificates.
func newestFirst(a, b networkRow) int {
	return cmp.Or(strings.Compare(b.issuedAt, a.issuedAt), strings.Compare(b.id, a.id))
}

// TestNetworkIsTheSumOfItsNodes compares what the hub answers for the whole network with what each
// node answers the same caller itself: in order, forwards and backwards, and counted.
func TestNetworkIsTheSumOfItsNodes(t *testing.T) {
	m := newMesh(t, 30, 20*time.Second, model.LevelNational, model.LevelProvincial, model.LevelThirdParty, model.LevelManufacturer)
	m.connect()
	for _, caller := range []string{"anonymous", "member"} {
		for _, filter := range []string{"", `, filter: {discipline: {in: [THERMAL, LENGTH, MECHANICS]}}`} {
			t.Run(caller+filter, func(t *testing.T) {
				var want []networkRow
				for _, n := range m.nodes {
					rows, _ := n.all(caller, "scope: LOCAL"+filter, false)
					want = append(want, rows...)
				}
				slices.SortFunc(want, newestFirst)
				for _, backwards := range []bool{false, true} {
					got, total := m.nodes[0].all(caller, "scope: NETWORK"+filter, backwards)
					if !slices.Equal(got, want) {
						t.Errorf("backwards %v: %d rows, want %d", backwards, len(got), len(want))
					}
					if total != len(want) {
						t.Errorf("totalCount %d, want %d", total, len(want))
					}
				}
			})
		}
	}
}
