package twin

import (
	"net/http"
	"slices"
	"time"
)

// Medians are the median times that a node takes for requests, each asked so many times, in
// turn, so that what else the machine does concerns all of them.
func Medians(node http.Handler, key string, times int, requests ...Request) []time.Duration {
	took := make([][]time.Duration, len(requests))
	for range times {
		for i, r := range requests {
			began := time.Now()
			Ask(node, key, r)
			took[i] = append(took[i], time.Since(began))
		}
	}
	medians := make([]time.Duration, len(requests))
	for i := range took {
		slices.Sort(took[i])
		medians[i] = took[i][times/2]
	}
	return medians
}
