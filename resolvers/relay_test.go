package resolvers

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

// connection is a connection of seven entries, in a query that takes page arguments.
type connection struct {
	*centre
	caller *model.Principal
	name   string
	query  string
	edges  []string // the whole of it, as JSON
	cursor []string
}

// relayPage is a page of a connection, which the queries name page.
type relayPage struct {
	Edges    []json.RawMessage
	PageInfo relayPageInfo
}

type relayPageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *string
}

const relayArguments = "first: $first, after: $after, last: $last, before: $before"

// relayConnections are the kinds of connection that the schema has: a list, an edge below a
// record, a search through several kinds, and a history.
func relayConnections(t *testing.T) []*connection {
	c := newCentre(t)
	recorder := member(c.found("院"), model.RoleRecorder)
	instrument := c.write(recorder, newInstrument, map[string]any{"maker": recorder.Institution})
	certificate := ""
	for i := range 7 {
		certificate = c.write(recorder, newCertificate, map[string]any{"c": map[string]any{
			"number": fmt.Sprintf("relay %d", i), "documentType": "CALIBRATION_CERTIFICATE", "activity": "CALIBRATION", "issuer": recorder.Institution,
			"issuedAt": fmt.Sprintf("2025-03-0%d", i/2+1), "items": []any{map[string]any{"instrument": instrument}}}})
	}
	for i := range 3 {
		c.write(recorder, `mutation($serial: String) { createInstrument(input: {instrument: {name: {en: "searched"}, model: "M", serialNumber: $serial, manufacturer: "厂"}}) {
			record: instrument { id } errors { message } } }`, map[string]any{"serial": fmt.Sprint(i)})
		c.write(recorder, `mutation($code: String) { createMethod(input: {method: {code: $code, title: {en: "searched"}, kind: OTHER}}) {
			record: method { id } errors { message } } }`, map[string]any{"code": fmt.Sprint("JJG ", i)})
		for turn := range 2 {
			c.write(recorder, `mutation($id: ID!, $v: Int!) { amendCertificate(input: {id: $id, version: $v, reason: "turn", changes: {remarks: {en: "changed"}}}) {
				record: certificate { id } errors { message } } }`, map[string]any{"id": certificate, "v": 2*i + turn + 1})
		}
	}
	c.found("searched")
	all := []*connection{
		{name: "list", query: `page: certificates(` + relayArguments + `) { edges { cursor node { id } } pageInfo { ...P } }`},
		{name: "ordered list", query: `page: certificates(` + relayArguments + `, orderBy: {field: NUMBER, direction: ASC}) { edges { cursor node { id } } pageInfo { ...P } }`},
		{name: "edge", query: fmt.Sprintf(`instrument(id: %q) { page: certificates(`+relayArguments+`) { edges { cursor node { id } } pageInfo { ...P } } }`, instrument)},
		{name: "search", query: `page: search(text: "searched", ` + relayArguments + `) { edges { cursor node { id } } pageInfo { ...P } }`},
		{name: "ranked search", query: `page: search(text: "searched", orderBy: RELEVANCE, ` + relayArguments + `) { edges { cursor node { id } } pageInfo { ...P } }`},
		{name: "history", query: fmt.Sprintf(`certificate(id: %q) { page: history(`+relayArguments+`) { edges { cursor node { version } } pageInfo { ...P } } }`, certificate)},
	}
	for _, one := range all {
		one.centre, one.caller = c, recorder
		one.query = `query($first: Int, $after: String, $last: Int, $before: String) { ` + one.query + ` } fragment P on PageInfo { hasNextPage hasPreviousPage startCursor endCursor }`
		one.readWhole()
	}
	return all
}

// readWhole learns the edges and cursors of the connection.
func (c *connection) readWhole() {
	c.Helper()
	page := c.page(nil)
	for _, edge := range page.Edges {
		var e struct{ Cursor string }
		if err := json.Unmarshal(edge, &e); err != nil {
			c.Fatal(err)
		}
		c.edges, c.cursor = append(c.edges, string(edge)), append(c.cursor, e.Cursor)
	}
	if distinct := slices.Compact(slices.Sorted(slices.Values(c.cursor))); len(distinct) != 7 {
		c.Fatalf("%s: %d cursors in %s", c.name, len(distinct), c.edges)
	}
}

// page asks for a page that has to be answered.
func (c *connection) page(arguments map[string]any) (page relayPage) {
	c.Helper()
	a := c.as(c.caller, c.query, arguments)
	if len(a.Errors) > 0 {
		c.Fatalf("%s, %v: %+v", c.name, arguments, a.Errors)
	}
	data := a.Data
	for {
		var below map[string]json.RawMessage
		if err := json.Unmarshal(data, &below); err != nil {
			c.Fatalf("%s, %v: %v in %s", c.name, arguments, err, a.Data)
		}
		found := below["page"]
		if found != nil {
			if err := json.Unmarshal(found, &page); err != nil {
				c.Fatal(err)
			}
			return page
		}
		data = slices.Collect(maps.Values(below))[0]
	}
}

