package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/federate"
	"metrograph/model"
	live "metrograph/network"
	"metrograph/policy"
	"metrograph/registry"
)

// testNetwork has the node of the provincial centre P, which may speak for everybody, put queries
// to the world in the name of each caller: lists and statistics show what the world shows the
// caller itself, without the roles that it has elsewhere. Members of the world's own institution
// are nobody there.
func testNetwork(t *testing.T, w *world, p *policy.Policy) {
	hub, owner := w.hub(t)
	for _, c := range callers() {
		t.Run(c.name, func(t *testing.T) {
			as := takenFor(c)
			v := w.visit(p.Live, as)
			ctx := model.WithPrincipal(t.Context(), w.principal(c))
			ask := func(query string, after *registry.Place) live.Answer {
				t.Helper()
				a, err := hub.Live().Ask(ctx, owner, live.Question{Version: live.Version, Query: query, After: after, Salt: "salt"})
				if err != nil {
					t.Fatal(err)
				}
				if a.Limited != (c.institution == "N") {
					t.Errorf("limited: %v", a.Limited)
				}
				return a
			}
			for _, kind := range []model.Kind{model.KindCertificate, model.KindInstrument, model.KindInstitution, model.KindMethod} {
				selection, fragments := v.shape.spread(kind)
				got := objects{}
				var after *registry.Place
				for more := true; more; {
					a := ask(fmt.Sprintf("{%ss(first: 50) {edges {__typename n0: node %s}}}\n%s", kind, selection, fragments), after)
					for i := range a.Rows {
						var node any
						if err := json.Unmarshal(a.Rows[i].Nodes[0], &node); err != nil {
							t.Fatal(err)
						}
						got.put(node)
						after = &a.Rows[i].Place
					}
					more = a.HasNext
				}
				if d := cmp.Diff(v.list(t, kind, "").objects, got); d != "" {
					t.Errorf("%ss of the network differ (-as %s itself +network):\n%s", kind, as.name, clip(d))
				}
			}
			want, got := map[string]float64{}, map[string]float64{}
			for _, b := range v.buckets(t, "LEVEL STATUS CLASSIFICATION", "") {
				want[b.key] = b.count
			}
			for _, b := range ask("{statistics(groupBy: [LEVEL STATUS CLASSIFICATION]) {__typename}}", nil).Buckets {
				got[strings.Join(b.Keys, " ")] += float64(b.Count)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("statistics of the network differ (-as %s itself +network):\n%s", as.name, d)
			}
		})
	}
}

// takenFor is the caller of the matrix who sees what another one sees through another node.
func takenFor(c caller) caller {
	switch {
	case c.institution == "N":
		return callerNamed("anonymous")
	case c.institution == "T":
		return callerNamed("third party T")
	}
	return c
}

// hub opens a node of P and has it and the world trust each other.
func (w *world) hub(t *testing.T) (hub *federate.Node, owner model.ID) {
	t.Helper()
	o := w.origin("P")
	hub = openPeer(t, o, nil)
	server := httptest.NewServer(hub.Handler())
	t.Cleanup(server.Close)
	admin := w.as(w.keys["administrator of N"])
	administer := func(method, path string, body any, want ...int) {
		t.Helper()
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		response, err := admin.send(method, path, "application/json", bytes.NewReader(raw))
		if err != nil || response.status != http.StatusOK && len(want) == 0 {
			t.Fatal(response, err)
		}
	}
	administer(http.MethodDelete, federate.PathPeers+"/"+string(o.id), nil, http.StatusNotFound) // it may have another key from before
	administer(http.MethodPost, federate.PathPeers, map[string]string{"endpoint": server.URL})
	administer(http.MethodPost, federate.PathPeers+"/"+string(o.id)+"/trust", federate.Terms{Fingerprint: hub.Fingerprint(), SpeaksFor: []string{"*"}})
	other, err := hub.AddPeer(t.Context(), w.URL)
	if err == nil {
		_, err = hub.TrustPeer(t.Context(), other.ID, federate.Terms{Fingerprint: other.Fingerprint(), Live: true})
	}
	if err != nil {
		t.Fatal(err)
	}
	return hub, other.ID
}
