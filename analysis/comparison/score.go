// Package comparison compares results of laboratories: performance scores of interlaboratory
// comparisons, weighted means with tests of consistency, means with a component between
// laboratories, the robust algorithm A, and which laboratories agree.
package comparison

import (
	"math"

	"metrograph/analysis"
)

// Result is a value of a laboratory and its standard uncertainty, in one unit.
type Result struct {
	Value float64
	U     float64
}

// Verdict is how a score is judged.
type Verdict string

// Verdicts of ISO 13528:2015, 9.4.2 and 9.7.
const (
	Satisfactory   Verdict = "SATISFACTORY"   // |En| ≤ 1; |z| ≤ 2
	Questionable   Verdict = "QUESTIONABLE"   // 2 < |z| < 3
	Unsatisfactory Verdict = "UNSATISFACTORY" // |En| > 1; |z| ≥ 3
)

// En is the En number: (x - X)/√(U² + U_ref²), of expanded uncertainties with the same coverage
// (ISO 13528:2015, 9.7; ISO/IEC 17043:2010, B.3.1.3; JJF 1117-2010). The reference must not
// depend on the result.
func En(value, expanded, reference, referenceExpanded float64) (score float64, v Verdict, err error) {
	score, err = normalised(value-reference, expanded, referenceExpanded)
	return score, verdict(score, 1, 1), err
}

// Zeta is the ζ score: (x - X)/√(u² + u_ref²), of standard uncertainties (ISO 13528:2015, 9.6).
func Zeta(value, u, reference, referenceU float64) (score float64, v Verdict, err error) {
	score, err = normalised(value-reference, u, referenceU)
	return score, verdict(score, 2, 3), err
}

// Z is the z score: (x - X)/σ_pt, by the standard deviation for proficiency assessment (ISO
// 13528:2015, 9.4). The uncertainty of X is negligible: below 0.3·σ_pt, else see [ZPrime].
func Z(value, reference, sigma float64) (score float64, v Verdict, err error) {
	return ZPrime(value, reference, sigma, 0)
}

// ZPrime is the z′ score: (x - X)/√(σ_pt² + u_ref²) (ISO 13528:2015, 9.5).
func ZPrime(value, reference, sigma, referenceU float64) (score float64, v Verdict, err error) {
	if err := analysis.CheckPositive("standard deviation for proficiency assessment", sigma); err != nil {
		return 0, "", err
	}
	score, err = normalised(value-reference, sigma, referenceU)
	return score, verdict(score, 2, 3), err
}

func normalised(difference, a, b float64) (float64, error) {
	if err := analysis.CheckFinite("score", difference, a, b); err != nil {
		return 0, err
	}
	both := math.Hypot(a, b)
	if a < 0 || b < 0 || both < analysis.Smallest {
		return 0, analysis.Inconsistent("uncertainties are from 0, and one is above 0")
	}
	return difference / both, nil
}

func verdict(score, good, bad float64) Verdict {
	switch size := math.Abs(score); {
	case size <= good:
		return Satisfactory
	case size < bad:
		return Questionable
	}
	return Unsatisfactory
}