// TestPagesAreThoseOfRelay asks for every window of the connections, and compares the pages
// with what the Relay cursor specification has for it: EdgesToReturn for the edges, and
// whether there are entries before and after them, which it asks for on one side only.
func TestPagesAreThoseOfRelay(t *testing.T) {
	sizes := []map[string]any{{}, {"first": 1}, {"first": 3}, {"first": 100}, {"last": 1}, {"last": 3}, {"last": 100}}
	for _, c := range relayConnections(t) {
		for _, size := range sizes {
			for after := -1; after < len(c.cursor); after++ {
				for before := after + 1; before <= len(c.cursor); before++ {
					c.checkWindow(size, after, before)
				}
			}
		}
	}
}

// checkWindow asks for a page of the entries between two of them, or from one end on where
// after is -1 and before the number of entries.
func (c *connection) checkWindow(size map[string]any, after, before int) {
	c.Helper()
	arguments := maps.Clone(size)
	if after >= 0 {
		arguments["after"] = c.cursor[after]
	}
	if before < len(c.cursor) {
		arguments["before"] = c.cursor[before]
	}
	from, to := after+1, before
	if n, ok := size["first"].(int); ok {
		to = min(to, from+n)
	}
	if n, ok := size["last"].(int); ok {
		from = max(from, to-n)
	}
	want := relayPageInfo{HasPreviousPage: from > 0, HasNextPage: to < len(c.cursor)}
	if from < to {
		want.StartCursor, want.EndCursor = &c.cursor[from], &c.cursor[to-1]
	}
	page := c.page(arguments)
	got := []string{}
	for _, edge := range page.Edges {
		got = append(got, string(edge))
	}
	if d := cmp.Diff(c.edges[from:to], got) + cmp.Diff(want, page.PageInfo); d != "" {
		c.Errorf("%s, %v after %d before %d: %s", c.name, size, after, before, d)
	}
}

func TestNothingLiesBetweenCrossedCursors(t *testing.T) {
	for _, c := range relayConnections(t) {
		for _, at := range [][2]int{{2, 2}, {5, 1}} {
			page := c.page(map[string]any{"after": c.cursor[at[0]], "before": c.cursor[at[1]]})
			if len(page.Edges) != 0 || page.Edges == nil || page.PageInfo.StartCursor != nil || page.PageInfo.EndCursor != nil {
				t.Errorf("%s, %v: %+v", c.name, at, page)
			}
		}
	}
}

func TestPageArgumentsAtFaultAreRefused(t *testing.T) {
	all := relayConnections(t)
	for i, c := range all {
		foreign := all[(i+1)%len(all)].cursor[0]
		for _, tc := range []struct {
			arguments map[string]any
			path      string
		}{
			{map[string]any{"first": 1, "last": 1}, "last"},
			{map[string]any{"first": 0}, "first"},
			{map[string]any{"first": -1}, "first"},
			{map[string]any{"first": 101}, "first"},
			{map[string]any{"last": 0}, "first"},
			{map[string]any{"last": -1}, "first"},
			{map[string]any{"last": 101}, "first"},
			{map[string]any{"after": "garbage"}, "after"},
			{map[string]any{"after": ""}, "after"},
			{map[string]any{"after": foreign}, "after"},
			{map[string]any{"after": c.cursor[0] + "A"}, "after"},
			{map[string]any{"before": "garbage"}, "before"},
			{map[string]any{"before": ""}, "before"},
			{map[string]any{"before": foreign}, "before"},
			{map[string]any{"last": 1, "before": strings.ToLower(c.cursor[0])}, "before"},
		} {
			a := c.as(c.caller, c.query, tc.arguments)
			if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != string(model.CodeInvalid) || a.Errors[0].Extensions["path"] != tc.path {
				t.Errorf("%s, %v: %+v", c.name, tc.arguments, a.Errors)
			}
			if !strings.Contains(string(a.Data), "null") {
				t.Errorf("%s, %v: %s", c.name, tc.arguments, a.Data)
			}
		}
	}
}

func TestEmptyConnectionHasNoCursors(t *testing.T) {
	c := newCentre(t)
	for _, size := range []string{"first: 5", "last: 5"} {
		c.as(anonymous, `{ certificates(`+size+`) { totalCount edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`, nil).
			wantData(t, `{"certificates": {"totalCount": 0, "edges": [], "pageInfo": {"hasNextPage": false, "hasPreviousPage": false, "startCursor": null, "endCursor": null}}}`)
	}
}

// TestEveryNodeIsFoundAgain refetches what connections lead to, as Relay does.
func TestEveryNodeIsFoundAgain(t *testing.T) {
	c, recorder, _, _ := filled(t)
	a := c.as(recorder, `{ search(text: "A") { edges { node { id __typename } } } certificates { edges { node { id __typename } } }
		instruments { edges { node { id __typename } } } institutions { edges { node { id __typename } } } }`, nil)
	var data map[string]struct {
		Edges []struct{ Node map[string]string }
	}
	if err := json.Unmarshal(a.Data, &data); err != nil {
		t.Fatalf("%v %+v", err, a)
	}
	found := 0
	for _, connection := range data {
		for _, edge := range connection.Edges {
			found++
			want, _ := json.Marshal(map[string]any{"node": edge.Node, "nodes": []any{edge.Node, nil, edge.Node}})
			c.as(recorder, `query($id: ID!) { node(id: $id) { id __typename } nodes(ids: [$id, "garbage", $id]) { id __typename } }`, map[string]any{"id": edge.Node["id"]}).
				wantData(t, string(want))
		}
	}
	if found < 4 {
		t.Errorf("only %d nodes in %s", found, a.Data)
	}
}
