package comparison

import (
	"math"

	"metrograph/analysis"
)

// Method estimates the variance between laboratories.
type Method string

// Methods, each of which trusts the stated uncertainties as far as they go.
const (
	DerSimonianLaird Method = "DERSIMONIAN_LAIRD" // R. DerSimonian, N. Laird, Control. Clin. Trials 7 (1986) 177
	MandelPaule      Method = "MANDEL_PAULE"      // R. C. Paule, J. Mandel, J. Res. NBS 87 (1982) 377
	REML             Method = "REML"              // restricted maximum likelihood
)

// Random is a mean with a component of variance between the laboratories.
type Random struct {
	Between float64 // τ²: variance between the laboratories, 0 where they agree
	Value   float64
	U       float64 // standard uncertainty
}

// RandomEffects is the mean of results that do not agree within their uncertainties: each has a
// variance between laboratories added to its own. At least two results.
func RandomEffects(results []Result, method Method) (*Random, error) {
	if err := check(results, 2); err != nil {
		return nil, err
	}
	r := &Random{}
	switch method {
	case DerSimonianLaird:
		r.Between = derSimonianLaird(results)
	case MandelPaule:
		r.Between = mandelPaule(results)
	case REML:
		r.Between = reml(results)
	default:
		return nil, analysis.Inconsistent("no method is named %q", method)
	}
	var variance float64
	r.Value, variance = weighted(results, r.Between)
	r.U = math.Sqrt(variance)
	return r, nil
}

// derSimonianLaird is the estimate from the moments: (Q - (n-1))/(Σw - Σw²/Σw).
func derSimonianLaird(results []Result) float64 {
	value, variance := weighted(results, 0)
	var lesser analysis.Sum // Σw - Σw²/Σw = Σw(1 - w/Σw)
	for _, r := range results {
		w := 1 / (r.U * r.U)
		lesser.Add(w * (1 - w*variance))
	}
	excess := chi(results, value, 0) - float64(len(results)-1)
	if excess <= 0 || lesser.Value() <= 0 {
		return 0
	}
	return excess / lesser.Value()
}

// mandelPaule is the τ² at which Q(τ²) is its expectation, n - 1. Q falls with τ².
func mandelPaule(results []Result) float64 {
	return root(results, func(between float64) float64 {
		value, _ := weighted(results, between)
		return chi(results, value, between) - float64(len(results)-1)
	})
}

// reml is the τ² at which the derivative of the restricted likelihood is zero:
// Σw²(x-x̄)² - Σw + Σw²/Σw, with w = 1/(u² + τ²), taken where it first falls below zero.
func reml(results []Result) float64 {
	return root(results, func(between float64) float64 {
		value, variance := weighted(results, between)
		var s analysis.Sum
		for _, r := range results {
			w := 1 / (r.U*r.U + between)
			d := (r.Value - value) * math.Sqrt(w)
			s.Add(w * variance * (d*d - 1 + w*variance))
		}
		return s.Value()
	})
}

// root finds the variance at which something goes through zero from above; 0 where it is not
// above zero without any.
func root(results []Result, f func(float64) float64) float64 {
	if f(0) <= 0 {
		return 0
	}
	low, high := 0.0, smallestBetween(results)
	for f(high) > 0 && high < analysis.Largest {
		low, high = high, high*4
	}
	for range 300 {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			break
		}
		if f(middle) > 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return low + (high-low)/2
}

// smallestBetween is a variance of the size of the smallest uncertainty.
func smallestBetween(results []Result) float64 {
	u := results[0].U
	for _, r := range results {
		u = min(u, r.U)
	}
	return u * u
}
