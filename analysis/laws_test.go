package analysis_test

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"metrograph/analysis"
	"metrograph/analysis/chart"
	"metrograph/analysis/comparison"
	"metrograph/analysis/conformity"
	"metrograph/analysis/drift"
	"metrograph/analysis/interval"
	"metrograph/analysis/pattern"
	"metrograph/analysis/precision"
)

// drawPoints draws calibrations in one to three segments.
func drawPoints(t *rapid.T) []drift.Point {
	n := rapid.IntRange(6, 20).Draw(t, "n")
	points := make([]drift.Point, n)
	segment := 0
	for i := range points {
		if i > 2 && rapid.IntRange(0, 5).Draw(t, "adjusted") == 0 {
			segment = min(2, segment+1)
		}
		points[i] = drift.Point{T: float64(i) + rapid.Float64Range(0, 0.5).Draw(t, "t"), Segment: segment,
			Y: rapid.Float64Range(-10, 10).Draw(t, "y"), U: rapid.Float64Range(0.1, 2).Draw(t, "u")}
	}
	return points
}

// TestLineLaws: a line does not depend on the order of the points, moves with the origins of
// time and value, and scales with their units.
func TestLineLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := drawPoints(t)
		l, err := drift.Fit(points)
		if err != nil {
			t.Fatal(err)
		}
		later, higher, scale := rapid.Float64Range(-50, 50).Draw(t, "later"), rapid.Float64Range(-5, 5).Draw(t, "higher"), rapid.Float64Range(0.01, 100).Draw(t, "scale")
		moved := make([]drift.Point, len(points))
		for i, p := range points {
			moved[i] = drift.Point{T: 12 * (p.T + later), Y: scale * (p.Y + higher), U: scale * p.U, Segment: p.Segment}
		}
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(moved), func(i, j int) { moved[i], moved[j] = moved[j], moved[i] })
		m, err := drift.Fit(moved)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "slope", m.B*12, scale*l.B, scale)
		same(t, "its uncertainty", m.UB*12, scale*l.UB, scale)
		same(t, "χ²", m.ChiSquared, l.ChiSquared, 1+l.ChiSquared)
		y, u := l.At(30)
		z, v := m.At(12 * (30 + later))
		same(t, "prediction", z, scale*(y+higher), scale*100)
		same(t, "its uncertainty", v, scale*u, scale*10)
	})
}

func same(t *rapid.T, what string, got, want, size float64) {
	if !(math.Abs(got-want) <= 1e-9*size) {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
}

// TestRankLaws: tests of ranks do not depend on the unit or the origin, and an opposite series
// has the opposite trend.
func TestRankLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := drawPoints(t)
		trend, err := drift.MannKendall(points)
		if err != nil {
			t.Fatal(err)
		}
		for i := range points {
			points[i].Y *= -4
		}
		opposite, err := drift.MannKendall(points)
		if err != nil {
			t.Fatal(err)
		}
		if opposite.S != -trend.S || math.Abs(opposite.P-trend.P) > 1e-12 || trend.P < 0 || trend.P > 1 {
			t.Fatalf("%+v and %+v", trend, opposite)
		}
	})
}

// TestMeanLaws: means of results do not depend on their order, move and scale with them, and
// lie among them; a component between laboratories makes them less sure.
func TestMeanLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "n")
		results, moved := make([]comparison.Result, n), make([]comparison.Result, n)
		shift, scale := rapid.Float64Range(-100, 100).Draw(t, "shift"), rapid.Float64Range(0.01, 100).Draw(t, "scale")
		low, high := math.Inf(1), math.Inf(-1)
		for i := range results {
			results[i] = comparison.Result{Value: rapid.Float64Range(-10, 10).Draw(t, "x"), U: rapid.Float64Range(0.1, 3).Draw(t, "u")}
			moved[n-1-i] = comparison.Result{Value: scale * (results[i].Value + shift), U: scale * results[i].U}
			low, high = min(low, results[i].Value), max(high, results[i].Value)
		}
		fixed, err := comparison.WeightedMean(results)
		if err != nil {
			t.Fatal(err)
		}
		for _, method := range []comparison.Method{comparison.DerSimonianLaird, comparison.MandelPaule, comparison.REML} {
			a, errA := comparison.RandomEffects(results, method)
			b, errB := comparison.RandomEffects(moved, method)
			if errA != nil || errB != nil {
				t.Fatal(errA, errB)
			}
			if math.Abs(b.Value-scale*(a.Value+shift)) > 1e-5*scale*100 || a.Value < low-1e-9 || a.Value > high+1e-9 || a.U < fixed.U*(1-1e-12) {
				t.Fatalf("%s: %+v and %+v", method, a, b)
			}
		}
	})
}

