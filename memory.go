package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// spareCollector lets garbage wait for longer than usual: a node keeps little alive while much
// passes through it. The heap may grow to five times what is alive, but by no more than
// spareHeap where that is less than as much again. Where much is alive for a moment, garbage
// is collected sooner, so that the process keeps within 512 MiB; where much is alive for good,
// there is room for as much again, since a heap at its limit is collected without end.
// GOGC and GOMEMLIMIT come first.
func spareCollector() *collector {
	c := &collector{percent: os.Getenv("GOGC") == "", limit: os.Getenv("GOMEMLIMIT") == ""}
	c.spare.Store(spareHeap)
	c.adjust()
	return c
}

const (
	usualPercent = 100
	mostPercent  = 400
	spareHeap    = 192 << 20
	leanHeap     = 32 << 20  // of a process that keeps within 300 MiB
	softMemory   = 256 << 20 // beside it, the store keeps up to 200 MiB of pages
)

// collector is what is to be set of the garbage collector, and what was set last.
type collector struct {
	percent, limit bool
	spare          atomic.Uint64 // by how much the heap may grow, at least by as much as is alive
	alive, set     uint64        // when it was set, and what spare was
}

// lean lets garbage wait no longer than usual, from the next collection on. A collector that is
// not there has nothing to change.
func (c *collector) lean() {
	if c != nil {
		c.spare.Store(leanHeap)
	}
}

// adjust sets by how much the heap may grow, and does so again after each collection.
func (c *collector) adjust() {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	alive, spare := max(1<<20, sample[0].Value.Uint64()), c.spare.Load()
	if alive > c.alive+c.alive/10 || alive < c.alive-c.alive/10 || spare != c.set {
		c.alive, c.set = alive, spare
		if c.percent {
			debug.SetGCPercent(int(max(usualPercent, min(mostPercent, spare*100/alive))))
		}
		if c.limit {
			debug.SetMemoryLimit(int64(max(softMemory, 2*alive)))
		}
	}
	runtime.AddCleanup(new([1 << 10]byte), (*collector).adjust, c)
}
