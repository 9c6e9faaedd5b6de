package drift

import (
	"cmp"
	"slices"

	"metrograph/analysis"
	"metrograph/model"
)

// Event is a result of a calibration, and whether the instrument was adjusted at it.
type Event struct {
	T, Y, U    float64
	Adjustment model.Adjustment
}

// Adjusted is what an adjustment changed.
type Adjusted struct {
	T      float64
	Change float64 // as left less as found
	Index  int     // of the event as left
}

// Segment puts events in the order of time and divides them into segments: one ends with what
// was found, the next begins with what was left. A result as left without one as found breaks
// the series as well, except at its beginning; a result as found without one as left does
// not. order tells for each point which of the events it is.
func Segment(events []Event) (points []Point, order []int, adjusted []Adjusted) {
	order = make([]int, len(events))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(events[a].T, events[b].T), cmp.Compare(turn(events[a].Adjustment), turn(events[b].Adjustment)))
	})
	segment := 0
	for n, i := range order {
		e := events[i]
		if n > 0 && e.Adjustment == model.AdjustmentAsLeft {
			before := events[order[n-1]]
			switch {
			case before.Adjustment == model.AdjustmentAsLeft && before.T == e.T: // read twice as it was left
			case before.T == e.T:
				segment++
				adjusted = append(adjusted, Adjusted{e.T, e.Y - before.Y, i})
			default:
				segment++
			}
		}
		points = append(points, Point{e.T, e.Y, e.U, segment})
	}
	return points, order, adjusted
}

// turn is the order of results of one day.
func turn(a model.Adjustment) int {
	switch a {
	case model.AdjustmentAsFound:
		return 0
	case model.AdjustmentAsLeft:
		return 2
	}
	return 1
}

// Stability is the check of stability of a measurement standard.
type Stability struct {
	Range   float64 // largest less smallest value, for a new standard
	Largest float64 // largest change between values that follow one another, for one in service
	At      int     // index of the value after the largest change
	Limit   float64
	Stable  bool // whether the variation that counts is within the limit
}

// CheckStability checks the stability of a measurement standard by values of a check standard,
// or of its own calibrations, in the order of time: a new standard by the range of at least
// four groups' means a month or more apart, one in service by the change from one year's
// value to the next. The limit is the absolute value of the maximum permissible error of a
// standard that is used by its nominal value, the expanded uncertainty of the correction of one
// that is corrected. All in one unit.
//
// Source: JJF 1033-2016 (and 2023), "计量标准的稳定性考核", annex C.2.
func CheckStability(values []float64, limit float64, inService bool) (*Stability, error) {
	need := 4
	if inService {
		need = 2
	}
	if err := analysis.Check("values", values, need); err != nil {
		return nil, err
	}
	if err := analysis.CheckPositive("limit", limit); err != nil {
		return nil, err
	}
	s := &Stability{Limit: limit, Range: slices.Max(values) - slices.Min(values)}
	for i := 1; i < len(values); i++ {
		if change := max(values[i]-values[i-1], values[i-1]-values[i]); change > s.Largest {
			s.Largest, s.At = change, i
		}
	}
	s.Stable = s.Range < limit
	if inService {
		s.Stable = s.Largest < limit
	}
	return s, nil
}
