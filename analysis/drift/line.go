// Package drift describes how a measurement standard or an instrument changes with time: the
// drift line with its uncertainty, trends without assumptions on the distribution, when a
// limit will be reached, and the check of stability of JJF 1033. Adjustments divide a history
// into segments: the drift goes on, the level is a new one.
package drift

import (
	"math"

	"metrograph/analysis"
	"metrograph/analysis/prob"
)

// Point is one calibration: when, which deviation, and its standard uncertainty.
type Point struct {
	T       float64 // time, in a unit of the caller's choice, e.g. years
	Y       float64 // deviation
	U       float64 // standard uncertainty, in the unit of Y; 0 in all points where it is not known
	Segment int     // counts adjustments: points of one segment lie between the same two
}

// Line is a straight line y = A + B·t fitted by least squares with weights 1/u². With several
// segments, each has a level of its own and B is common to all; A is that of the last one.
//
// Assumptions: the errors of the points are independent and their times exact. The
// uncertainties are those that the points' own uncertainties give; where these are not known
// or not trusted, see [Line.Scaled].
type Line struct {
	A, B       float64
	UA, UB     float64 // standard uncertainties of A and B
	Cov        float64 // covariance of A and B
	ChiSquared float64 // weighted sum of the squares of the residuals
	DF         int     // points less segments less one
	Birge      float64 // √(χ²/DF), 0 where DF is 0
	P          float64 // probability of a χ² at least as large, 1 where DF is 0
	R2         float64 // share of the variation about the levels that the slope explains
	F          float64 // test of the slope against none: explained over residual mean square
	Explained  float64 // weighted sum of squares that the slope explains
	Weighted   bool    // whether the points had uncertainties
	Segments   int
	Residuals  []float64 // in the order of the points
	From, To   float64   // times of the first and the last point

	centre   float64 // weighted mean time of the last segment
	level    float64 // of the line at the centre
	varLevel float64 // its variance
	varB     float64
}

// MinPoints is the fewest points of a fit of one segment.
const MinPoints = 3

// Fit fits a line. It needs at least three points, one more than levels and slope together, and
// in one of the segments two different times. Points without uncertainties weigh alike, and
// the scatter of the residuals stands in for their uncertainty.
//
// Source: JCGM 100:2008, H.3 (line with covariance); weights after ISO/TS 28037:2010, clause 6;
// R. T. Birge, Phys. Rev. 40 (1932) 207. Sums are centred on each segment, which keeps their
// digits.
func Fit(points []Point) (*Line, error) {
	weighted, err := check(points)
	if err != nil {
		return nil, err
	}
	l := &Line{Weighted: weighted, From: math.Inf(1), To: math.Inf(-1), Residuals: make([]float64, len(points))}
	groups := segments(points)
	l.Segments = len(groups)
	if l.DF = len(points) - l.Segments - 1; l.DF < 1 {
		return nil, &analysis.TooFewError{What: "points", Have: len(points), Need: l.Segments + 2}
	}
	var xx, xy, yy analysis.Sum
	for _, g := range groups {
		g.add(&xx, &xy, &yy)
		l.From, l.To = min(l.From, g.from), max(l.To, g.to)
	}
	if xx.Value() < smallestSpread {
		return nil, analysis.Inconsistent("the points of each segment have one time only: no drift can be seen")
	}
	l.solve(groups, xx.Value(), xy.Value(), yy.Value())
	return l, nil
}

// smallestSpread is the least weighted spread of times; below it the slope is not finite.
const smallestSpread = 1e-280

// solve computes the line from sums centred on the segments.
func (l *Line) solve(groups []group, xx, xy, yy float64) {
	l.B, l.varB = xy/xx, 1/xx
	last := groups[len(groups)-1]
	l.centre, l.level, l.varLevel = last.t, last.y, 1/last.w
	var chi analysis.Sum
	for _, g := range groups {
		for n, i := range g.index {
			r := (g.yn[n] - g.y) - l.B*(g.tn[n]-g.t)
			l.Residuals[i] = r
			chi.Add(g.wn[n] * r * r)
		}
	}
	l.ChiSquared = chi.Value()
	l.Explained = l.B * xy
	if yy > 0 {
		l.R2 = max(0, min(1, 1-l.ChiSquared/yy))
	}
	mean := l.ChiSquared / float64(l.DF)
	l.Birge, l.P = math.Sqrt(mean), prob.ChiSquaredTail(l.ChiSquared, float64(l.DF))
	if mean > 0 {
		l.F = l.Explained / mean
	}
	if !l.Weighted {
		l.varB *= mean
		l.varLevel *= mean
		l.Birge, l.P = 1, 1
	}
	l.express()
}

// express gives the line about the centre as one about time zero.
func (l *Line) express() {
	l.A = l.level - l.B*l.centre
	l.UB = math.Sqrt(l.varB)
	l.UA = math.Sqrt(l.varLevel + l.centre*l.centre*l.varB)
	l.Cov = -l.centre * l.varB
}

// At is the line at a time and its standard uncertainty:
// u²(t) = u²(A) + t²·u²(B) + 2·t·cov(A, B), computed about the centre of the points.
func (l *Line) At(t float64) (y, u float64) {
	d := t - l.centre
	return l.level + l.B*d, math.Sqrt(l.varLevel + d*d*l.varB)
}

// Scaled is the line with its uncertainties multiplied by a factor: by the Birge ratio where
// the points scatter more than their uncertainties explain (or where these are not trusted).
func (l *Line) Scaled(factor float64) *Line {
	s := *l
	s.varB *= factor * factor
	s.varLevel *= factor * factor
	s.express()
	return &s
}

// Significant is the two-sided probability of a slope at least so far from zero if there were
// no drift: Student's t with DF degrees of freedom where the residuals gave the uncertainty,
// the normal distribution otherwise.
func (l *Line) Significant() float64 {
	switch {
	case l.UB == 0 && l.B == 0:
		return 1
	case l.UB == 0:
		return 0
	case l.Weighted:
		return prob.TwoSidedNormal(l.B / l.UB)
	}
	return prob.TwoSidedStudent(l.B/l.UB, float64(l.DF))
}

// check looks at the points, and at whether they have uncertainties.
func check(points []Point) (weighted bool, err error) {
	if err := analysis.CheckCount("points", len(points), MinPoints); err != nil {
		return false, err
	}
	known := 0
	for i, p := range points {
		if analysis.CheckFinite("point", p.T, p.Y, p.U) != nil {
			return false, &analysis.NotFiniteError{What: "point", Index: i}
		}
		if p.U != 0 {
			known++
		}
	}
	if known != 0 && known != len(points) {
		return false, analysis.Inconsistent("%d of %d points have no uncertainty: give it for all or for none", len(points)-known, len(points))
	}
	for _, p := range points {
		if known > 0 && (p.U < smallestU || p.U > largestU) {
			return false, analysis.Inconsistent("an uncertainty is not above zero, or out of all proportion")
		}
	}
	return known > 0, nil
}

// Uncertainties beyond these have weights whose products leave the range of doubles.
const smallestU, largestU = 1e-60, 1e60

// Residual is the residual standard deviation √(χ²/DF): that of the points about the line where
// they have no uncertainties, the Birge ratio where they have.
func (l *Line) Residual() float64 { return math.Sqrt(l.ChiSquared / float64(l.DF)) }
