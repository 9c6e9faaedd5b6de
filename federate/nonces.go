package federate

import (
	"sync"
	"time"
)

// nonces remembers the requests of the time in which a clock may be off, so that none is
// taken twice. What was signed before this node was opened is refused: it may have been
// taken already.
type nonces struct {
	mu     sync.Mutex
	opened time.Time
	seen   map[string]time.Time // when it may be forgotten
	swept  time.Time
}

// mostNonces bounds the memory; when it is full, requests wait until some can be forgotten.
const mostNonces = 200_000

func newNonces(now time.Time) *nonces {
	return &nonces{opened: now.Truncate(time.Second), seen: map[string]time.Time{}}
}

// first tells whether a request was not seen before.
func (n *nonces) first(sender, nonce string, created, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if now.Sub(n.swept) > MaxSkew/10 {
		n.swept = now
		for key, end := range n.seen {
			if now.After(end) {
				delete(n.seen, key)
			}
		}
	}
	key := sender + " " + nonce
	if _, again := n.seen[key]; again || created.Before(n.opened) || len(n.seen) >= mostNonces {
		return false
	}
	n.seen[key] = created.Add(2 * MaxSkew)
	return true
}
