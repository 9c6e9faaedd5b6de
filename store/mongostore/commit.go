package mongostore

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// Bounds of what is committed at a time.
const (
	batchBytes  = 24 << 20
	commitLimit = 2 * time.Minute // for one batch
)

// change is a change on its way into the journal.
type change struct {
	store.Prepared
	body    body
	outcome *store.Outcome
}

func (c *change) size() int { return len(c.Document) + len(c.body.index) }

// request is one call of Commit.
type request struct {
	changes  []change
	outcomes []store.Outcome
	err      error
	done     chan struct{}
}

// queue holds the requests that wait for the next batch.
type queue struct {
	mu      sync.Mutex
	waiting []*request
}

func (q *queue) add(r *request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, r)
}

// drop takes a request back; false if it is being committed already.
func (q *queue) drop(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, r)
	if i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
	return i >= 0
}

// take removes the requests of the next batch: as many as fit, at least one if any wait.
func (q *queue) take(limit int) []*request {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, changes, bytes := 0, 0, 0
	for _, r := range q.waiting {
		changes += len(r.changes)
		for i := range r.changes {
			bytes += r.changes[i].size()
		}
		if n > 0 && (changes > limit || bytes > batchBytes) {
			break
		}
		n++
	}
	batch := slices.Clone(q.waiting[:n])
	q.waiting = slices.Delete(q.waiting, 0, n)
	return batch
}

// Commit appends changes to the journal and updates what queries read. Calls that come while
// a commit is under way are committed together, by one of them. When the context ends while
// changes are being written, the call still waits for what becomes of them.
func (s *Store) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	if err := ctx.Err(); err != nil {
		return nil, wrap(err, "commit", len(changes))
	}
	r := newRequest(changes)
	if len(r.changes) == 0 {
		return r.outcomes, nil
	}
	s.queue.add(r)
	for {
		select {
		case <-r.done:
			return r.result()
		case s.turn <- struct{}{}:
			s.lead(ctx)
		case <-ctx.Done():
			if s.queue.drop(r) {
				return nil, wrap(ctx.Err(), "commit", len(changes))
			}
			<-r.done
			return r.result()
		}
	}
}

// lead commits what waits and passes the turn on.
func (s *Store) lead(ctx context.Context) {
	defer s.leave()
	s.commitNext(ctx)
}

func newRequest(changes []store.Change) *request {
	r := &request{outcomes: make([]store.Outcome, len(changes)), done: make(chan struct{})}
	for i, c := range changes {
		prepared, err := prepare(c)
		if err != nil {
			r.outcomes[i].Err = err
			continue
		}
		prepared.outcome = &r.outcomes[i]
		r.changes = append(r.changes, prepared)
	}
	return r
}

func (r *request) result() ([]store.Outcome, error) {
	if r.err != nil {
		return nil, wrap(r.err, "commit", len(r.outcomes))
	}
	return r.outcomes, nil
}

// room is what the journal needs around a document beside the texts of the change.
const room = 2048

// prepare does everything about a change that needs no turn.
func prepare(c store.Change) (change, error) {
	p, err := store.Prepare(c, nil)
	if err != nil {
		return change{}, err
	}
	b, err := bodyOf(p)
	if err != nil {
		return change{}, err
	}
	texts := room + len(p.ID) + len(c.Actor) + len(c.Reason) + 2*len(b.key)
	if max(len(p.Document)+texts, len(p.Document)+len(b.index)+texts) > maxStored {
		return change{}, model.Errorf(model.CodeLimitExceeded,
			"the record with what it is found by does not fit into %d bytes; keep large data as an attachment", maxStored)
	}
	return change{Prepared: p, body: b}, nil
}

// errClosed is the error of a commit to a closed store.
var errClosed = errors.New("the store is closed")

// commitNext commits the requests that wait. It needs the turn. The batch is not given up when
// the caller who leads it is: the others wait for it too.
func (s *Store) commitNext(ctx context.Context) {
	batch := s.queue.take(s.o.Batch)
	if len(batch) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitLimit)
	defer cancel()
	var changes []*change
	for _, r := range batch {
		for i := range r.changes {
			changes = append(changes, &r.changes[i])
		}
	}
	err := errors.New("the commit was given up") // if what follows panics
	defer func() {
		for _, r := range batch {
			r.err = err
			close(r.done)
		}
	}()
	if s.closed {
		err = errClosed
	} else {
		err = s.commitAll(ctx, changes)
	}
}

// commitAll commits changes in pieces of a bearable size.
func (s *Store) commitAll(ctx context.Context, changes []*change) error {
	for len(changes) > 0 {
		n, size := 0, 0
		for n < len(changes) && n < s.o.Batch && (n == 0 || size+changes[n].size() <= batchBytes) {
			size += changes[n].size()
			n++
		}
		if err := s.commitPiece(ctx, changes[:n]); err != nil {
			s.next = 0 // what of it was written is not known
			return err
		}
		changes = changes[n:]
	}
	return nil
}

// commitPiece appends changes to the journal, projects them, and those of others before them.
func (s *Store) commitPiece(ctx context.Context, changes []*change) error {
	written, err := s.appendAll(ctx, changes)
	if err != nil {
		return err
	}
	if err := s.o.Faults.At(store.BeforeProjection); err != nil {
		return err
	}
	for i, part := range s.parts(written) {
		if i > 0 {
			if err := s.o.Faults.At(store.InsideProjection); err != nil {
				return err
			}
		}
		if err := s.project(ctx, part); err != nil {
			return err
		}
	}
	if err := s.finish(ctx, written); err != nil {
		return err
	}
	return s.o.Faults.At(store.BeforeAnswer)
}

// finish settles the entries of a commit. Where those of another writer lie before or between
// them, these are settled as well.
func (s *Store) finish(ctx context.Context, written []revision) error {
	for i := range written {
		if e := &written[i].entry; e.Sequence > s.settled.Load() {
			if err := s.catchUp(ctx, e.Sequence-1); err != nil {
				return err
			}
			s.settled.Store(e.Sequence)
		}
	}
	return s.advance(ctx, s.settled.Load())
}

// parts splits what is written at a time; tests stop the store between the parts.
func (s *Store) parts(list []revision) [][]revision {
	if s.o.Faults == nil || len(list) < 2 {
		return [][]revision{list}
	}
	return [][]revision{list[:len(list)/2], list[len(list)/2:]}
}
