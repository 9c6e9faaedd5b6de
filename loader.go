package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"metrograph/model"
	"metrograph/registry"
)

// loader writes new records in batches, as many at a time as there are processors: while one
// is written to the store, the next is checked and encoded. A record that refers to one under
// way stays behind until that is written. What the node has already is left as it is.
type loader struct {
	ctx      context.Context
	node     *node
	batch    []model.Write
	behind   []model.Write     // refer to records under way, or to others of these
	pending  map[model.ID]bool // records under way or behind
	underWay []*loading        // the oldest first
	kept     int               // records in the batches that are done
}

// loading is a batch under way.
type loading struct {
	batch []model.Write
	done  chan error
}

const loaderBatch = registry.MaxWrites

func newLoader(ctx context.Context, n *node) *loader {
	return &loader{ctx: ctx, node: n, pending: map[model.ID]bool{}}
}

// add takes a record. An error is that of any batch so far.
func (l *loader) add(r model.Record) error {
	l.place(model.Write{Action: model.ActionCreate, Record: r})
	for len(l.batch) >= loaderBatch || len(l.behind) >= loaderBatch {
		if err := l.next(); err != nil {
			return err
		}
	}
	return nil
}

// finish writes what is left and waits for all batches.
func (l *loader) finish() (err error) {
	for err == nil && len(l.batch)+len(l.underWay) > 0 {
		err = l.next()
	}
	for len(l.underWay) > 0 {
		err = errors.Join(err, l.wait())
	}
	return err
}

// place puts a write into the batch, or behind.
func (l *loader) place(w model.Write) {
	refs := w.Record.References()
	if len(l.batch) < registry.MaxWrites && !slices.ContainsFunc(refs, func(r model.Reference) bool { return l.pending[r.To] }) {
		l.batch = append(l.batch, w)
		return
	}
	l.behind = append(l.behind, w)
	l.pending[w.Record.Base().ID] = true
}

// next sets the batch on its way, when there is one and a processor for it, and otherwise
// waits for the oldest under way.
func (l *loader) next() error {
	if len(l.batch) == 0 || len(l.underWay) >= runtime.GOMAXPROCS(0) {
		return l.wait()
	}
	b := &loading{batch: l.batch, done: make(chan error, 1)}
	for _, w := range b.batch {
		l.pending[w.Record.Base().ID] = true
	}
	l.batch = nil
	l.underWay = append(l.underWay, b)
	go func() { b.done <- l.write(b.batch) }()
	return nil
}

// wait waits for the oldest batch under way, and places again what stayed behind.
func (l *loader) wait() error {
	oldest := l.underWay[0]
	l.underWay = l.underWay[1:]
	err := <-oldest.done
	if err == nil {
		l.kept += len(oldest.batch)
	}
	for _, w := range slices.Concat(oldest.batch, l.behind) {
		delete(l.pending, w.Record.Base().ID)
	}
	behind := l.behind
	l.behind = nil
	for _, w := range behind {
		l.place(w)
	}
	return err
}

func (l *loader) write(batch []model.Write) error {
	written, err := l.node.Write(l.ctx, batch)
	if err != nil {
		return err
	}
	for i, w := range written {
		if w.Err != nil && model.CodeOf(w.Err) != model.CodeConflict { // kept before an interruption
			return fmt.Errorf("%s %s: %w %s", batch[i].Record.Kind(), w.ID, w.Err, summary(w.Findings))
		}
	}
	return nil
}
