package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"metrograph/model"
	"metrograph/store"
)

// batch is the changes of one call of Commit on their way to the file.
type batch struct {
	rows     []*row
	memories []*memory // that the rows are in
	outcomes []store.Outcome
	err      error
	done     chan struct{} // closed when the batch is written or given up
}

func newBatch(rows int) *batch {
	return &batch{rows: make([]*row, rows), outcomes: make([]store.Outcome, rows), done: make(chan struct{})}
}

// queue is the batches that wait to be written. Whoever finds the writer free writes all that
// wait, in one transaction: many small commits cost one wait for the disk.
type queue struct {
	mu      sync.Mutex
	waiting []*batch
	writer  chan struct{} // holds one token: the right to write
}

// largestTransaction is how many changes are written at once, if no single call has more.
const largestTransaction = 2000

// Commit appends changes to the journal and makes them visible, all that are accepted at once.
func (s *Store) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	if err := ctx.Err(); err != nil || len(changes) == 0 {
		return nil, err
	}
	b := s.prepareAll(changes)
	if err := s.submit(ctx, b); err != nil {
		return nil, wrap(ctx, err, "commit", keysOf(changes))
	}
	return b.outcomes, nil
}

// keysOf names changes in an error.
func keysOf(changes []store.Change) string {
	first := changes[0].Record.Base().ID
	if len(changes) == 1 {
		return string(first)
	}
	return fmt.Sprintf("%s and %d more", first, len(changes)-1)
}

// prepareAll makes changes ready, on all processors when there are many.
func (s *Store) prepareAll(changes []store.Change) *batch {
	const few = 16
	b := newBatch(len(changes))
	workers := min(runtime.GOMAXPROCS(0), (len(changes)+few-1)/few)
	var wait sync.WaitGroup
	for w := range workers {
		m := borrow()
		b.memories = append(b.memories, m)
		wait.Go(func() {
			for i := w; i < len(changes); i += workers {
				b.rows[i] = s.prepare(changes[i], m)
			}
		})
	}
	wait.Wait()
	return b
}

// submit has a batch written, by this caller or by another who writes already.
func (s *Store) submit(ctx context.Context, b *batch) error {
	q := &s.queue
	q.mu.Lock()
	q.waiting = append(q.waiting, b)
	q.mu.Unlock()
	select {
	case <-b.done:
		return b.err
	case <-ctx.Done():
		if q.withdraw(b) {
			return ctx.Err()
		}
		<-b.done
		return b.err
	case q.writer <- struct{}{}:
	}
	defer func() { <-q.writer }()
	for {
		select {
		case <-b.done:
			return b.err
		default:
			s.writeAll(q.take())
		}
	}
}

// withdraw takes a batch out of the queue; false when it is being written.
func (q *queue) withdraw(b *batch) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, other := range q.waiting {
		if other == b {
			q.waiting = append(q.waiting[:i:i], q.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// take takes the batches out of the queue that are to be written next.
func (q *queue) take() []*batch {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, changes := 0, 0
	for n < len(q.waiting) && (n == 0 || changes+len(q.waiting[n].rows) <= largestTransaction) {
		changes += len(q.waiting[n].rows)
		n++
	}
	taken := q.waiting[:n:n]
	q.waiting = append([]*batch(nil), q.waiting[n:]...)
	return taken
}

// writeAll writes batches in one transaction and tells those who wait for them. It does not
// stop when the context of one of them ends, for the others' sake.
func (s *Store) writeAll(batches []*batch) {
	err := errors.New("the commit was given up") // if what follows panics
	defer func() {
		for _, b := range batches {
			b.err = err
			b.rows = nil
			for _, m := range b.memories {
				m.free()
			}
			close(b.done)
		}
	}()
	err = s.transact(batches)
}

func (s *Store) transact(batches []*batch) error {
	if s.writer == nil {
		return model.Errorf(model.CodeInternal, "the store is closed")
	}
	if err := s.faults.At(store.BeforeJournal); err != nil {
		return err
	}
	var fresh map[string]int64
	err := s.writer.within("BEGIN IMMEDIATE", func() error {
		w, err := s.newWriter(s.writer)
		if err != nil {
			return err
		}
		fresh = w.fresh
		return w.writeBatches(batches)
	})
	if err != nil {
		return err
	}
	s.words.learn(fresh)
	s.ledger.tend(s.writer)
	return s.faults.At(store.BeforeAnswer)
}

func (w *writer) writeBatches(batches []*batch) error {
	written := 0
	for _, b := range batches {
		for i, r := range b.rows {
			if written > 0 {
				if err := w.s.faults.At(store.InsideJournal); err != nil {
					return err
				}
			}
			outcome, err := w.write(r)
			if err != nil {
				return fmt.Errorf("%s: %w", r.ID, err)
			}
			b.outcomes[i] = outcome
			written++
		}
	}
	if err := w.s.faults.At(store.BeforeProjection); err != nil {
		return err
	}
	return w.finish(func() error { return w.s.faults.At(store.InsideProjection) })
}
