package analysis

import "math"

// Sum adds up with a running compensation of what rounding loses (Neumaier 1974). The zero
// Sum is zero.
type Sum struct{ total, lost float64 }

// Add adds a value.
func (s *Sum) Add(v float64) {
	t := s.total + v
	if math.Abs(s.total) >= math.Abs(v) {
		s.lost += (s.total - t) + v
	} else {
		s.lost += (v - t) + s.total
	}
	s.total = t
}

// Value is the sum.
func (s *Sum) Value() float64 { return s.total + s.lost }

// Total is the sum of values.
func Total(values []float64) float64 {
	var s Sum
	for _, v := range values {
		s.Add(v)
	}
	return s.Value()
}

// Dot is the sum of products, each of them exact to twice the digits.
func Dot(a, b []float64) float64 {
	var s Sum
	for i, v := range a {
		p := v * b[i]
		s.Add(p)
		s.Add(math.FMA(v, b[i], -p))
	}
	return s.Value()
}
