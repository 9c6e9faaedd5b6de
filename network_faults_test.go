package main

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"metrograph/federate"
	"metrograph/model"
	"metrograph/network"
	"metrograph/registry"
)

const reportOf = ` network { complete nodes { node status rows } warnings { code node message messageZh } }`

const askedRows = `{ certificates(scope: NETWORK, first: 100) { ` + wholeRows + reportOf + ` } }`

// status is how a node has answered, by the answer of the hub.
func (a meshAnswer) status(t *testing.T, n *meshNode) string {
	t.Helper()
	nodes, _ := inside(a.Data, "certificates", "network", "nodes").([]any)
	for _, one := range nodes {
		if inside(one, "node") == string(n.institution.ID) {
			status, _ := inside(one, "status").(string)
			for _, f := range a.Extensions.Federation {
				if f.Peer == string(n.institution.ID) && f.Status != status {
					t.Errorf("the extension says %s and the report %s", f.Status, status)
				}
			}
			return status
		}
	}
	t.Fatalf("nothing is said of the node: %s", a.raw)
	return ""
}

// TestPeersThatFail: a peer that is dead, slow, of an old version, or that refuses, costs its own
// records, and the answer says so.
func TestPeersThatFail(t *testing.T) {
	m := newMesh(t, 20, 500*time.Millisecond, model.LevelNational, model.LevelProvincial, model.LevelThirdParty)
	m.connect()
	hub, good, bad := m.nodes[0], m.nodes[1], m.nodes[2]
	released := make(chan struct{})
	t.Cleanup(func() { close(released) })
	asks := func(r *http.Request) bool { return r.URL.Path == federate.PathQuery }
	want := append(rowsOf(hub.ask("member", strings.Replace(askedRows, "NETWORK", "LOCAL", 1)), "certificates"),
		rowsOf(good.ask("member", strings.Replace(askedRows, "NETWORK", "LOCAL", 1)), "certificates")...)
	slices.SortFunc(want, newestFirst)
	for _, c := range []struct {
		name, status string
		between      func(w http.ResponseWriter, r *http.Request, next http.Handler)
	}{
		{"slow", "TIMEOUT", func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if asks(r) {
				select {
				case <-r.Context().Done():
				case <-released:
				}
				return
			}
			next.ServeHTTP(w, r)
		}},
		{"of an old version", "OUTDATED", func(w http.ResponseWriter, r *http.Request, _ http.Handler) { http.NotFound(w, r) }},
		{"broken", "UNAVAILABLE", func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }},
		{"failing", "UNAVAILABLE", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(http.StatusBadGateway) }},
		{"of somebody else", "INVALID", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { _, _ = w.Write([]byte(`{"version":1}`)) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad.between = c.between
			a := hub.ask("member", askedRows)
			if got := a.status(t, bad); got != c.status {
				t.Errorf("the peer is %s, want %s", got, c.status)
			}
			warnings, _ := inside(a.Data, "certificates", "network", "warnings").([]any)
			if inside(a.Data, "certificates", "network", "complete") != false || len(warnings) != 1 || inside(warnings[0], "code") != c.status {
				t.Errorf("the answer does not say that it lacks something: %s", a.raw)
			}
			if got := rowsOf(a, "certificates"); !slices.Equal(got, want) {
				t.Errorf("%d rows, want the %d of the other nodes", len(got), len(want))
			}
			if total := inside(a.Data, "certificates", "totalCount"); total != float64(len(want)) {
				t.Errorf("totalCount %v, want %d", total, len(want))
			}
		})
	}
	t.Run("is left out", func(t *testing.T) { // it failed several times in a row
		if got := hub.ask("member", askedRows).status(t, bad); got != "SUSPENDED" {
			t.Errorf("the peer is %s", got)
		}
	})
}

