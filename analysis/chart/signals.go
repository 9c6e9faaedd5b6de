package chart

import "slices"

// Rule is a pattern that is unlikely while a process is in control.
type Rule string

// The tests for special causes of ISO 7870-2:2013, annex B (GB/T 17989.2), after L. S. Nelson,
// J. Qual. Technol. 16 (1984) 237, and the limits of the other charts.
const (
	BeyondLimit   Rule = "BEYOND_3_SIGMA"   // one point beyond three sigma
	SameSide      Rule = "NINE_ON_ONE_SIDE" // nine in a row on one side of the centre
	SixTrend      Rule = "SIX_RISING_OR_FALLING"
	Alternating   Rule = "FOURTEEN_ALTERNATING"
	TwoOfThree    Rule = "TWO_OF_THREE_BEYOND_2_SIGMA" // on one side
	FourOfFive    Rule = "FOUR_OF_FIVE_BEYOND_1_SIGMA" // on one side
	Hugging       Rule = "FIFTEEN_WITHIN_1_SIGMA"
	Mixture       Rule = "EIGHT_BEYOND_1_SIGMA" // on both sides
	EWMALimit     Rule = "EWMA_BEYOND_LIMIT"
	CUSUMHighSide Rule = "CUSUM_HIGH"
	CUSUMLowSide  Rule = "CUSUM_LOW"
)

// Signal is a rule that a point completes.
type Signal struct {
	Rule  Rule
	First int // of the points that make the pattern
	Last  int // the point that completes it
}

// rule is a test of the points up to one of them.
type rule struct {
	name   Rule
	length int
	holds  func(z []float64) bool // of so many points, in sigma from the centre
}

func rules() []rule {
	return []rule{
		{BeyondLimit, 1, func(z []float64) bool { return z[0] > 3 || z[0] < -3 }},
		{SameSide, 9, func(z []float64) bool { return beyond(z, 0, 9) }},
		{SixTrend, 6, func(z []float64) bool { return rising(z, 1) || rising(z, -1) }},
		{Alternating, 14, alternates},
		{TwoOfThree, 3, func(z []float64) bool { return completes(z, 2, 2) }},
		{FourOfFive, 5, func(z []float64) bool { return completes(z, 1, 4) }},
		{Hugging, 15, func(z []float64) bool { return outside(z, 1) == 0 }},
		{Mixture, 8, mixes},
	}
}

// Signals looks for patterns in points about a centre, with a standard deviation. Without one
// there are no signals: nothing varies. nil for all rules.
func Signals(values []float64, centre, sigma float64, which []Rule) []Signal {
	if !(sigma > 0) {
		return nil
	}
	z := make([]float64, len(values))
	for i, v := range values {
		z[i] = (v - centre) / sigma
	}
	var found []Signal
	for last := range z {
		for _, r := range rules() {
			first := last - r.length + 1
			if first >= 0 && (which == nil || slices.Contains(which, r.name)) && r.holds(z[first:last+1]) {
				found = append(found, Signal{r.name, first, last})
			}
		}
	}
	return found
}

// beyond tells whether so many points are beyond a distance on one side.
func beyond(z []float64, distance float64, need int) bool {
	above, below := 0, 0
	for _, v := range z {
		switch {
		case v > distance:
			above++
		case v < -distance:
			below++
		}
	}
	return above >= need || below >= need
}

// completes tells whether the last point is one of so many beyond a distance on its side.
func completes(z []float64, distance float64, need int) bool {
	last := z[len(z)-1]
	side := 1.0
	if last < 0 {
		side = -1
	}
	count := 0
	for _, v := range z {
		if side*v > distance {
			count++
		}
	}
	return side*last > distance && count >= need
}

func rising(z []float64, sign float64) bool {
	for i := 1; i < len(z); i++ {
		if sign*(z[i]-z[i-1]) <= 0 {
			return false
		}
	}
	return true
}

func alternates(z []float64) bool {
	for i := 2; i < len(z); i++ {
		if (z[i]-z[i-1])*(z[i-1]-z[i-2]) >= 0 {
			return false
		}
	}
	return true
}

// outside counts the points beyond a distance on either side.
func outside(z []float64, distance float64) int {
	count := 0
	for _, v := range z {
		if v > distance || v < -distance {
			count++
		}
	}
	return count
}

// mixes tells whether all points are beyond one sigma, and some on each side.
func mixes(z []float64) bool {
	return outside(z, 1) == len(z) && slices.Max(z) > 0 && slices.Min(z) < 0
}
