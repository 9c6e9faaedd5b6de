package registry

import (
	"context"
	"sync"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// feed follows the journal for all who watch: it reads each entry once and keeps the newest
// ones in memory. Who falls behind these reads the journal. While nobody watches it rests.
type feed struct {
	store  store.Store
	signal chan struct{} // there may be something new

	mu       sync.Mutex
	watchers int
	end      context.CancelFunc
	recent   []event       // dense; the last one has the sequence number last
	last     int64         // up to where the journal was read
	moved    chan struct{} // closed when last grows
	fault    error         // why the journal could not be read at the last attempt
}

// event is what decides whether a caller is told of an entry of the journal. What became of
// the record is loaded for each caller, as any record is.
type event struct {
	sequence  int64
	kind      model.Kind
	id        model.ID
	version   int
	at        time.Time
	operation store.Operation
	facts     model.Facts // of a deleted record: as it was
}

const (
	feedMemory = 4096            // how many events are kept
	feedPage   = 256             // how many entries are read at once
	feedPoll   = 2 * time.Second // other processes may write to the same store
)

func newFeed(s store.Store) *feed {
	return &feed{store: s, signal: make(chan struct{}, 1), moved: make(chan struct{})}
}

// look has the feed look for new entries.
func (f *feed) look() {
	select {
	case f.signal <- struct{}{}:
	default:
	}
}

// join begins to watch, from what is newest then, until leave is called.
func (f *feed) join(ctx context.Context) (position int64, leave func(), err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.watchers == 0 {
		if f.last, err = f.store.Last(ctx); err != nil {
			return 0, nil, inside("watch", err)
		}
		f.recent = nil
		var follow context.Context
		follow, f.end = context.WithCancel(context.WithoutCancel(ctx))
		go f.follow(follow)
	}
	f.watchers++
	return f.last, sync.OnceFunc(f.leave), nil
}

func (f *feed) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.watchers--; f.watchers == 0 {
		f.end()
	}
}

// follow reads the journal until the context ends.
func (f *feed) follow(ctx context.Context) {
	poll := time.NewTicker(feedPoll)
	defer poll.Stop()
	for ctx.Err() == nil {
		more, err := f.read(ctx)
		if err == nil && more {
			continue
		}
		select {
		case <-ctx.Done():
		case <-f.signal:
		case <-poll.C:
		}
	}
}

// read reads the next entries; more tells that there may be others.
func (f *feed) read(ctx context.Context) (more bool, err error) {
	f.mu.Lock()
	last := f.last
	f.mu.Unlock()
	events, err := f.eventsAfter(ctx, last)
	f.mu.Lock()
	defer f.mu.Unlock()
	if ctx.Err() != nil { // another one may follow already
		return false, nil
	}
	if f.fault = err; len(events) == 0 && err == nil {
		return false, nil
	}
	if err == nil {
		f.last = events[len(events)-1].sequence
		if f.recent = append(f.recent, events...); len(f.recent) > 2*feedMemory {
			f.recent = append([]event(nil), f.recent[len(f.recent)-feedMemory:]...)
		}
	}
	close(f.moved)
	f.moved = make(chan struct{})
	return len(events) == feedPage, err
}

// eventsAfter reads a page of events from the journal.
func (f *feed) eventsAfter(ctx context.Context, position int64) ([]event, error) {
	entries, err := f.store.Changes(ctx, position, feedPage)
	if err != nil {
		return nil, inside("watch", err)
	}
	events := make([]event, len(entries))
	for i := range entries {
		if events[i], err = f.event(ctx, &entries[i]); err != nil {
			return nil, inside("watch", err)
		}
	}
	return events, nil
}

func (f *feed) event(ctx context.Context, e *store.Entry) (event, error) {
	out := event{sequence: e.Sequence, kind: e.Kind, id: e.ID, version: e.Version, at: e.At, operation: e.Operation}
	document := e.Document
	if document == nil {
		before, err := f.store.History(ctx, e.Kind, e.ID, e.Version, 1)
		if err != nil || len(before) == 0 {
			return out, err
		}
		document = before[0].Document
	}
	record, err := store.Decode(e.Kind, document, factFields(e.Kind))
	if err == nil {
		out.facts = record.Facts()
		if e.Document != nil {
			out.version = record.Base().Version // of a replica, not that of its revision here
		}
	}
	return out, err
}

// next returns events after a position, waiting until there are some.
func (f *feed) next(ctx context.Context, position int64) ([]event, error) {
	for {
		f.mu.Lock()
		last, moved, fault := f.last, f.moved, f.fault
		var events []event
		if known := last - int64(len(f.recent)); position >= known && position < last {
			events = f.recent[position-known:]
		}
		f.mu.Unlock()
		switch {
		case len(events) > 0:
			return events, nil
		case position < last:
			return f.eventsAfter(ctx, position)
		case fault != nil:
			return nil, fault
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-moved:
		}
	}
}