// TestSums: a compensated sum is right where a plain one has lost everything.
func TestSums(t *testing.T) {
	if s := analysis.Total([]float64{1, 1e100, 1, -1e100}); s != 2 {
		t.Errorf("sum %v, want 2", s)
	}
	if s := analysis.Dot([]float64{1e8 + 1, 1e8}, []float64{1e8 - 1, -1e8}); s != -1 {
		t.Errorf("sum of products %v, want -1", s)
	}
}

// FuzzFunctions gives every function any numbers at all: each answers or refuses, with finite
// probabilities, and none panics.
func FuzzFunctions(f *testing.F) {
	f.Add([]byte{}, 1.0, 2.0, 3.0)
	for seed := range uint64(6) {
		r, raw := rand.New(rand.NewPCG(seed, 1)), []byte{}
		for range 3 * (4 + seed*4) {
			v := r.NormFloat64()
			switch seed {
			case 3:
				v = math.Float64frombits(r.Uint64())
			case 4:
				v = math.Trunc(v)
			}
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(v))
		}
		f.Add(raw, r.NormFloat64(), math.Inf(1), math.NaN())
	}
	f.Fuzz(func(t *testing.T, raw []byte, a, b, c float64) {
		var x, y, z []float64
		for ; len(raw) >= 24 && len(x) < 60; raw = raw[24:] {
			x, y, z = append(x, number(raw)), append(y, number(raw[8:])), append(z, number(raw[16:]))
		}
		fuzzSeries(t, x, y, z, a)
		fuzzNumbers(t, x, y, a, b, c)
	})
}

func number(raw []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(raw)) }

func fuzzSeries(t *testing.T, x, y, z []float64, a float64) {
	var points, plain []drift.Point
	var results []comparison.Result
	var groups []precision.Group
	var features [][]float64
	for i := range x {
		points = append(points, drift.Point{T: x[i], Y: y[i], U: math.Abs(z[i]), Segment: i / 7})
		plain = append(plain, drift.Point{T: x[i], Y: y[i]})
		results = append(results, comparison.Result{Value: x[i], U: math.Abs(y[i])})
		groups = append(groups, precision.Group{N: 1 + i%4, Mean: x[i], Deviation: math.Abs(y[i])})
		features = append(features, []float64{x[i], y[i]})
	}
	for _, list := range [][]drift.Point{points, plain} {
		l, err := drift.Fit(list)
		usable(t, err)
		if err == nil {
			chance(t, l.P)
			_, _, err = l.Reach(drift.Limit{Size: math.Abs(a)}, l.To)
			usable(t, err)
		}
		_, err = drift.TheilSen(list)
		usable(t, err)
		_, err = drift.MannKendall(list)
		usable(t, err)
	}
	_, err := comparison.Consistency(results)
	usable(t, err)
	_, err = comparison.RandomEffects(results, comparison.REML)
	usable(t, err)
	_, err = precision.Analyse(groups)
	usable(t, err)
	_, err = precision.Bartlett(groups)
	usable(t, err)
	_, err = precision.Evaluate([][]float64{x, y, z})
	usable(t, err)
	_, err = pattern.FindClusters(features)
	usable(t, err)
	_, err = pattern.FindSeason(x, y)
	usable(t, err)
	_, err = pattern.Associate(x, y)
	usable(t, err)
}

func fuzzNumbers(t *testing.T, x, y []float64, a, b, c float64) {
	_, err := chart.Individuals(x, chart.Options{})
	usable(t, err)
	_, err = chart.EWMA(x, a, b, chart.EWMAOptions{Lambda: c})
	usable(t, err)
	_, err = chart.CUSUM(x, a, b, c)
	usable(t, err)
	_, err = pattern.FindOutliers(x, 0)
	usable(t, err)
	_, err = pattern.FindChanges(x, 0)
	usable(t, err)
	_, err = comparison.AlgorithmA(x)
	usable(t, err)
	_, err = drift.CheckStability(x, a, true)
	usable(t, err)
	_, err = precision.EffectiveDF(x, y, a)
	usable(t, err)
	p, err := conformity.Probability(a, b, conformity.Tolerance{Upper: &c})
	usable(t, err)
	chance(t, p)
	_, err = conformity.Guard(a, b, 2, c, conformity.Tolerance{Lower: &a, Upper: &b})
	usable(t, err)
	_, err = conformity.Judge(a, b, c)
	usable(t, err)
	_, _, err = comparison.Zeta(a, b, c, b)
	usable(t, err)
	if lower, upper, err := interval.ClopperPearson(len(x), len(x)+3, 0.95); err != nil || lower > upper {
		t.Fatalf("bounds %v and %v, %v", lower, upper, err)
	}
	_, err = interval.ByReliability(a, len(x), len(x)+1, 0.9, 0.9)
	usable(t, err)
}

func usable(t *testing.T, err error) {
	t.Helper()
	if err != nil && !analysis.Unusable(err) {
		t.Fatalf("an error that is not about the input: %v", err)
	}
}

func chance(t *testing.T, p float64) {
	t.Helper()
	if !(p >= 0 && p <= 1) {
		t.Fatalf("a probability of %v", p)
	}
}
