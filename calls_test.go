package main

import (
	"context"
	"encoding/json"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/store"
)

// counting counts the calls that a store gets for reading.
type counting struct {
	store.Store
	calls atomic.Int64
}

func (c *counting) Get(ctx context.Context, kind model.Kind, ids []model.ID, fields model.FieldSet) ([]*store.Document, error) {
	c.calls.Add(1)
	return c.Store.Get(ctx, kind, ids, fields)
}

func (c *counting) List(ctx context.Context, queries ...store.Query) ([]store.Page, error) {
	c.calls.Add(1)
	return c.Store.List(ctx, queries...)
}

func (c *counting) Count(ctx context.Context, q store.Query) (int64, error) {
	c.calls.Add(1)
	return c.Store.Count(ctx, q)
}

// A query costs as many calls of the store as it has levels, however many records they have.
func TestCallsOfTheStorePerQuery(t *testing.T) {
	watched := &counting{}
	data := sample.Options{Certificates: 300, Instruments: 100}
	o := demoNode(t.TempDir(), data)
	o.Watch = func(s store.Store) store.Store { watched.Store = s; return watched }
	n, err := openNode(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if _, err := n.loadDemo(t.Context(), data); err != nil {
		t.Fatal(err)
	}
	node, err := newBench(t.Context(), n, data)
	if err != nil {
		t.Fatal(err)
	}
	defer node.server.Close()
	// Long enough that what belongs together comes together, however busy the machine is.
	patient := handlerOptions{Config: benchConfig(), stop: t.Context(), wait: 50 * time.Millisecond}
	if node.server.Config.Handler, err = n.handler(patient); err != nil {
		t.Fatal(err)
	}
	for query, most := range map[string]int64{
		`{certificates(first: 50) {edges {node {number}}}}`:                                                                1,
		`{certificates(first: 50) {totalCount edges {node {number}}}}`:                                                     2,
		`{certificates(first: 50) {edges {node {issuer {name {zh}}}}}}`:                                                    2,
		`{certificates(first: 50) {edges {node {items {instrument {model}} issuer {name {zh}} methods {method {code}}}}}}`: 4,
		`{instruments(first: 50) {edges {node {certificates(first: 5) {edges {node {number}}}}}}}`:                         2,
	} {
		if _, err := node.ask(t.Context(), "", query); err != nil { // keys and agreements are looked up once
			t.Fatal(err)
		}
		watched.calls.Store(0)
		answer, err := node.ask(t.Context(), "", query)
		if err != nil {
			t.Fatal(err)
		}
		if got := watched.calls.Load(); got > most {
			t.Errorf("%d calls of the store instead of %d: %s", got, most, query)
		}
		if !json.Valid(answer) || !strings.Contains(string(answer), `"node"`) {
			t.Errorf("answer without records: %.200s", answer)
		}
	}
}
