package drift

import (
	"math"
	"slices"

	"metrograph/analysis"
	"metrograph/analysis/prob"
)

// RobustLine is the slope of Theil and Sen.
type RobustLine struct {
	Slope        float64
	Intercept    float64 // median of y - slope·t in the last segment
	Lower, Upper float64 // 95 % confidence interval of the slope, by the normal approximation
	Pairs        int     // slopes that the median is of
}

// TheilSen is the median of the slopes of all pairs of points of a segment that differ in
// time: it tolerates up to 29 % outliers. At least three points.
//
// Source: P. K. Sen, J. Am. Stat. Assoc. 63 (1968) 1379, with the interval of its section 5.
func TheilSen(points []Point) (*RobustLine, error) {
	if _, err := check(points); err != nil {
		return nil, err
	}
	groups := segments(points)
	var slopes []float64
	for _, g := range groups {
		slopes = g.slopes(slopes)
	}
	if len(slopes) == 0 {
		return nil, analysis.Inconsistent("the points of each segment have one time only: no drift can be seen")
	}
	slices.Sort(slopes)
	r := &RobustLine{Slope: analysis.Median(slopes), Pairs: len(slopes)}
	last := groups[len(groups)-1]
	levels := make([]float64, len(last.yn))
	for i, y := range last.yn {
		levels[i] = y - r.Slope*last.tn[i]
	}
	r.Intercept = analysis.Median(levels)
	half := prob.NormalQuantile(0.975) * math.Sqrt(score(groups).variance)
	n := float64(len(slopes))
	r.Lower = slopes[clamp((n-half)/2, len(slopes))]
	r.Upper = slopes[clamp((n+half)/2, len(slopes))]
	return r, nil
}

func clamp(rank float64, n int) int { return max(0, min(n-1, int(math.Round(rank)))) }

func (g *group) slopes(list []float64) []float64 {
	for i := range g.tn {
		for j := range i {
			if dt := g.tn[i] - g.tn[j]; dt != 0 {
				if slope := (g.yn[i] - g.yn[j]) / dt; !math.IsInf(slope, 0) {
					list = append(list, slope)
				}
			}
		}
	}
	return list
}

// Trend is the test of Mann and Kendall for a monotonic trend.
type Trend struct {
	S        int     // pairs that rise less pairs that fall
	Variance float64 // of S without a trend, corrected for ties
	Z        float64 // S as a standard normal variable, with correction for continuity
	P        float64 // two-sided probability of such an S without a trend
	Exact    bool    // whether P is exact: without ties, of at most 50 points
}

// MannKendall tests for a trend of which nothing is assumed but that it goes one way: pairs of
// points of one segment are compared by their order only, and the sums of the segments are
// added. At least four points.
//
// Source: H. B. Mann, Econometrica 13 (1945) 245; M. G. Kendall, Rank Correlation Methods;
// segments as seasons in R. M. Hirsch et al., Water Resour. Res. 18 (1982) 107.
func MannKendall(points []Point) (*Trend, error) {
	if err := analysis.CheckCount("points", len(points), 4); err != nil {
		return nil, err
	}
	if _, err := check(points); err != nil {
		return nil, err
	}
	groups := segments(points)
	s := score(groups)
	t := &Trend{S: s.s, Variance: s.variance, P: 1}
	if s.s != 0 && s.variance > 0 {
		t.Z = (float64(s.s) - math.Copysign(1, float64(s.s))) / math.Sqrt(s.variance)
	}
	t.P = prob.TwoSidedNormal(t.Z)
	if !s.ties && len(points) <= mostExact {
		t.Exact, t.P = true, exact(groups, s.s)
	}
	return t, nil
}

// scored is Kendall's score of segments.
type scored struct {
	s        int
	variance float64
	ties     bool
}

func score(groups []group) (out scored) {
	for _, g := range groups {
		for i := range g.tn {
			for j := range i {
				sign := sign(g.tn[i]-g.tn[j]) * sign(g.yn[i]-g.yn[j])
				out.s += sign
				out.ties = out.ties || sign == 0
			}
		}
		out.variance += varianceOf(g.tn, g.yn)
	}
	return out
}

// varianceOf is the variance of Kendall's score with ties in both variables (Kendall 1970,
// chapter 4).
func varianceOf(t, y []float64) float64 {
	n := float64(len(t))
	total := n * (n - 1) * (2*n + 5)
	t1, t2, t3 := tied(t)
	u1, u2, u3 := tied(y)
	v := (total - t1 - u1) / 18
	if n > 1 {
		v += t3 * u3 / (2 * n * (n - 1))
	}
	if n > 2 {
		v += t2 * u2 / (9 * n * (n - 1) * (n - 2))
	}
	return max(0, v)
}

// tied are the sums over groups of equal values that the variance is corrected by.
func tied(values []float64) (first, second, third float64) {
	sorted := slices.Sorted(slices.Values(values))
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && sorted[j] == sorted[i] {
			j++
		}
		k := float64(j - i)
		first += k * (k - 1) * (2*k + 5)
		second += k * (k - 1) * (k - 2)
		third += k * (k - 1)
		i = j
	}
	return first, second, third
}

func sign(v float64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

const mostExact = 50

// exact is the two-sided probability of a score, from the number of inversions that all orders
// of the points have.
func exact(groups []group, s int) float64 {
	chance, pairs := []float64{1}, 0
	for _, g := range groups {
		for k := 2; k <= len(g.tn); k++ {
			chance = spread(chance, k)
			pairs += k - 1
		}
	}
	var tail analysis.Sum
	for i := range (pairs-max(s, -s))/2 + 1 {
		tail.Add(chance[i])
	}
	return min(1, 2*tail.Value())
}

// spread is the distribution of inversions after one more of k points is put anywhere.
func spread(chance []float64, k int) []float64 {
	out := make([]float64, len(chance)+k-1)
	for i, c := range chance {
		for j := range k {
			out[i+j] += c / float64(k)
		}
	}
	return out
}
