package guard

import (
	"context"
	"sync"
	"time"

	"metrograph/model"
)

// streams are the connections that are kept open for subscriptions, by caller: each takes
// memory for as long as it lasts, and costs its caller nothing.
type streams struct {
	mu   sync.Mutex
	all  int
	open map[string]int
}

// Of all callers together: what they take is to fit into the memory of a small machine.
const maxStreams = 8000

// streamsAgain is when a caller may try again who has too many streams open.
const streamsAgain = 10 * time.Second

// Admit lets a caller open a stream, which has to be closed once.
func (g *Guard) Admit(ctx context.Context) (closed func(), err error) {
	caller, most, s := callerOf(ctx), g.o.Streams, &g.streams
	if model.PrincipalFrom(ctx).Anonymous() {
		most = g.o.AnonymousStreams
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[caller] >= most || s.all >= maxStreams {
		return nil, &model.Error{Code: model.CodeLimitExceeded, Message: "too many streams are open; close one, or try again later",
			Path: "streams", RetryAfter: streamsAgain}
	}
	s.all++
	s.open[caller]++
	return sync.OnceFunc(func() { s.close(caller) }), nil
}

func (s *streams) close(caller string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.open[caller]--; s.open[caller] == 0 {
		delete(s.open, caller)
	}
}
