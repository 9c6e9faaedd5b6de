package comparison

import (
	"math"

	"metrograph/analysis"
	"metrograph/analysis/prob"
)

// Mean is a mean of results weighted with 1/u².
type Mean struct {
	Value      float64
	U          float64 // internal standard uncertainty: 1/√Σ(1/u²)
	External   float64 // U times the Birge ratio
	ChiSquared float64 // Σ(x - x̄)²/u², also called Cochran's Q
	DF         int
	Birge      float64 // √(χ²/DF); 0 for one result
	P          float64 // probability of such a χ² if the results are consistent
	Consistent bool    // whether P is at least 5 %
}

// WeightedMean is the mean weighted with the inverse squares of the standard uncertainties, with
// the test of consistency (M. G. Cox, Metrologia 39 (2002) 589, procedure A; R. T. Birge, Phys.
// Rev. 40 (1932) 207). The results are independent. At least one; the test needs two.
func WeightedMean(results []Result) (*Mean, error) {
	if err := check(results, 1); err != nil {
		return nil, err
	}
	value, variance := weighted(results, 0)
	m := &Mean{Value: value, U: math.Sqrt(variance), DF: len(results) - 1, P: 1}
	m.External = m.U
	if m.DF > 0 {
		m.ChiSquared = chi(results, value, 0)
		m.Birge = math.Sqrt(m.ChiSquared / float64(m.DF))
		m.External = m.U * m.Birge
		m.P = prob.ChiSquaredTail(m.ChiSquared, float64(m.DF))
	}
	m.Consistent = m.P >= 0.05
	return m, nil
}

func check(results []Result, need int) error {
	if err := analysis.CheckCount("results", len(results), need); err != nil {
		return err
	}
	for i, r := range results {
		if analysis.CheckFinite("result", r.Value, r.U) != nil {
			return &analysis.NotFiniteError{What: "result", Index: i}
		}
		if r.U < smallestU || r.U > largestU {
			return analysis.Inconsistent("the uncertainty of result %d is not above zero, or out of all proportion", i)
		}
	}
	return nil
}

// Uncertainties beyond these have weights whose products leave the range of doubles.
const smallestU, largestU = 1e-60, 1e60

// weighted is the mean with a variance between the laboratories added to each, and its
// variance.
func weighted(results []Result, between float64) (value, variance float64) {
	var total analysis.Sum
	for _, r := range results {
		total.Add(1 / (r.U*r.U + between))
	}
	value = results[0].Value
	for range 2 {
		var s analysis.Sum
		for _, r := range results {
			s.Add((r.Value - value) / (r.U*r.U + between) / total.Value())
		}
		value += s.Value()
	}
	return value, 1 / total.Value()
}

func chi(results []Result, value, between float64) float64 {
	var s analysis.Sum
	for _, r := range results {
		d := r.Value - value
		s.Add(d * d / (r.U*r.U + between))
	}
	return s.Value()
}
