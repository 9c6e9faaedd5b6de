package chart

import (
	"math"

	"metrograph/analysis"
)

// Chart is a control chart: what is plotted, its centre and its limits, and the signals.
type Chart struct {
	Plotted      []float64
	Centre       float64
	Lower, Upper []float64 // one a point
	Sigma        float64   // standard deviation of the values that the limits are from
	Signals      []Signal
}

// MovingRange is the standard deviation of values that follow one another, from the mean of
// their moving ranges: MR̄/d₂.
type MovingRange struct {
	Ranges []float64
	Mean   float64
	Upper  float64 // control limit of the ranges, D₄·MR̄
	Chart
}

// Mean and standard deviation of the range of two standard normal values: 2/√π and √(2 - 4/π).
const pairD2, pairD3 = 1.1283791670955126, 0.8525024664274153

// Options of a chart of individual values.
type Options struct {
	D2    float64 // divisor of the mean moving range; 0 for the exact one, 2/√π; tables round it to 1.128
	Rules []Rule  // signals looked for; nil for all of them
}

// Individuals is the chart of individual values and their moving ranges (ISO 7870-2:2013,
// clause 8; NIST/SEMATECH e-Handbook, 6.3.2.2): limits x̄ ± 3·MR̄/d₂. At least three values in
// the order in which they were made, normal and independent while the process is in control.
func Individuals(values []float64, o Options) (*MovingRange, error) {
	if err := analysis.Check("values", values, 3); err != nil {
		return nil, err
	}
	if o.D2 == 0 {
		o.D2 = pairD2
	}
	if err := analysis.CheckPositive("divisor", o.D2); err != nil {
		return nil, err
	}
	c := &MovingRange{Ranges: make([]float64, len(values)-1)}
	for i := range c.Ranges {
		c.Ranges[i] = math.Abs(values[i+1] - values[i])
	}
	var err error
	if c.Mean, err = analysis.Mean(c.Ranges); err != nil {
		return nil, err
	}
	c.Upper = c.Mean * (1 + 3*pairD3/pairD2)
	centre, err := analysis.Mean(values)
	if err != nil {
		return nil, err
	}
	c.Chart = flat(values, centre, c.Mean/o.D2, 3)
	c.Signals = Signals(values, c.Centre, c.Sigma, o.Rules)
	return c, nil
}

// flat is a chart whose limits are the same everywhere.
func flat(plotted []float64, centre, sigma, width float64) Chart {
	c := Chart{Plotted: plotted, Centre: centre, Sigma: sigma}
	for range plotted {
		c.Lower, c.Upper = append(c.Lower, centre-width*sigma), append(c.Upper, centre+width*sigma)
	}
	return c
}
