// Package conformity judges measured values against tolerances: the probability that they
// conform, acceptance limits with guard bands, and the verdict of JJF 1094.
package conformity

import (
	"math"

	"metrograph/analysis"
	"metrograph/analysis/prob"
)

// Tolerance is the interval that a value has to lie in; an end that is not given is infinite.
type Tolerance struct{ Lower, Upper *float64 }

func (t Tolerance) check() error {
	if t.Lower == nil && t.Upper == nil {
		return analysis.Inconsistent("a tolerance has one limit at least")
	}
	for _, end := range []*float64{t.Lower, t.Upper} {
		if end != nil && analysis.CheckFinite("limit", *end) != nil {
			return &analysis.NotFiniteError{What: "limit"}
		}
	}
	if t.Lower != nil && t.Upper != nil && *t.Lower > *t.Upper {
		return analysis.Inconsistent("the lower limit is above the upper one")
	}
	return nil
}

// Probability is the conformance probability of a measured value y with standard uncertainty u:
// Φ((T_U - y)/u) - Φ((T_L - y)/u) (JCGM 106:2012, 7.2 to 7.4). The distribution of the
// measurand is normal, without knowledge of it before.
func Probability(y, u float64, t Tolerance) (float64, error) {
	if err := analysis.CheckFinite("value", y); err != nil {
		return 0, err
	}
	if err := analysis.CheckPositive("uncertainty", u); err != nil {
		return 0, err
	}
	if err := t.check(); err != nil {
		return 0, err
	}
	p := 1.0
	if t.Upper != nil { // what is beyond is taken away: both tails keep their digits
		p -= prob.Normal((y - *t.Upper) / u)
	}
	if t.Lower != nil {
		p -= prob.Normal((*t.Lower - y) / u)
	}
	return max(0, p), nil
}

// ActionLimit is the measured value from which a one-sided limit is exceeded with a probability
// of p at least, for an uncertainty that is relative to the value: L/(1 - z_p·u_rel) (JCGM
// 106:2012, 8.3.2 and the example of the speed limit). u_rel·z_p is below one.
func ActionLimit(limit, relative, p float64) (float64, error) {
	if err := analysis.CheckPositive("limit", limit); err != nil {
		return 0, err
	}
	if err := analysis.CheckPositive("relative uncertainty", relative); err != nil {
		return 0, err
	}
	if err := analysis.CheckFraction("probability", p); err != nil {
		return 0, err
	}
	rest := 1 - prob.NormalQuantile(p)*relative
	if rest <= 0 {
		return 0, analysis.Inconsistent("with such an uncertainty no value exceeds the limit with this probability")
	}
	return limit / rest, nil
}

// Decision is a statement of conformity with a guard band.
type Decision string

// Decisions of ILAC-G8:09/2019, 4.2.
const (
	Pass            Decision = "PASS"
	ConditionalPass Decision = "CONDITIONAL_PASS" // within the tolerance, in the guard band
	ConditionalFail Decision = "CONDITIONAL_FAIL" // beyond the tolerance, by less than the guard band
	Fail            Decision = "FAIL"
)

// Guarded is the decision with a guard band, and its risk.
type Guarded struct {
	Decision    Decision
	Band        float64  // w = r·U
	Lower       *float64 // acceptance limits: the tolerance drawn in by w
	Upper       *float64
	Conformance float64 // probability that the measurand conforms
	MaxRisk     float64 // probability of a false acceptance at the acceptance limit of one side
}

// Guard decides with a guard band w = r·U (ILAC-G8:09/2019, 4.2 and table 1; JCGM 106:2012, 8):
// r = 0 is simple acceptance, r = 1 keeps the specific risk below 2.5 % where k is 2. U is the
// expanded uncertainty, k its coverage factor.
func Guard(y, expanded, k, r float64, t Tolerance) (*Guarded, error) {
	if err := analysis.CheckPositive("coverage factor", k); err != nil {
		return nil, err
	}
	if !(r >= 0 && r <= 10) {
		return nil, analysis.Inconsistent("the guard band is from 0 to 10 times U")
	}
	p, err := Probability(y, expanded/k, t)
	if err != nil {
		return nil, err
	}
	g := &Guarded{Band: r * expanded, Conformance: p, MaxRisk: prob.Normal(-r * k)}
	inside, accepted, rejected := true, true, false
	if t.Upper != nil {
		g.Upper = new(*t.Upper - g.Band)
		inside, accepted, rejected = atMost(y, *t.Upper), atMost(y, *g.Upper), !atMost(y, *t.Upper+g.Band)
	}
	if t.Lower != nil {
		g.Lower = new(*t.Lower + g.Band)
		inside, accepted = inside && atMost(*t.Lower, y), accepted && atMost(*g.Lower, y)
		rejected = rejected || !atMost(*t.Lower-g.Band, y)
	}
	switch {
	case accepted:
		g.Decision = Pass
	case inside:
		g.Decision = ConditionalPass
	case !rejected:
		g.Decision = ConditionalFail
	default:
		g.Decision = Fail
	}
	return g, nil
}

// Verdict is a verdict of JJF 1094.
type Verdict string

// Verdicts of JJF 1094-2002, 5.3.1.
const (
	Qualified     Verdict = "QUALIFIED"     // 合格
	Unqualified   Verdict = "UNQUALIFIED"   // 不合格
	Indeterminate Verdict = "INDETERMINATE" // 待定
)

// Judge is the verdict of JJF 1094-2002, 5.3.1, on an error of indication: where U95 is at most a
// third of the maximum permissible error, |error| ≤ MPEV is qualified and all else is not;
// otherwise |error| ≤ MPEV - U95 is qualified, |error| ≥ MPEV + U95 unqualified, and what is
// between is undecided. All in one unit; MPEV is the absolute value. U95 may be zero, where the
// method of verification ensures that it is small.
func Judge(e, mpev, u95 float64) (Verdict, error) {
	if err := analysis.CheckFinite("error", e, u95); err != nil {
		return "", err
	}
	if err := analysis.CheckPositive("maximum permissible error", mpev); err != nil {
		return "", err
	}
	if u95 < 0 {
		return "", analysis.Inconsistent("an expanded uncertainty cannot be below zero")
	}
	size := math.Abs(e)
	switch small := atMost(3*u95, mpev); {
	case small && atMost(size, mpev), !small && atMost(size, mpev-u95):
		return Qualified, nil
	case small, atMost(mpev+u95, size):
		return Unqualified, nil
	}
	return Indeterminate, nil
}

// atMost compares numbers that were decimals: what differs by the rounding of doubles only is
// equal, so that 3 × 0.1 is at most 0.3.
func atMost(a, b float64) bool {
	return a <= b+1e-12*max(math.Abs(a), math.Abs(b))
}
