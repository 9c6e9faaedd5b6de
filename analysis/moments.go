package analysis

import (
	"math"
	"slices"
)

// Mean is the arithmetic mean (JCGM 100:2008, 4.2.1). At least one value.
func Mean(values []float64) (float64, error) {
	if err := Check("values", values, 1); err != nil {
		return 0, err
	}
	return mean(values), nil
}

// mean adds the mean of what the first mean leaves, which rounding took from it.
func mean(values []float64) float64 {
	n := float64(len(values))
	m := Total(values) / n
	var rest Sum
	for _, v := range values {
		rest.Add(v - m)
	}
	return m + rest.Value()/n
}

// Spread is mean and experimental standard deviation (JCGM 100:2008, 4.2.2; n - 1 in the
// denominator), in the unit of the values. Two passes: the squares are of differences from
// the mean, corrected by what is left of their sum. At least two values.
func Spread(values []float64) (mean, deviation float64, err error) {
	if err := Check("values", values, 2); err != nil {
		return 0, 0, err
	}
	mean, squares := Squares(values)
	return mean, math.Sqrt(squares / float64(len(values)-1)), nil
}

// Squares is the mean and the sum of the squares of the differences from it. Of no values both
// are zero.
func Squares(values []float64) (m, squares float64) {
	if len(values) == 0 {
		return 0, 0
	}
	m = mean(values)
	var sum, rest Sum
	for _, v := range values {
		d := v - m
		rest.Add(d)
		p := d * d
		sum.Add(p)
		sum.Add(math.FMA(d, d, -p))
	}
	left := rest.Value()
	return m, max(0, sum.Value()-left*left/float64(len(values)))
}

// Autocorrelation is the lag-1 autocorrelation coefficient (NIST/SEMATECH e-Handbook,
// 1.3.5.12): near zero where values that follow one another are independent. At least three
// values that are not all the same.
func Autocorrelation(values []float64) (float64, error) {
	if err := Check("values", values, 3); err != nil {
		return 0, err
	}
	m, squares := Squares(values)
	if squares == 0 {
		return 0, Inconsistent("values that are all the same have no autocorrelation")
	}
	var products Sum
	for i := 1; i < len(values); i++ {
		products.Add((values[i] - m) * (values[i-1] - m))
	}
	return products.Value() / squares, nil
}

// Median is the middle value, or the mean of the two in the middle; zero of no values.
func Median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	if n%2 == 1 {
		return sorted[n/2]
	}
	return sorted[n/2-1] + (sorted[n/2]-sorted[n/2-1])/2
}

// RobustDeviation is the median and the scaled median absolute deviation from it,
// 1.4826 · MAD, which estimates the standard deviation of normal values and hardly heeds
// outliers (ISO 13528:2015, C.2.2).
func RobustDeviation(values []float64) (median, deviation float64) {
	median = Median(values)
	away := make([]float64, len(values))
	for i, v := range values {
		away[i] = math.Abs(v - median)
	}
	return median, robustScale * Median(away)
}

// robustScale is one over the upper quartile of the standard normal distribution.
const robustScale = 1.482602218505602

// Shift is the differences of decimals from the first of them, each exact before it is rounded
// once: 10000000.2 and 10000000.3 differ by 0.1 and not by what doubles make of it. What does
// not depend on the origin is computed from them without loss. At least one decimal; empty or
// malformed ones are faults.
func Shift[D Decimal[D]](values []D) (origin D, shifted []float64, err error) {
	if err := CheckCount("values", len(values), 1); err != nil {
		return origin, nil, err
	}
	shifted = make([]float64, len(values))
	for i, v := range values {
		d, ok := v.Minus(values[0])
		if !ok {
			return origin, nil, &NotFiniteError{"value", i}
		}
		shifted[i] = d
	}
	return values[0], shifted, CheckFinite("value", shifted...)
}

// Decimal is a decimal number that knows its exact difference from another one, as
// model.Decimal does.
type Decimal[D any] interface {
	Minus(other D) (difference float64, ok bool)
}
