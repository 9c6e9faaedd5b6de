package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"metrograph/federate"
	"metrograph/internal/sample"
	"metrograph/model"
)

// mesh is some nodes that know each other: the first one is the hub, which puts queries to the
// others.
type mesh struct {
	testing.TB
	nodes []*meshNode
}

// meshNode is one of them, with keys of its callers.
type meshNode struct {
	*node
	*httptest.Server
	mesh *mesh
	data sample.Options
	keys map[string]string
	// between stands before what the node serves, to disturb it; nil for nothing.
	between func(w http.ResponseWriter, r *http.Request, next http.Handler)
}

// newMesh opens nodes of the levels, each with data of its own.
func newMesh(t testing.TB, certificates int, deadline time.Duration, levels ...model.Level) *mesh {
	t.Helper()
	m := &mesh{TB: t}
	for i, level := range levels {
		m.join(sample.Options{Seed: uint64(i + 1), Certificates: certificates, Instruments: max(20, certificates/10)}, level, deadline)
	}
	return m
}

func (m *mesh) join(data sample.Options, level model.Level, deadline time.Duration) *meshNode {
	m.Helper()
	o := demoNode(m.TempDir(), data)
	o.PeersQuery = deadline
	o.Institution.Level = level
	n, err := openNode(m.Context(), o)
	if err != nil {
		m.Fatal(err)
	}
	m.Cleanup(func() { n.Close() })
	if _, err := n.loadDemo(m.Context(), data); err != nil {
		m.Fatal(err)
	}
	node := &meshNode{node: n, mesh: m, data: data, keys: map[string]string{"anonymous": ""}}
	handler, err := n.handler(handlerOptions{Config: benchConfig(), stop: m.Context()})
	if err != nil {
		m.Fatal(err)
	}
	node.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if node.between != nil {
			node.between(w, r, handler)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	m.Cleanup(node.Server.Close)
	m.nodes = append(m.nodes, node)
	return node
}

// key makes a key for a member of an institution that the node knows.
func (n *meshNode) key(name string, institution model.ID, roles ...model.Role) {
	n.mesh.Helper()
	key, err := n.createKey(n.mesh.Context(), keyRequest{Label: name, Institution: institution, Roles: roles})
	if err != nil {
		n.mesh.Fatal(err)
	}
	n.keys[name] = key
}

// trust has the node trust another one.
func (n *meshNode) trust(other *meshNode, terms federate.Terms) {
	n.mesh.Helper()
	p, err := n.federation.AddPeer(n.mesh.Context(), other.URL)
	if err == nil {
		terms.Fingerprint = other.federation.Fingerprint()
		_, err = n.federation.TrustPeer(n.mesh.Context(), p.ID, terms)
	}
	if err != nil {
		n.mesh.Fatal(err)
	}
}

// connect has the hub put queries to all others, which believe it of the callers of some
// institutions, beside its own.
func (m *mesh) connect(speaksFor ...string) {
	m.Helper()
	hub := m.nodes[0]
	hub.key("member", hub.institution.ID)
	for _, n := range m.nodes[1:] {
		hub.trust(n, federate.Terms{Live: true})
		n.trust(hub, federate.Terms{SpeaksFor: speaksFor})
		n.key("member", hub.institution.ID)
	}
}

// meshAnswer is an answer of GraphQL.
type meshAnswer struct {
	Data       map[string]any
	Errors     []struct{ Message string }
	Extensions struct {
		Redacted   []string
		Federation []struct {
			Peer, Status, Warning string
			Latency, Rows         int
		}
		Cost struct{ Requested int }
	}
	raw    []byte
	header http.Header
}

// ask puts a query to the node as a caller.
func (n *meshNode) ask(caller, query string, variables ...any) meshAnswer {
	n.mesh.Helper()
	a := n.try(caller, query, variables...)
	if len(a.Errors) > 0 {
		n.mesh.Fatalf("%s as %s: %s", query, caller, a.raw)
	}
	return a
}

func (n *meshNode) try(caller, query string, variables ...any) (a meshAnswer) {
	n.mesh.Helper()
	given := map[string]any{}
	for i := 0; i < len(variables); i += 2 {
		given[variables[i].(string)] = variables[i+1]
	}
	body, err := json.Marshal(map[string]any{"query": query, "variables": given})
	if err != nil {
		n.mesh.Fatal(err)
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, n.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		n.mesh.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if key := n.keys[caller]; key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		n.mesh.Fatal(err)
	}
	defer response.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(response.Body); err != nil {
		n.mesh.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &a); err != nil {
		n.mesh.Fatalf("%v: %s", err, b.Bytes())
	}
	a.raw, a.header = b.Bytes(), response.Header
	return a
}
