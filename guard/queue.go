package guard

import (
	"context"
	"errors"
	"sync"
)

// Queue lets some requests run at once and has the others wait. No caller has more than half
// of the places, so there is room for others however much one of them asks; and whoever waits
// comes in the order of start-time fair queueing (Goyal, Vin, Cheng 1996), in which a caller
// who has asked for much stands behind one who has asked for little.
type Queue struct {
	mu      sync.Mutex
	o       QueueOptions
	running int
	waiting int
	virtual float64 // the start of what began last, in cost
	count   uint64  // requests that came, for the order of those that start alike
	callers map[string]*line
}

// QueueOptions are the size of a queue.
type QueueOptions struct {
	Places    int // requests that run at once
	PerCaller int // of them that are one caller's
	Waiting   int // requests of one caller that wait; of all callers, ten times as many
}

// line is what a queue knows of a caller who runs or waits.
type line struct {
	running int
	waiting []*ticket
	finish  float64 // where the next request of the caller starts
}

// ticket is a request that waits.
type ticket struct {
	start float64
	count uint64
	turn  chan struct{}
}

func (t *ticket) before(other *ticket) bool {
	return t.start < other.start || t.start == other.start && t.count < other.count
}

// errBusy says that too many requests wait already.
var errBusy = errors.New("too many requests are waiting")

// NewQueue makes a queue; the number of its places has to be positive.
func NewQueue(o QueueOptions) *Queue { return &Queue{o: o, callers: map[string]*line{}} }

// Enter waits for a place. The place has to be left, once; where there is an error there is
// none: the context has ended, or too many wait.
func (q *Queue) Enter(ctx context.Context, caller string, cost int) (leave func(), err error) {
	q.mu.Lock()
	l := q.callers[caller]
	if l == nil {
		l = &line{}
		q.callers[caller] = l
	}
	if len(l.waiting) >= q.o.Waiting || q.waiting >= 10*q.o.Waiting {
		q.forget(caller, l)
		q.mu.Unlock()
		return nil, errBusy
	}
	q.count++
	t := &ticket{start: max(q.virtual, l.finish), count: q.count, turn: make(chan struct{})}
	l.finish = t.start + float64(max(1, cost))
	l.waiting = append(l.waiting, t)
	q.waiting++
	q.advance()
	q.mu.Unlock()
	select {
	case <-t.turn:
		return func() { q.leave(caller) }, nil
	case <-ctx.Done():
		return nil, q.abandon(ctx, caller, t)
	}
}

// Waiting is how many requests wait.
func (q *Queue) Waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.waiting
}

// advance gives the free places to those whose turn it is.
func (q *Queue) advance() {
	for q.running < q.o.Places {
		var next *line
		for _, l := range q.callers {
			if len(l.waiting) > 0 && l.running < q.o.PerCaller && (next == nil || l.waiting[0].before(next.waiting[0])) {
				next = l
			}
		}
		if next == nil {
			return
		}
		t := next.waiting[0]
		next.waiting = next.waiting[1:]
		q.waiting--
		next.running++
		q.running++
		q.virtual = max(q.virtual, t.start)
		close(t.turn)
	}
}

func (q *Queue) leave(caller string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := q.callers[caller]
	l.running--
	q.running--
	q.forget(caller, l)
	q.advance()
}

// abandon takes a request out that is not waited for any longer.
func (q *Queue) abandon(ctx context.Context, caller string, t *ticket) error {
	q.mu.Lock()
	l := q.callers[caller]
	for i, other := range l.waiting {
		if other == t {
			l.waiting = append(l.waiting[:i], l.waiting[i+1:]...)
			q.waiting--
			q.forget(caller, l)
			q.mu.Unlock()
			return context.Cause(ctx)
		}
	}
	q.mu.Unlock()
	q.leave(caller) // its turn came at the same moment
	return context.Cause(ctx)
}

// forget drops a caller who neither runs nor waits.
func (q *Queue) forget(caller string, l *line) {
	if l.running == 0 && len(l.waiting) == 0 {
		delete(q.callers, caller)
	}
}
