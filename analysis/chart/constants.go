// Package chart is control charts: individual values with moving ranges, exponentially
// weighted moving averages and cumulative sums, with the signals that they give by name.
package chart

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"

	"metrograph/analysis"
	"metrograph/analysis/prob"
)

// Constants are the factors of control charts for samples of n normal values.
type Constants struct {
	C4         float64 // mean of s, in σ
	D2, D3     float64 // mean and standard deviation of the range, in σ
	A2, A3     float64 // limits of means, from ranges and from s
	B3, B4     float64 // limits of s
	Low4, Top4 float64 // limits of ranges: D₃ and D₄ of the tables
}

// MostSample is the largest sample for which there are constants.
const MostSample = 100

// ConstantsOf computes the factors (ISO 7870-2:2013, table 2 and annex), for n from 2 to 100:
// c₄ = √(2/(n-1))·Γ(n/2)/Γ((n-1)/2), d₂ = ∫[1 - Φⁿ - (1-Φ)ⁿ]dx.
func ConstantsOf(n int) (*Constants, error) {
	if n < 2 || n > MostSample {
		return nil, analysis.Inconsistent("samples are of 2 to %d values", MostSample)
	}
	size := float64(n)
	upper, _ := math.Lgamma(size / 2)
	lower, _ := math.Lgamma((size - 1) / 2)
	c := &Constants{C4: math.Sqrt(2/(size-1)) * math.Exp(upper-lower)}
	c.D2, c.D3 = ranges(n)
	c.A2, c.A3 = 3/(c.D2*math.Sqrt(size)), 3/(c.C4*math.Sqrt(size))
	half := 3 * math.Sqrt(max(0, 1-c.C4*c.C4)) / c.C4
	c.B3, c.B4 = max(0, 1-half), 1+half
	half = 3 * c.D3 / c.D2
	c.Low4, c.Top4 = max(0, 1-half), 1+half
	return c, nil
}

// ranges is mean and standard deviation of the range of n standard normal values: the mean by
// the trapezium rule, which converges exponentially for what vanishes at both ends, the square
// from E[R²] = ∫2r·P(R > r)dr with P(R ≤ r) = n·∫φ(x)·[Φ(x+r) - Φ(x)]ⁿ⁻¹dx.
func ranges(n int) (mean, deviation float64) {
	size := float64(n)
	mean = integral(func(x float64) float64 {
		return 1 - math.Pow(prob.Normal(x), size) - math.Pow(prob.Normal(-x), size)
	})
	square := quad.Fixed(func(r float64) float64 {
		within := size * integral(func(x float64) float64 {
			return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) * math.Pow(prob.Normal(x+r)-prob.Normal(x), size-1)
		})
		return 2 * r * max(0, 1-within)
	}, 0, 2*far, 60, nil, 0)
	return mean, math.Sqrt(max(0, square-mean*mean))
}

// far is how many sigma normal values are away at most, as far as a double can tell.
const far = 9.0

func integral(f func(float64) float64) float64 {
	const steps = 180
	const h = 2 * far / steps
	var s analysis.Sum
	for i := range steps + 1 {
		s.Add(h * f(-far+h*float64(i)))
	}
	return s.Value()
}
