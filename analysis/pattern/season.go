package pattern

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"metrograph/analysis"
	"metrograph/analysis/prob"
)

// Season is what a year's course explains of a series.
type Season struct {
	Amplitude float64 // in the unit of the values
	Peak      float64 // part of the year, from 0 to 1, at which it is largest
	F         float64
	P         float64 // chance of such an F without a season
	Drift     float64 // per year, fitted together with the season
}

// FindSeason fits y = a + b·t + p·cos 2πt + q·sin 2πt, t in years, by least squares, and tests
// p and q together (F with 2 and n - 4 degrees of freedom). At least eight values at times that
// are not all of one season.
//
// Source: harmonic regression, e.g. P. Bloomfield, Fourier Analysis of Time Series, Wiley 2000,
// chapter 2.
func FindSeason(years, values []float64) (*Season, error) {
	if len(years) != len(values) {
		return nil, analysis.Inconsistent("%d times and %d values", len(years), len(values))
	}
	if err := analysis.Check("values", values, 8); err != nil {
		return nil, err
	}
	if err := analysis.Check("times", years, 8); err != nil {
		return nil, err
	}
	origin := slices.Min(years)
	mean, squares := analysis.Squares(values)
	scale := math.Sqrt(squares / float64(len(values)))
	if scale < analysis.Smallest {
		return nil, analysis.Inconsistent("the values are all the same")
	}
	y := make([]float64, len(values))
	for i, v := range values {
		y[i] = (v - mean) / scale
	}
	whole, c, ok := leastSquares(years, y, origin, 4)
	straight, _, okay := leastSquares(years, y, origin, 2)
	if !ok || !okay {
		return nil, analysis.Inconsistent("the times are all of one season: it cannot be told from the level")
	}
	s := &Season{Amplitude: scale * math.Hypot(c[2], c[3]), Drift: scale * c[1], P: 1}
	if s.Peak = math.Atan2(c[3], c[2]) / (2 * math.Pi); s.Peak < 0 {
		s.Peak++
	}
	df := float64(len(values) - 4)
	explained := max(0, straight-whole)
	switch {
	case whole > 1e-20*float64(len(values)):
		s.F = explained / 2 / (whole / df)
		s.P = prob.FTail(s.F, 2, df)
	case explained > 1e-20*float64(len(values)):
		s.F, s.P = math.Inf(1), 0
	}
	return s, nil
}

// leastSquares fits the first of the terms 1, t, cos, sin, and returns the sum of the squares
// of the residuals; ok is false where the times do not tell them apart.
func leastSquares(years, y []float64, origin float64, terms int) (residual float64, c []float64, ok bool) {
	n := len(y)
	span := max(slices.Max(years)-origin, analysis.Smallest)
	a := mat.NewDense(n, terms, nil)
	for i, t := range years {
		_, phase := math.Modf(t)
		row := []float64{1, (t - origin) / span, math.Cos(2 * math.Pi * phase), math.Sin(2 * math.Pi * phase)}
		a.SetRow(i, row[:terms])
	}
	var qr mat.QR
	qr.Factorize(a)
	var x mat.VecDense
	if err := qr.SolveVecTo(&x, false, mat.NewVecDense(n, y)); err != nil || !(qr.Cond() < 1e8) {
		return 0, nil, false
	}
	var sum analysis.Sum
	for i := range n {
		r := y[i] - mat.Dot(a.RowView(i), &x)
		sum.Add(r * r)
	}
	c = slices.Clone(x.RawVector().Data)
	c[1] /= span
	return sum.Value(), c, true
}

// Association is how two quantities go together.
type Association struct {
	Rho float64 // Spearman's rank correlation, from -1 to 1
	P   float64 // two-sided chance of such a correlation without association
	N   int
}

// Associate is Spearman's rank correlation of two quantities, e.g. a deviation and the
// temperature at which it was measured (C. Spearman 1904; P by Student's t with n - 2 degrees
// of freedom). At least six pairs, of quantities that vary.
func Associate(x, y []float64) (*Association, error) {
	if len(x) != len(y) {
		return nil, analysis.Inconsistent("%d and %d values", len(x), len(y))
	}
	for _, values := range [][]float64{x, y} {
		if err := analysis.Check("values", values, 6); err != nil {
			return nil, err
		}
	}
	a, b := ranks(x), ranks(y)
	_, aa := analysis.Squares(a)
	_, bb := analysis.Squares(b)
	if aa == 0 || bb == 0 {
		return nil, analysis.Inconsistent("one of the quantities does not vary")
	}
	centre := float64(len(x)+1) / 2
	var ab analysis.Sum
	for i := range a {
		ab.Add((a[i] - centre) * (b[i] - centre))
	}
	rho := max(-1, min(1, ab.Value()/math.Sqrt(aa*bb)))
	df := float64(len(x) - 2)
	return &Association{rho, prob.TwoSidedStudent(rho*math.Sqrt(df/(1-rho*rho)), df), len(x)}, nil
}

// ranks numbers values in their order; equal ones have the mean of their ranks.
func ranks(values []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case values[a] < values[b]:
			return -1
		case values[a] > values[b]:
			return 1
		}
		return 0
	})
	out := make([]float64, len(values))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && values[order[j]] == values[order[i]] {
			j++
		}
		for _, at := range order[i:j] {
			out[at] = float64(i+j+1) / 2
		}
		i = j
	}
	return out
}
