package drift

import (
	"math"

	"metrograph/analysis"
)

// Limit is what a deviation has to stay within.
type Limit struct {
	Size     float64 // the limit of |deviation|, above zero
	Coverage float64 // k of the expanded uncertainty; 0 for 2
	U        float64 // standard uncertainty of a calibration, added in quadrature to that of the line; 0 for none
}

// Never is how many times the span of the points is looked ahead before a limit counts as
// never reached.
const Never = 1000

// Reach is the time, from a time on, at which |deviation| + U of the line reaches a limit:
// |A + B·t| + k·√(u²(t) + u₀²) = L (ILAC-G24:2022/OIML D 10, drift to the limit). It is that
// time itself where the limit is reached already; ok is false where the limit is not reached
// within [Never] times the span of the points.
func (l *Line) Reach(limit Limit, from float64) (t float64, ok bool, err error) {
	if err := analysis.CheckPositive("limit", limit.Size); err != nil {
		return 0, false, err
	}
	if err := analysis.CheckFinite("limit", limit.Coverage, limit.U, from); err != nil {
		return 0, false, err
	}
	if limit.Coverage == 0 {
		limit.Coverage = 2
	}
	if limit.Coverage < 0 || limit.U < 0 {
		return 0, false, analysis.Inconsistent("coverage factor and uncertainty cannot be below zero")
	}
	beyond := func(t float64) bool { return l.reach(limit, t) >= limit.Size }
	if beyond(from) {
		return from, true, nil
	}
	// What is to reach the limit is convex: from below it crosses once.
	span := l.To - l.From
	low, high := from, from+span
	for ; !beyond(high); low, high = high, from+2*(high-from) {
		if high-from > Never*span {
			return 0, false, nil
		}
	}
	for range 200 {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			break
		}
		if beyond(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high, true, nil
}

func (l *Line) reach(limit Limit, t float64) float64 {
	y, u := l.At(t)
	return math.Abs(y) + limit.Coverage*math.Hypot(u, limit.U)
}
