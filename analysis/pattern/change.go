package pattern

import (
	"math"

	"metrograph/analysis"
	"metrograph/analysis/prob"
)

// Change is a change of level in a series.
type Change struct {
	Index  int     // of the first value at the new level
	Before float64 // mean of the segment before
	After  float64 // mean of the segment after
	P      float64 // chance of such a difference without a change at any of the places (Bonferroni)
}

// Changes are where the level of a series changes.
type Changes struct {
	Sigma float64 // standard deviation about the levels, from differences of neighbours
	Found []Change
}

// minSegment is the fewest values of a level.
const minSegment = 2

// MostSeries bounds the series that changes are looked for in, at the cost of its square.
const MostSeries = 1000

// FindChanges divides a series in the order of time into levels such that the sum of squares
// about them, with a penalty of 3·σ²·ln n a change, is the smallest possible (optimal
// partitioning: B. Jackson et al., IEEE Signal Process. Lett. 12 (2005) 105; penalty after
// N. R. Zhang, D. O. Siegmund, Biometrics 63 (2007) 22). σ is the median absolute difference
// of neighbours over √2, which changes of level hardly touch. Of what it finds, changes with a
// probability below alpha (0 for 0.05) are kept. At least eight values, which are
// independent and normal about their levels; a drift shows as a staircase.
func FindChanges(values []float64, alpha float64) (*Changes, error) {
	if err := analysis.Check("values", values, 8); err != nil {
		return nil, err
	}
	if len(values) > MostSeries {
		return nil, &analysis.TooManyError{What: "values", Have: len(values), Most: MostSeries}
	}
	if alpha == 0 {
		alpha = 0.05
	}
	if err := analysis.CheckFraction("alpha", alpha); err != nil {
		return nil, err
	}
	differences := make([]float64, len(values)-1)
	for i := range differences {
		differences[i] = math.Abs(values[i+1]-values[i]) * 1.482602218505602 / math.Sqrt2
	}
	c := &Changes{Sigma: analysis.Median(differences)}
	if c.Sigma < analysis.Smallest {
		return nil, analysis.Inconsistent("half of the neighbours are the same: there is no scatter to compare with")
	}
	starts := partition(values, 3*c.Sigma*c.Sigma*math.Log(float64(len(values))))
	for i := 1; i < len(starts)-1; i++ {
		found := compare(values[starts[i-1]:starts[i]], values[starts[i]:starts[i+1]], c.Sigma)
		found.Index = starts[i]
		found.P = min(1, found.P*float64(len(values)-1))
		if found.P < alpha {
			c.Found = append(c.Found, found)
		}
	}
	return c, nil
}

// compare tests the difference of two levels, with σ as known.
func compare(before, after []float64, sigma float64) Change {
	a, _ := analysis.Squares(before)
	b, _ := analysis.Squares(after)
	u := sigma * math.Sqrt(1/float64(len(before))+1/float64(len(after)))
	return Change{Before: a, After: b, P: prob.TwoSidedNormal((b - a) / u)}
}

// partition finds the best division into segments; it returns where each starts, and the end.
func partition(values []float64, penalty float64) []int {
	n := len(values)
	best, from := make([]float64, n+1), make([]int, n+1)
	best[0] = -penalty
	cost := segmentCost(values)
	for end := 1; end <= n; end++ {
		best[end] = math.Inf(1)
		for start := 0; start <= end-minSegment; start++ {
			if c := best[start] + cost(start, end) + penalty; c < best[end] {
				best[end], from[end] = c, start
			}
		}
	}
	starts := []int{n}
	for at := n; at > 0; {
		at = from[at]
		starts = append([]int{at}, starts...)
	}
	return starts
}

// segmentCost is the sum of squares about the mean of any part of a series, from running sums
// about the median.
func segmentCost(values []float64) func(start, end int) float64 {
	origin := analysis.Median(values)
	sums, squares := make([]float64, len(values)+1), make([]float64, len(values)+1)
	var sum, square analysis.Sum
	for i, v := range values {
		sum.Add(v - origin)
		square.Add((v - origin) * (v - origin))
		sums[i+1], squares[i+1] = sum.Value(), square.Value()
	}
	return func(start, end int) float64 {
		s := sums[end] - sums[start]
		return max(0, squares[end]-squares[start]-s*s/float64(end-start))
	}
}
