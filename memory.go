package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// spareCollector lets garbage wait for longer than usual: a node keeps little alive while much
// passes through it. The heap may grow to five times what is alive, but by no more than
// spareHeap where that is less than as much again. Where much is alive for a moment, garbage
// is collected sooner, so that the process keeps within 512 MiB. GOGC and GOMEMLIMIT come first.
func spareCollector() {
	if os.Getenv("GOGC") == "" {
		adjustCollector(0)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softMemory)
	}
}

const (
	usualPercent = 100
	mostPercent  = 400
	spareHeap    = 192 << 20
	softMemory   = 256 << 20 // beside it, the store keeps up to 200 MiB of pages
)

// adjustCollector sets by how many percent of what is alive the heap may grow, and does so
// again after each collection.
func adjustCollector(current int) {
	alive := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(alive)
	wanted := mostPercent
	if live := alive[0].Value.Uint64(); live > 0 {
		wanted = max(usualPercent, min(mostPercent, int(spareHeap*100/live)))
	}
	const step = 10
	if wanted > current+step || wanted < current-step {
		debug.SetGCPercent(wanted)
		current = wanted
	}
	runtime.AddCleanup(new([1 << 10]byte), adjustCollector, current)
}
