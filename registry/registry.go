// Package registry is the one door to the data: every entrance of the node, whatever its
// protocol, calls it, and it alone calls the store. It asks the policy what the caller may
// do, puts the answer into the query, and masks what the caller may not read.
package registry

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"metrograph/blob"
	"metrograph/model"
	"metrograph/policy"
	"metrograph/spool"
	"metrograph/store"
)

// Registry is the use cases of a node. It is safe for concurrent use.
type Registry struct {
	store  store.Store
	feed   *feed
	jobs   *jobs
	policy *policy.Policy
	blobs  *blob.Store
	spool  *spool.Store
	secret []byte
	clock  func() time.Time
	newID  func(model.Kind, time.Time) model.ID
	log    *slog.Logger
	audit  func(context.Context, []Act)
	fetch  Fetch // of replicas' attachments; nil for none
	others others
	signed SignatureCheck
	sealer Sealer // of manifests; nil for none

	publishing sync.Mutex // held while a publication is made

	mostWebhooks int
	leastTold    int
	webhooks     sync.Mutex // held while one is counted and created
	reviewing    sync.Mutex // held while a review is kept, or reviews are disclosed
}

// Options are what a registry may be told beyond what it needs.
type Options struct {
	CursorSecret []byte                               // authenticates cursors; nodes that share it read each other's
	Clock        func() time.Time                     // nil for the system's
	NewID        func(model.Kind, time.Time) model.ID // nil for [model.NewID]
	Log          *slog.Logger                         // nil for none
	Spool        *spool.Store                         // where jobs keep what they reject; nil for nowhere
	Audit        func(context.Context, []Act)         // told of privileged and refused acts; nil for none
	Signatures   SignatureCheck                       // of documents that are collected
	Webhooks     int                                  // that an institution may have; 0 for 20
	LeastTold    int                                  // records that statistics tell of to whom may not read them: cells of fewer are suppressed; 0 and 1 for none
}

// Open makes a registry over a store, a policy and a place for attachments, and reads the
// agreements that are in force.
func Open(ctx context.Context, s store.Store, p *policy.Policy, blobs *blob.Store, o Options) (*Registry, error) {
	r := &Registry{store: s, feed: newFeed(s), jobs: &jobs{running: map[model.ID]*running{}}, policy: p, blobs: blobs, spool: o.Spool, secret: o.CursorSecret,
		clock: o.Clock, newID: o.NewID, log: o.Log, audit: o.Audit, mostWebhooks: o.Webhooks, leastTold: o.LeastTold, signed: o.Signatures}
	if r.mostWebhooks == 0 {
		r.mostWebhooks = mostWebhooks
	}
	if r.clock == nil {
		r.clock = time.Now
	}
	if r.newID == nil {
		r.newID = model.NewID
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	if err := r.reloadAgreements(ctx); err != nil {
		return nil, err
	}
	return r, r.follow(ctx)
}

// Ready tells whether the node can answer.
func (r *Registry) Ready(ctx context.Context) error { return r.store.Ping(ctx) }

// NewID returns a new identifier for a record of the kind.
func (r *Registry) NewID(kind model.Kind) model.ID { return r.newID(kind, r.clock()) }

// now is the time of a change: UTC, to the millisecond, as it is kept.
func (r *Registry) now() time.Time { return r.clock().UTC().Truncate(time.Millisecond) }

// grant returns the policy as it is for the caller of the context.
func (r *Registry) grant(ctx context.Context) *policy.Grant {
	return r.policy.For(model.PrincipalFrom(ctx))
}

// invalid is the error of a request that is at fault at a path.
func invalid(path, format string, args ...any) error {
	e := model.Errorf(model.CodeInvalid, format, args...)
	e.Path = path
	return e
}

// inside wraps an error of the store with what was being done, unless it has a code of its
// own for the caller.
func inside(what string, err error) error {
	var coded *model.Error
	if err == nil || errors.As(err, &coded) {
		return err
	}
	return fmt.Errorf("%s: %w", what, err)
}
