// Package precision evaluates repeatability and reproducibility: pooled standard deviations,
// components of variance, the basic method of ISO 5725-2 with the tests of Cochran and
// Grubbs, and effective degrees of freedom.
package precision

import (
	"math"

	"metrograph/analysis"
	"metrograph/analysis/prob"
)

// Group is the results of one laboratory, day or instrument: how many, their mean and their
// experimental standard deviation.
type Group struct {
	N         int
	Mean      float64
	Deviation float64 // 0 for one result
}

// GroupOf summarises results. At least one.
func GroupOf(values []float64) (Group, error) {
	if err := analysis.Check("results", values, 1); err != nil {
		return Group{}, err
	}
	mean, squares := analysis.Squares(values)
	g := Group{N: len(values), Mean: mean}
	if g.N > 1 {
		g.Deviation = math.Sqrt(squares / float64(g.N-1))
	}
	return g, nil
}

// Variance is the analysis of variance of groups of results, one way.
type Variance struct {
	Mean                 float64 // of all results
	Groups, N            int
	Between, Within      float64 // sums of squares
	DFBetween, DFWithin  int
	MSBetween, MSWithin  float64 // mean squares
	F                    float64 // MSBetween/MSWithin, infinite where nothing varies within
	P                    float64 // probability of such an F if the groups did not differ
	PerGroup             float64 // n₀: results a group, for unequal numbers
	Repeatability        float64 // s_r = √MSWithin
	BetweenGroups        float64 // s_L = √max(0, (MSBetween - MSWithin)/n₀)
	Reproducibility      float64 // s_R = √(s_r² + s_L²)
	DeviationOfMeans     float64 // of the groups' means
	UncertaintyOfMean    float64 // of the mean, from the groups' means: √(Σ nᵢ(x̄ᵢ - x̄)²/((p - 1)·N))
	RepeatabilityLimit   float64 // r = 2.8·s_r
	ReproducibilityLimit float64 // R = 2.8·s_R
}

// limitFactor is ISO 5725-6:1994, 4.1.4: 1.96·√2, rounded.
const limitFactor = 2.8

// Analyse is the one-way analysis of variance (ISO 5725-2:2019, 7.4; JCGM 100:2008, H.5). At
// least two groups, and one with two results. The groups' scatter is taken to be alike: see
// [Cochran] and [Bartlett]. In the unit of the results.
func Analyse(groups []Group) (*Variance, error) {
	if err := analysis.CheckCount("groups", len(groups), 2); err != nil {
		return nil, err
	}
	v := &Variance{Groups: len(groups)}
	var within, squares analysis.Sum
	means := make([]float64, len(groups))
	for i, g := range groups {
		if err := g.check(i); err != nil {
			return nil, err
		}
		v.N += g.N
		n := float64(g.N)
		within.Add((n - 1) * g.Deviation * g.Deviation)
		squares.Add(n * n)
		means[i] = g.Mean
	}
	if v.DFBetween, v.DFWithin = v.Groups-1, v.N-v.Groups; v.DFWithin < 1 {
		return nil, &analysis.TooFewError{What: "results", Have: v.N, Need: v.Groups + 1}
	}
	v.Within = within.Value()
	v.between(groups)
	v.PerGroup = (float64(v.N) - squares.Value()/float64(v.N)) / float64(v.DFBetween)
	_, s := analysis.Squares(means)
	v.DeviationOfMeans = math.Sqrt(s / float64(v.DFBetween))
	v.components()
	return v, nil
}

func (g *Group) check(i int) error {
	if err := analysis.CheckFinite("group", g.Mean, g.Deviation); err != nil {
		return &analysis.NotFiniteError{What: "group", Index: i}
	}
	if g.N < 1 || g.Deviation < 0 || g.N == 1 && g.Deviation != 0 || g.N > math.MaxInt32 {
		return analysis.Inconsistent("group %d: a number of results from 1 and a standard deviation from 0, 0 for one result", i)
	}
	return nil
}

// between computes the overall mean and the sum of squares of the groups' means about it.
func (v *Variance) between(groups []Group) {
	origin := groups[0].Mean
	var sum, squares analysis.Sum
	for _, g := range groups {
		sum.Add(float64(g.N) * (g.Mean - origin))
	}
	away := sum.Value() / float64(v.N)
	v.Mean = origin + away
	for _, g := range groups {
		d := (g.Mean - origin) - away
		squares.Add(float64(g.N) * d * d)
	}
	v.Between = squares.Value()
}

// components derives the components of variance from the sums of squares.
func (v *Variance) components() {
	v.MSBetween, v.MSWithin = v.Between/float64(v.DFBetween), v.Within/float64(v.DFWithin)
	v.F, v.P = v.MSBetween/v.MSWithin, 0
	switch {
	case v.MSWithin > 0:
		v.P = prob.FTail(v.F, float64(v.DFBetween), float64(v.DFWithin))
	case v.MSBetween == 0:
		v.F, v.P = 0, 1
	}
	between := max(0, (v.MSBetween-v.MSWithin)/v.PerGroup)
	v.Repeatability, v.BetweenGroups = math.Sqrt(v.MSWithin), math.Sqrt(between)
	v.Reproducibility = math.Sqrt(v.MSWithin + between)
	v.UncertaintyOfMean = math.Sqrt(v.MSBetween / float64(v.N))
	v.RepeatabilityLimit, v.ReproducibilityLimit = limitFactor*v.Repeatability, limitFactor*v.Reproducibility
}
