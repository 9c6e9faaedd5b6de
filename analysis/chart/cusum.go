package chart

import "metrograph/analysis"

// Cusum is the tabular chart of cumulative sums.
type Cusum struct {
	High, Low []float64 // sums above and below the target, never below zero
	Decision  float64   // h: the sum that signals
	Signals   []Signal
}

// CUSUM is the two-sided tabular chart of cumulative sums: S⁺_t = max(0, S⁺_(t-1) + x_t - μ₀ - K),
// S⁻_t = max(0, S⁻_(t-1) + μ₀ - K - x_t), a signal where a sum exceeds H (ISO 7870-4:2021;
// E. S. Page, Biometrika 41 (1954) 100; NIST/SEMATECH e-Handbook, 6.3.2.3). target, slack K
// (mostly half the shift that matters) and decision H are in the unit of the values. At least
// one value.
func CUSUM(values []float64, target, slack, decision float64) (*Cusum, error) {
	if err := analysis.Check("values", values, 1); err != nil {
		return nil, err
	}
	if err := analysis.CheckFinite("parameter", target, slack); err != nil {
		return nil, err
	}
	if err := analysis.CheckPositive("decision interval", decision); err != nil {
		return nil, err
	}
	if slack < 0 {
		return nil, analysis.Inconsistent("the slack cannot be below zero")
	}
	c := &Cusum{Decision: decision}
	high, low, since := 0.0, 0.0, [2]int{}
	for i, x := range values {
		if high == 0 {
			since[0] = i
		}
		if low == 0 {
			since[1] = i
		}
		high, low = max(0, high+(x-target-slack)), max(0, low+(target-slack-x))
		c.High, c.Low = append(c.High, high), append(c.Low, low)
		if high > decision {
			c.Signals = append(c.Signals, Signal{CUSUMHighSide, since[0], i})
		}
		if low > decision {
			c.Signals = append(c.Signals, Signal{CUSUMLowSide, since[1], i})
		}
	}
	return c, nil
}
