package comparison

import (
	"math"

	"metrograph/analysis"
)

// Robust is a robust mean and standard deviation.
type Robust struct {
	Mean       float64
	Deviation  float64
	U          float64 // standard uncertainty of the mean, 1.25·s*/√p (ISO 13528:2015, 7.7.3)
	Iterations int
}

const (
	algorithmScale = 1.483 // of the median absolute deviation, as the norm rounds it
	algorithmWidth = 1.5   // δ in s*
	algorithmBack  = 1.134 // what winsorising takes from the standard deviation
	mostIterations = 1000
)

// AlgorithmA is the robust mean and standard deviation of ISO 13528:2015, C.3.1: values beyond
// 1.5·s* of the mean are drawn in to there, until nothing changes. At least three values,
// half of which are not to be in error. Deviation is 0 where more than half are the same.
func AlgorithmA(values []float64) (*Robust, error) {
	if err := analysis.Check("values", values, 3); err != nil {
		return nil, err
	}
	r := &Robust{}
	median, deviation := analysis.RobustDeviation(values)
	const exactScale = 1.482602218505602
	r.Mean, r.Deviation = median, deviation*(algorithmScale/exactScale)
	drawn := make([]float64, len(values))
	for r.Iterations < mostIterations && r.Deviation > 0 {
		before := *r
		r.Iterations++
		width := algorithmWidth * r.Deviation
		for i, v := range values {
			drawn[i] = max(r.Mean-width, min(r.Mean+width, v))
		}
		mean, s, err := analysis.Spread(drawn)
		if err != nil {
			return nil, err
		}
		r.Mean, r.Deviation = mean, algorithmBack*s
		if math.Abs(r.Mean-before.Mean)+math.Abs(r.Deviation-before.Deviation) <= 1e-13*r.Deviation {
			break
		}
	}
	r.U = 1.25 * r.Deviation / math.Sqrt(float64(len(values)))
	return r, nil
}
