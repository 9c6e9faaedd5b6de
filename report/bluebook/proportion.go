package bluebook

import "math"

// wilson is the score interval of Wilson (1927) for a proportion, with confidence 95 %.
func wilson(passed, of int) (low, high float64) {
	const z = 1.959963984540054
	n, p := float64(of), float64(passed)/float64(of)
	middle, half := p+z*z/(2*n), z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, (middle-half)/(1+z*z/n)), min(1, (middle+half)/(1+z*z/n))
}

// twoProportions is the two-sided probability of a difference of two proportions as large as
// that seen, where they are the same, by the pooled normal approximation.
func twoProportions(a, n, b, m int) float64 {
	if n == 0 || m == 0 {
		return math.NaN()
	}
	pool := float64(a+b) / float64(n+m)
	spread := math.Sqrt(pool * (1 - pool) * (1/float64(n) + 1/float64(m)))
	if spread == 0 {
		return 1
	}
	z := math.Abs(float64(a)/float64(n)-float64(b)/float64(m)) / spread
	return math.Erfc(z / math.Sqrt2)
}
