package chart

import (
	"math"

	"metrograph/analysis"
)

// EWMAOptions are the parameters of the chart of moving averages.
type EWMAOptions struct {
	Lambda     float64 // weight of the newest value; 0 for 0.3
	Width      float64 // half the width of the limits in sigma; 0 for 3
	Asymptotic bool    // limits as after many points, instead of those of each point
}

// EWMA is the chart of exponentially weighted moving averages, z_t = λ·x_t + (1-λ)·z_(t-1),
// z₀ the target, with limits target ± L·σ·√(λ/(2-λ)·[1-(1-λ)^(2t)]) (ISO 7870-6:2016;
// S. W. Roberts, Technometrics 1 (1959) 239; NIST/SEMATECH e-Handbook, 6.3.2.4). At least one
// value; target and sigma are those of the process in control.
func EWMA(values []float64, target, sigma float64, o EWMAOptions) (*Chart, error) {
	if err := analysis.Check("values", values, 1); err != nil {
		return nil, err
	}
	if err := analysis.CheckFinite("target", target); err != nil {
		return nil, err
	}
	if err := analysis.CheckPositive("sigma", sigma); err != nil {
		return nil, err
	}
	if o.Lambda == 0 {
		o.Lambda = 0.3
	}
	if o.Width == 0 {
		o.Width = 3
	}
	if !(o.Lambda > 0 && o.Lambda <= 1) || !(o.Width > 0 && o.Width < 100) {
		return nil, analysis.Inconsistent("lambda is above 0 and at most 1, the width above 0 and below 100")
	}
	c := &Chart{Centre: target, Sigma: sigma}
	z, rest := target, 1.0
	for i, x := range values {
		z = o.Lambda*x + (1-o.Lambda)*z
		rest *= (1 - o.Lambda) * (1 - o.Lambda)
		share := 1 - rest
		if o.Asymptotic {
			share = 1
		}
		half := o.Width * sigma * math.Sqrt(o.Lambda/(2-o.Lambda)*share)
		c.Plotted, c.Lower, c.Upper = append(c.Plotted, z), append(c.Lower, target-half), append(c.Upper, target+half)
		if math.Abs(z-target) > half {
			c.Signals = append(c.Signals, Signal{EWMALimit, i, i})
		}
	}
	return c, nil
}
