package auth

import (
	"sync"
	"time"
)

// cache keeps a bounded number of values for a short time.
type cache[K comparable, V any] struct {
	ttl  time.Duration
	size int
	now  func() time.Time

	mu      sync.Mutex
	epoch   int // grows with every clear
	entries map[K]entry[V]
}

type entry[V any] struct {
	value V
	until time.Time
}

func newCache[K comparable, V any](ttl time.Duration, size int, now func() time.Time) *cache[K, V] {
	return &cache[K, V]{ttl: ttl, size: size, now: now, entries: map[K]entry[V]{}}
}

// get returns the value, if there is a fresh one, and the epoch to put a new value with.
func (c *cache[K, V]) get(key K) (value V, epoch int, found bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, found := c.entries[key]
	if !found || !c.now().Before(e.until) {
		return value, c.epoch, false
	}
	return e.value, c.epoch, true
}

// put keeps a value that was asked for in the epoch. A value that was asked for before the
// cache was cleared may be older than the reason for clearing it, and is not kept.
func (c *cache[K, V]) put(key K, value V, epoch int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if epoch != c.epoch {
		return
	}
	if len(c.entries) >= c.size {
		c.makeRoom()
	}
	c.entries[key] = entry[V]{value: value, until: c.now().Add(c.ttl)}
}

// makeRoom drops what is no longer fresh, or else any one entry.
func (c *cache[K, V]) makeRoom() {
	now := c.now()
	for key, e := range c.entries {
		if !now.Before(e.until) {
			delete(c.entries, key)
		}
	}
	for key := range c.entries {
		if len(c.entries) < c.size {
			return
		}
		delete(c.entries, key)
	}
}

func (c *cache[K, V]) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	clear(c.entries)
}
