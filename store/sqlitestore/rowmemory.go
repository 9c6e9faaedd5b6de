package sqlitestore

import "sync"

// memory is where the rows of a batch have their documents and tokens, one after the other: a
// batch takes over the memory of one that was written, so that what passes through the store
// leaves nothing of its size to the garbage collector.
type memory struct{ used []byte }

// memories are those that no batch has.
var memories = sync.Pool{New: func() any { return &memory{used: make([]byte, 0, 64<<10)} }}

func borrow() *memory { return memories.Get().(*memory) }

// rest is what is left, to be appended to.
func (m *memory) rest() []byte { return m.used[len(m.used):] }

// take keeps what was appended to the rest. Where there was not enough of that, it has come to
// be elsewhere, and what follows it gets a larger memory.
func (m *memory) take(appended []byte) {
	switch {
	case len(appended) <= cap(m.used)-len(m.used):
		m.used = m.used[:len(m.used)+len(appended)]
	case len(appended) < mostKept/4:
		m.used = make([]byte, 0, min(mostKept, 2*max(cap(m.used), len(appended))))
	}
}

// mostKept is how large a memory is at most that waits for the next batch.
const mostKept = 8 << 20

// free gives the memory to another batch. Nothing in it may be used any more.
func (m *memory) free() {
	if cap(m.used) <= mostKept {
		m.used = m.used[:0]
		memories.Put(m)
	}
}
