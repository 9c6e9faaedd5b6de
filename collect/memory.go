package collect

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
)

// memoryInUse returns the most memory that the process had so far where the system tells,
// and what the runtime has from the system otherwise.
func memoryInUse() uint64 {
	const perKibibyte = 1024
	status, err := os.ReadFile("/proc/self/status")
	if _, peak, found := bytes.Cut(status, []byte("VmHWM:")); err == nil && found {
		if fields := bytes.Fields(peak[:min(len(peak), 40)]); len(fields) > 0 {
			if kib, err := strconv.ParseUint(string(fields[0]), 10, 64); err == nil {
				return kib * perKibibyte
			}
		}
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.Sys
}
