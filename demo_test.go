package main

import (
	"context"
	"errors"
	"testing"

	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/store"
)

// A load of the demo data that was interrupted goes on where it was, and doubles nothing.
func TestLoadDemoGoesOn(t *testing.T) {
	data := sample.Options{Certificates: 1000, Instruments: 50}
	dir := t.TempDir()
	load := func(o nodeOptions) (certificates int64, err error) {
		n, err := openNode(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		defer n.Close()
		_, err = n.loadDemo(t.Context(), data)
		certificates, _ = n.store.Count(t.Context(), store.Query{Kind: model.KindCertificate, Scope: model.Everything()})
		return certificates, err
	}
	o := demoNode(dir, data)
	o.Watch = func(s store.Store) store.Store { return &failing{Store: s, after: 3} }
	if got, err := load(o); err == nil || got == 0 || got == 1000 {
		t.Fatalf("the interruption came too early or too late: %d certificates, %v", got, err)
	}
	if got, err := load(demoNode(dir, data)); err != nil || got != 1000 {
		t.Errorf("%d certificates, %v", got, err)
	}
}

// failing is a store that fails after some commits.
type failing struct {
	store.Store
	after int
}

func (f *failing) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	if f.after--; f.after < 0 {
		return nil, errors.New("the disk is full")
	}
	return f.Store.Commit(ctx, changes)
}
