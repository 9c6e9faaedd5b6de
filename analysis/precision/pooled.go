package precision

import (
	"math"

	"metrograph/analysis"
	"metrograph/analysis/prob"
)

// Pooled is a standard deviation from several groups.
type Pooled struct {
	Deviation float64 // s_p = √(Σ(nᵢ - 1)sᵢ² / Σ(nᵢ - 1))
	DF        int     // Σ(nᵢ - 1)
}

// Pool pools the standard deviations of groups (JJF 1059.1-2012, 4.3.2.5; JCGM 100:2008,
// 4.2.4). At least one group of two results; groups of one result add nothing.
func Pool(groups []Group) (*Pooled, error) {
	if err := analysis.CheckCount("groups", len(groups), 1); err != nil {
		return nil, err
	}
	p := &Pooled{}
	var sum analysis.Sum
	for i, g := range groups {
		if err := g.check(i); err != nil {
			return nil, err
		}
		p.DF += g.N - 1
		sum.Add(float64(g.N-1) * g.Deviation * g.Deviation)
	}
	if p.DF < 1 {
		return nil, &analysis.TooFewError{What: "results in a group", Have: 1, Need: 2}
	}
	p.Deviation = math.Sqrt(sum.Value() / float64(p.DF))
	return p, nil
}

// Homogeneity is a test of whether groups scatter alike.
type Homogeneity struct {
	ChiSquared float64
	DF         int
	P          float64 // probability of such a χ² if they do
}

// Bartlett tests whether the groups' standard deviations are those of one population of normal
// results (M. S. Bartlett, Proc. R. Soc. A 160 (1937) 268; NIST/SEMATECH e-Handbook,
// 1.3.5.7). At least two groups of two results, each of which scatters.
func Bartlett(groups []Group) (*Homogeneity, error) {
	if err := analysis.CheckCount("groups", len(groups), 2); err != nil {
		return nil, err
	}
	pooled, err := Pool(groups)
	if err != nil {
		return nil, err
	}
	var logs, inverse analysis.Sum
	for i, g := range groups {
		if g.N < 2 || g.Deviation < analysis.Smallest {
			return nil, analysis.Inconsistent("group %d does not scatter: the test is of standard deviations above zero", i)
		}
		nu := float64(g.N - 1)
		logs.Add(2 * nu * math.Log(pooled.Deviation/g.Deviation))
		inverse.Add(1 / nu)
	}
	df := float64(len(groups) - 1)
	h := &Homogeneity{DF: len(groups) - 1}
	h.ChiSquared = max(0, logs.Value()) / (1 + (inverse.Value()-1/float64(pooled.DF))/(3*df))
	h.P = prob.ChiSquaredTail(h.ChiSquared, df)
	return h, nil
}

// EffectiveDF is the effective degrees of freedom of a combined standard uncertainty by Welch
// and Satterthwaite: ν_eff = u_c⁴ / Σ(uᵢ⁴/νᵢ) (JCGM 100:2008, G.4.1). A component known
// exactly has infinite degrees of freedom. The components are independent; combined is zero
// for the root of the sum of their squares. Infinite where all degrees are.
func EffectiveDF(u, nu []float64, combined float64) (float64, error) {
	if len(u) != len(nu) {
		return 0, analysis.Inconsistent("%d uncertainties and %d degrees of freedom", len(u), len(nu))
	}
	if err := analysis.CheckCount("components", len(u), 1); err != nil {
		return 0, err
	}
	if err := analysis.CheckFinite("component", append([]float64{combined}, u...)...); err != nil {
		return 0, err
	}
	if combined == 0 {
		combined = math.Sqrt(analysis.Dot(u, u))
	}
	if combined < analysis.Smallest {
		return 0, analysis.Inconsistent("the combined uncertainty is not above zero")
	}
	var sum analysis.Sum
	for i, v := range u {
		if !(nu[i] > 0) || v < 0 {
			return 0, analysis.Inconsistent("component %d: an uncertainty from 0 and degrees of freedom above 0", i)
		}
		sum.Add(math.Pow(v/combined, 4) / nu[i])
	}
	return 1 / sum.Value(), nil
}

// CoverageFactor is the k of an expanded uncertainty: the two-sided quantile of Student's t with
// the effective degrees of freedom, truncated to a whole number (JCGM 100:2008, G.4.1 note 1
// and G.6.4).
func CoverageFactor(df, probability float64) (float64, error) {
	if err := analysis.CheckFraction("coverage probability", probability); err != nil {
		return 0, err
	}
	switch {
	case !(df >= 1):
		return 0, analysis.Inconsistent("degrees of freedom are from 1")
	case df > 1e9:
		return prob.NormalQuantile((1 + probability) / 2), nil
	}
	return prob.StudentUpper((1-probability)/2, math.Floor(df)), nil
}
