// Package interval advises on recalibration intervals by the methods of ILAC-G24:2022/OIML
// D 10. It is advice for the owner of an instrument and never goes onto a certificate
// (ISO/IEC 17025:2017, 7.8.4.3). Intervals are in months or whatever unit they are given in.
package interval

import (
	"math"

	"metrograph/analysis"
	"metrograph/analysis/prob"
)

// StaircaseOptions are how the staircase steps.
type StaircaseOptions struct {
	Up   float64 // part that an interval grows by when found in tolerance; 0 for 0.1
	Down float64 // part that it shrinks by when not; 0 for 0.55
}

// Staircase is the next interval by automatic adjustment (ILAC-G24:2022, method 1; NCSLI RP-1,
// method A1): the last one, longer where the instrument was found within its tolerance,
// shorter where it was not. It heeds one calibration only, and so moves about a good interval.
func Staircase(interval float64, inTolerance bool, o StaircaseOptions) (float64, error) {
	if err := analysis.CheckPositive("interval", interval); err != nil {
		return 0, err
	}
	if o.Up == 0 {
		o.Up = 0.1
	}
	if o.Down == 0 {
		o.Down = 0.55
	}
	if !(o.Up > 0 && o.Up <= 10) || !(o.Down > 0 && o.Down < 1) {
		return 0, analysis.Inconsistent("the steps are above 0, that down is below 1")
	}
	if inTolerance {
		return interval * (1 + o.Up), nil
	}
	return interval * (1 - o.Down), nil
}

// Reliability is the interval that a target of reliability asks for.
type Reliability struct {
	Observed     float64 // part found within tolerance
	Lower, Upper float64 // Clopper-Pearson bounds of it, at the confidence asked for
	Rate         float64 // λ: how often tolerance is left, per unit of time
	Interval     float64 // at which the target is met; 0 where nothing was ever out of tolerance
	Safe         float64 // the same with the lower bound in place of what was observed
}

// ByReliability is the interval at which a target of in-tolerance probability is met, of
// instruments that were recalibrated at one interval and of which some were found in
// tolerance, by the exponential model R = exp(-λI): I_new = I·ln R_target/ln R_observed
// (ILAC-G24:2022, statistical methods; NCSLI RP-1, method A3). Instruments leave their
// tolerance at a rate that does not depend on their age. At least one calibration; with fewer
// than about 20 the bounds are wide, and Safe is what they support.
func ByReliability(interval float64, inTolerance, n int, target, confidence float64) (*Reliability, error) {
	if err := analysis.CheckPositive("interval", interval); err != nil {
		return nil, err
	}
	if err := analysis.CheckFraction("target", target); err != nil {
		return nil, err
	}
	lower, upper, err := ClopperPearson(inTolerance, n, confidence)
	if err != nil {
		return nil, err
	}
	r := &Reliability{Observed: float64(inTolerance) / float64(n), Lower: lower, Upper: upper}
	if r.Observed > 0 && r.Observed < 1 {
		if r.Rate, r.Interval, err = Exponential(interval, r.Observed, target); err != nil {
			return nil, err
		}
	}
	if lower > 0 {
		_, r.Safe, err = Exponential(interval, lower, target)
	}
	return r, err
}

// Exponential is the rate and the interval of the exponential model, from an observed
// reliability and a target, both above 0 and below 1.
func Exponential(interval, observed, target float64) (rate, next float64, err error) {
	if err := analysis.CheckPositive("interval", interval); err != nil {
		return 0, 0, err
	}
	if err := analysis.CheckFraction("observed reliability", observed); err != nil {
		return 0, 0, err
	}
	if err := analysis.CheckFraction("target", target); err != nil {
		return 0, 0, err
	}
	return -math.Log(observed) / interval, interval * math.Log(target) / math.Log(observed), nil
}

// ClopperPearson is the exact two-sided confidence interval of a probability of which x in n
// were seen: quantiles of beta distributions (C. J. Clopper, E. S. Pearson, Biometrika 26
// (1934) 404). Trials are independent. At least one.
func ClopperPearson(x, n int, confidence float64) (lower, upper float64, err error) {
	if n < 1 {
		return 0, 0, &analysis.TooFewError{What: "trials", Have: n, Need: 1}
	}
	if x < 0 || x > n || n > 1e9 {
		return 0, 0, analysis.Inconsistent("%d of %d is no count", x, n)
	}
	if err := analysis.CheckFraction("confidence", confidence); err != nil {
		return 0, 0, err
	}
	tail := (1 - confidence) / 2
	upper = 1
	if x > 0 {
		lower = prob.BetaQuantile(tail, float64(x), float64(n-x+1))
	}
	if x < n {
		upper = prob.BetaQuantile(1-tail, float64(x+1), float64(n-x))
	}
	return lower, upper, nil
}
