package comparison_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"metrograph/analysis"
	"metrograph/analysis/comparison"
	"metrograph/internal/near"
)

// TestScores: by hand, with right-angled triangles for the uncertainties.
func TestScores(t *testing.T) {
	for _, c := range []struct {
		name  string
		score func() (float64, comparison.Verdict, error)
		want  float64
		is    comparison.Verdict
	}{
		{"En within", func() (float64, comparison.Verdict, error) { return comparison.En(15, 3, 10, 4) }, 1, comparison.Satisfactory},
		{"En beyond", func() (float64, comparison.Verdict, error) { return comparison.En(4.9, 3, 10, 4) }, -1.02, comparison.Unsatisfactory},
		{"zeta", func() (float64, comparison.Verdict, error) { return comparison.Zeta(22.5, 3, 10, 4) }, 2.5, comparison.Questionable},
		{"z", func() (float64, comparison.Verdict, error) { return comparison.Z(16, 10, 2) }, 3, comparison.Unsatisfactory},
		{"z prime", func() (float64, comparison.Verdict, error) { return comparison.ZPrime(20, 10, 3, 4) }, 2, comparison.Satisfactory},
	} {
		score, is, err := c.score()
		if err != nil || is != c.is {
			t.Errorf("%s: %s, %v", c.name, is, err)
		}
		near.Relative(t, c.name, score, c.want)
	}
	if _, _, err := comparison.En(1, 0, 1, 0); !analysis.Unusable(err) {
		t.Errorf("without any uncertainty: %v", err)
	}
	if _, _, err := comparison.Z(math.NaN(), 0, 1); !analysis.Unusable(err) {
		t.Errorf("no number: %v", err)
	}
}

// TestAlgorithmA holds the robust mean to the equations that define it (ISO 13528:2015, C.3.1),
// on values with an outlier that hardly moves it.
func TestAlgorithmA(t *testing.T) {
	values := []float64{10.1, 9.9, 10.0, 10.2, 9.8, 10.05, 9.95, 10.15, 9.85, 100}
	r, err := comparison.AlgorithmA(values)
	if err != nil {
		t.Fatal(err)
	}
	drawn := slices.Clone(values)
	for i, v := range drawn {
		drawn[i] = min(r.Mean+1.5*r.Deviation, max(r.Mean-1.5*r.Deviation, v))
	}
	mean, s, err := analysis.Spread(drawn)
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "mean", r.Mean, mean)
	near.Relative(t, "deviation", r.Deviation, 1.134*s)
	near.Relative(t, "uncertainty", r.U, 1.25*r.Deviation/math.Sqrt(10))
	if r.Mean < 9.9 || r.Mean > 10.2 || r.Deviation > 0.4 {
		t.Errorf("%+v", r)
	}
	var few *analysis.TooFewError
	if _, err := comparison.AlgorithmA([]float64{1, 2}); !errors.As(err, &few) || few.Need != 3 {
		t.Errorf("of two values: %v", err)
	}
}

// TestConsistency: four laboratories agree, the fifth does not, and is left out.
func TestConsistency(t *testing.T) {
	a, err := comparison.Consistency([]comparison.Result{{10, 0.1}, {10.1, 0.1}, {9.9, 0.1}, {10.05, 0.2}, {11, 0.1}})
	if err != nil {
		t.Fatal(err)
	}
	if a.All.Consistent || !a.Reference.Consistent || a.Reference.DF != 3 {
		t.Errorf("%+v of %+v", a.Reference, a.All)
	}
	for i, l := range a.Laboratories {
		if l.Excluded != (i == 4) || (math.Abs(l.En) > 1) != (i == 4) {
			t.Errorf("laboratory %d: %+v", i, l)
		}
	}
	near.Relative(t, "u of a deviation inside", a.Laboratories[0].U, 2*math.Sqrt(0.01-a.Reference.U*a.Reference.U))
	near.Relative(t, "u of a deviation outside", a.Laboratories[4].U, 2*math.Sqrt(0.01+a.Reference.U*a.Reference.U))
}