// TestPeersThatLie: what a peer answers is used whole or not at all, and has no place for what was
// not asked for.
func TestPeersThatLie(t *testing.T) {
	m := newMesh(t, 12, 20*time.Second, model.LevelNational, model.LevelProvincial)
	m.connect()
	hub, liar := m.nodes[0], m.nodes[1]
	own := rowsOf(hub.ask("member", strings.Replace(askedRows, "NETWORK", "LOCAL", 1)), "certificates")
	honest := rowsOf(hub.ask("member", askedRows), "certificates")
	lie := func(edit func(*network.Answer)) {
		liar.federation.AnswerWith(func(ctx context.Context, q network.Question) (network.Answer, error) {
			handler, err := liar.services(handlerOptions{Config: benchConfig(), stop: t.Context()})
			if err != nil {
				return network.Answer{}, err
			}
			a, err := handler.graphql.Answer(ctx, q)
			if err == nil && len(a.Rows) > 1 {
				edit(&a)
			}
			return a, err
		})
	}
	node := func(a *network.Answer, edit func(map[string]any)) {
		var fields map[string]any
		if err := json.Unmarshal(a.Rows[0].Nodes[0], &fields); err != nil {
			t.Error(err)
		}
		edit(fields)
		a.Rows[0].Nodes[0], _ = json.Marshal(fields)
	}
	text := "2020-01-01"
	for name, c := range map[string]struct {
		edit func(*network.Answer)
		want []networkRow
	}{
		"in another order":        {func(a *network.Answer) { a.Rows[0], a.Rows[1] = a.Rows[1], a.Rows[0] }, own},
		"a row twice":             {func(a *network.Answer) { a.Rows[1] = a.Rows[0] }, own},
		"more than asked for":     {func(a *network.Answer) { a.Rows = slices.Repeat(a.Rows, 20)[:100] }, own},
		"of another kind":         {func(a *network.Answer) { a.Rows[0].Place.ID = "meth_01jd9y3kq8f7vb2m5n6p7q8r9s" }, own},
		"with another place":      {func(a *network.Answer) { a.Rows[0].Place = registry.Place{ID: a.Rows[0].Place.ID} }, own},
		"with two places":         {func(a *network.Answer) { n := int64(1); a.Rows[0].Place.Number, a.Rows[0].Place.Text = &n, &text }, own},
		"without what is asked":   {func(a *network.Answer) { a.Rows[0].Nodes = nil }, own},
		"with more than asked":    {func(a *network.Answer) { a.Rows[0].Nodes = append(a.Rows[0].Nodes, a.Rows[0].Nodes[0]) }, own},
		"garbage":                 {func(a *network.Answer) { a.Rows[0].Nodes[0] = json.RawMessage(`"x"`) }, own},
		"a field less":            {func(a *network.Answer) { node(a, func(f map[string]any) { delete(f, "number") }) }, own},
		"a field of another type": {func(a *network.Answer) { node(a, func(f map[string]any) { f["number"] = 7 }) }, own},
		"an object for a text":    {func(a *network.Answer) { node(a, func(f map[string]any) { f["number"] = map[string]any{"a": 1} }) }, own},
		"null for an id":          {func(a *network.Answer) { node(a, func(f map[string]any) { f["id"] = nil }) }, own},
		"another id": {func(a *network.Answer) {
			node(a, func(f map[string]any) { f["id"] = "cert_01jd9y3kq8f7vb2m5n6p7q8r9s" })
		}, own},
		"a list for an object": {func(a *network.Answer) { node(a, func(f map[string]any) { f["origin"] = []any{} }) }, own},
		"counts of statistics": {func(a *network.Answer) { a.Buckets = []network.Bucket{{Count: 7}} }, own},
		"fields that nobody asked for": {func(a *network.Answer) {
			node(a, func(f map[string]any) { f["customer"], f["__proto__"] = "everybody", map[string]any{"a": 1} })
			a.Redacted = []string{"Certificate.nothing", "<script>"}
		}, honest},
	} {
		t.Run(name, func(t *testing.T) {
			lie(c.edit)
			a := hub.ask("member", askedRows)
			if got := rowsOf(a, "certificates"); !slices.Equal(got, c.want) {
				t.Errorf("%d rows, want %d: %s", len(got), len(c.want), a.raw)
			}
			if want := map[bool]string{true: "INVALID", false: "OK"}[len(c.want) == len(own)]; a.status(t, liar) != want {
				t.Errorf("the peer is %s, want %s", a.status(t, liar), want)
			}
			for _, injected := range []string{"everybody", "__proto__", "script", "Certificate.nothing"} {
				if strings.Contains(string(a.raw), injected) {
					t.Errorf("the answer has %s", injected)
				}
			}
		})
	}
}

// TestReplicasInTheNetwork: a record that several nodes hold is there once, as its own node has it,
// and counts once; when that node is away, its replicas stand for it.
func TestReplicasInTheNetwork(t *testing.T) {
	m := newMesh(t, 20, 20*time.Second, model.LevelNational, model.LevelProvincial)
	hub, owner := m.nodes[0], m.nodes[1]
	hub.key("member", hub.institution.ID)
	hub.trust(owner, federate.Terms{Live: true})
	owner.trust(hub, federate.Terms{})
	before := rowsOf(hub.ask("member", askedRows), "certificates")
	if err := hub.federation.Harvest(t.Context(), owner.institution.ID, ""); err != nil {
		t.Fatal(err)
	}
	check := func(what string, want int) {
		t.Helper()
		a := hub.ask("member", askedRows)
		rows := rowsOf(a, "certificates")
		if total := inside(a.Data, "certificates", "totalCount"); !slices.Equal(rows, before) || total != float64(want) {
			t.Errorf("%s: %d rows and a count of %v, want %d and %d: %+v", what, len(rows), total, len(before), want, a.Extensions.Federation)
		}
		counted := 0.0
		a = hub.ask("member", `{ statistics(groupBy: [DISCIPLINE, INSTITUTION], scope: NETWORK) { buckets { count keys { value record { id } } } network { complete } } }`)
		buckets, _ := inside(a.Data, "statistics", "buckets").([]any)
		for _, b := range buckets {
			counted += inside(b, "count").(float64)
		}
		if counted != float64(want) {
			t.Errorf("%s: statistics count %v, want %d", what, counted, want)
		}
	}
	check("while its node answers", len(before))
	owner.Server.Close()
	check("while its node is away", len(before))
}
