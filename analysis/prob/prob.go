// Package prob is the probability distributions that analysis needs, by gonum's special
// functions: tails that keep their digits where they are small, and quantiles to the last
// digits of a double. Arguments are checked by the callers.
package prob

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Normal is the probability that a standard normal variable is at most z.
func Normal(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// NormalQuantile is the z below which a standard normal variable lies with probability p.
func NormalQuantile(p float64) float64 { return -math.Sqrt2 * math.Erfcinv(2*p) }

// TwoSidedNormal is the probability that a standard normal variable is further from zero
// than z.
func TwoSidedNormal(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// StudentTail is the probability that Student's t with df degrees of freedom exceeds t.
func StudentTail(t, df float64) float64 {
	tail := TwoSidedStudent(t, df) / 2
	if t < 0 {
		return 1 - tail
	}
	return tail
}

// TwoSidedStudent is the probability that Student's t is further from zero than t.
func TwoSidedStudent(t, df float64) float64 {
	if math.IsInf(t, 0) || t*t/df > 1e300 {
		return 0
	}
	return mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
}

// StudentUpper is the t that Student's t exceeds with probability p, for p up to one half.
func StudentUpper(p, df float64) float64 {
	return solve(func(t float64) float64 { return StudentTail(t, df) }, p, 0, math.Inf(1))
}

// FTail is the probability that Fisher's F with the degrees of freedom exceeds f.
func FTail(f, df1, df2 float64) float64 {
	if f <= 0 {
		return 1
	}
	return mathext.RegIncBeta(df2/2, df1/2, df2/(df2+df1*f))
}

// FUpper is the f that Fisher's F exceeds with probability p.
func FUpper(p, df1, df2 float64) float64 {
	return solve(func(f float64) float64 { return FTail(f, df1, df2) }, p, 0, math.Inf(1))
}

// ChiSquaredTail is the probability that chi-squared with df degrees of freedom exceeds x.
func ChiSquaredTail(x, df float64) float64 {
	if x <= 0 {
		return 1
	}
	return mathext.GammaIncRegComp(df/2, x/2)
}

// ChiSquaredUpper is the x that chi-squared exceeds with probability p.
func ChiSquaredUpper(p, df float64) float64 {
	return solve(func(x float64) float64 { return ChiSquaredTail(x, df) }, p, 0, math.Inf(1))
}

// BetaQuantile is the x below which a beta variable lies with probability p.
func BetaQuantile(p, a, b float64) float64 {
	return solve(func(x float64) float64 { return -mathext.RegIncBeta(a, b, x) }, -p, 0, 1)
}

// solve finds where a falling function has a value, between two ends of which the upper may be
// infinite, by halving the interval until no double is left in it.
func solve(falling func(float64) float64, value, low, high float64) float64 {
	if math.IsInf(high, 1) {
		for high = 1; falling(high) > value && high < 1e300; high *= 2 {
			low = high
		}
	}
	for range 200 {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			break
		}
		if falling(middle) > value {
			low = middle
		} else {
			high = middle
		}
	}
	return low + (high-low)/2
}
