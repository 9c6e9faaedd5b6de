package pattern_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"metrograph/analysis/pattern"
)

func TestOutliers(t *testing.T) {
	o, err := pattern.FindOutliers([]float64{10.1, 9.9, 10.0, 10.2, 9.8, 10.05, 14, 9.95}, 0)
	if err != nil || len(o.Found) != 1 || o.Found[0].Index != 6 || o.Found[0].P > 1e-6 {
		t.Errorf("%+v, %v", o, err)
	}
	if _, err := pattern.FindOutliers([]float64{1, 1, 1, 1, 2}, 0); err == nil {
		t.Error("nothing scatters, and yet something is an outlier")
	}
}

// noisy is levels with normal noise of standard deviation 1.
func noisy(seed uint64, levels ...float64) []float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range levels {
		levels[i] += r.NormFloat64()
	}
	return levels
}

func repeat(level float64, n int) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i] = level
	}
	return list
}

func TestChanges(t *testing.T) {
	values := noisy(3, append(append(repeat(0, 20), repeat(6, 15)...), repeat(1, 10)...)...)
	c, err := pattern.FindChanges(values, 0)
	if err != nil {
		t.Fatal(err)
	}
	var at []int
	for _, found := range c.Found {
		at = append(at, found.Index)
	}
	if d := cmp.Diff([]int{20, 35}, at); d != "" {
		t.Error(d)
	}
}

// TestNoChanges: noise alone has a change in about one series of twenty at most.
func TestNoChanges(t *testing.T) {
	false5 := 0
	for seed := range uint64(200) {
		c, err := pattern.FindChanges(noisy(seed, repeat(0, 40)...), 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Found) > 0 {
			false5++
		}
	}
	if false5 > 20 {
		t.Errorf("changes in %d of 200 series without any", false5)
	}
}

func TestClusters(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	var features [][]float64
	for i := range 30 {
		centre := []float64{0, 0.01}
		if i%3 == 2 {
			centre = []float64{40, 0.3}
		}
		features = append(features, []float64{centre[0] + r.NormFloat64(), centre[1] + 0.01*r.NormFloat64()})
	}
	c, err := pattern.FindClusters(features)
	if err != nil || len(c.Sizes) != 2 || c.Sizes[0] != 20 || c.Silhouette < 0.8 {
		t.Fatalf("%+v, %v", c, err)
	}
	for i, of := range c.Of {
		if (i%3 == 2) != (of == 1) {
			t.Errorf("individual %d is in cluster %d", i, of)
		}
	}
	for i := range features {
		features[i] = []float64{r.NormFloat64(), r.NormFloat64()}
	}
	if c, err = pattern.FindClusters(features); err != nil || len(c.Sizes) != 1 || c.Silhouette != 0 {
		t.Errorf("one cloud: %+v, %v", c, err)
	}
}

func TestSeason(t *testing.T) {
	var years, values, flat []float64
	r := rand.New(rand.NewPCG(7, 7))
	for i := range 24 {
		year := 2018.1 + 0.31*float64(i)
		years = append(years, year)
		noise := 0.1 * r.NormFloat64()
		values = append(values, 5+0.2*(year-2018)+1.5*math.Cos(2*math.Pi*(year-0.55))+noise)
		flat = append(flat, 5+noise)
	}
	s, err := pattern.FindSeason(years, values)
	if err != nil || math.Abs(s.Amplitude-1.5) > 0.1 || math.Abs(s.Peak-0.55) > 0.02 || math.Abs(s.Drift-0.2) > 0.03 || s.P > 1e-9 {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err = pattern.FindSeason(years, flat); err != nil || s.P < 0.01 {
		t.Errorf("no season: %+v, %v", s, err)
	}
	if _, err = pattern.FindSeason(repeat(2020.5, 9), noisy(1, repeat(0, 9)...)); err == nil {
		t.Error("a season from measurements of one day")
	}
}

func TestAssociation(t *testing.T) {
	a, err := pattern.Associate([]float64{1, 2, 3, 4, 5, 6, 7}, []float64{1, 8, 27, 64, 125, 216, 343})
	if err != nil || a.Rho != 1 || a.P > 1e-9 {
		t.Errorf("%+v, %v", a, err)
	}
	// C. Spearman's coefficient of ranks 1…10 against 10 others, by hand: 1 - 6·194/990.
	a, err = pattern.Associate([]float64{106, 100, 86, 101, 99, 103, 97, 113, 112, 110}, []float64{7, 27, 2, 50, 28, 29, 20, 12, 6, 17})
	if err != nil || math.Abs(a.Rho-(1-6*194.0/990)) > 1e-12 {
		t.Errorf("%+v, %v", a, err)
	}
}

// TestOrder: outliers depend neither on the order of the individuals nor on unit and origin of
// the values, which are such that doubles hold them exactly.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.IntRange(-5000, 5000), 5, 30).Draw(t, "values")
		scale, origin := rapid.SampledFrom([]float64{-1, 0.5, 1024}).Draw(t, "scale"), float64(rapid.IntRange(-64, 64).Draw(t, "origin"))
		values, other := make([]float64, len(numbers)), make([]float64, len(numbers))
		for i, n := range numbers {
			values[i] = float64(n) / 64
			other[len(values)-1-i] = scale*values[i] + origin
		}
		first, errFirst := pattern.FindOutliers(values, 0)
		second, errSecond := pattern.FindOutliers(other, 0)
		if (errFirst == nil) != (errSecond == nil) {
			t.Fatalf("%v and %v", errFirst, errSecond)
		}
		if errFirst == nil && len(first.Found) != len(second.Found) {
			t.Fatalf("%+v and %+v", first, second)
		}
	})
}
