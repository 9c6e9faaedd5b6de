package comparison_test

import (
	"fmt"
	"math"
	"testing"

	"metrograph/analysis/comparison"
	"metrograph/internal/near"
)

// vaccine is thirteen results with their variances, dat.bcg of the R package metafor, whose
// rma() computed what is expected.
func vaccine() []comparison.Result {
	values := []float64{
		-0.8893113339202, -1.5853886572014, -1.3480731482997, -1.4415511900213, -0.2175473222113,
		-0.7861155858189, -1.6208982235984, 0.0119523335238, -0.4694176487381, -1.3713448034728,
		-0.3393588283384, 0.4459134005714, -0.0173139482169,
	}
	variances := []float64{
		0.32558476500396, 0.19458112139814, 0.41536796536797, 0.02001003190225, 0.05121017216963,
		0.00690561845591, 0.22301724757232, 0.00396157929782, 0.05643421046325, 0.07302479361303,
		0.01241221397156, 0.53250584520015, 0.07140465968399,
	}
	results := make([]comparison.Result, len(values))
	for i := range results {
		results[i] = comparison.Result{Value: values[i], U: math.Sqrt(variances[i])}
	}
	return results
}

func TestWeightedMean(t *testing.T) {
	m, err := comparison.WeightedMean(vaccine())
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "mean", m.Value, -0.430285163654)
	near.Relative(t, "internal uncertainty", m.U, 0.0404987517109)
	near.Relative(t, "χ²", m.ChiSquared, 152.233008082)
	near.Relative(t, "Birge ratio", m.Birge, 3.5617529401771746)
	near.Relative(t, "external uncertainty", m.External, 0.1442465479796958)
	if m.DF != 12 || m.Consistent {
		t.Errorf("%+v", m)
	}
}

// TestDerSimonianLaird has a closed form, which metafor and we compute alike.
func TestDerSimonianLaird(t *testing.T) {
	r, err := comparison.RandomEffects(vaccine(), comparison.DerSimonianLaird)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{0.308760262862, -0.714117222073, 0.178742089535} {
		near.Relative(t, "DerSimonian-Laird", []float64{r.Between, r.Value, r.U}[i], want)
	}
}

// TestIterated holds the other estimates to the equations that define them. metafor stops its
// iterations at a change of 1e-5: its τ² of 0.318093711863 (Mandel-Paule) and 0.313243325981
// (REML) leave 7e-4 and 5e-6 of the equations, and are met to that.
func TestIterated(t *testing.T) {
	for method, want := range map[comparison.Method][3]float64{
		comparison.MandelPaule: {0.318093711863, -0.714970405632, 0.180897984126},
		comparison.REML:        {0.313243325981, -0.714532348365, 0.17977953178},
	} {
		r, err := comparison.RandomEffects(vaccine(), method)
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range []float64{r.Between, r.Value, r.U} {
			if math.Abs(got-want[i]) > 1e-4*math.Abs(want[i]) {
				t.Errorf("%s: %v, metafor has %v", method, got, want[i])
			}
		}
		q, score := 0.0, 0.0
		for _, one := range vaccine() {
			w, d := 1/(one.U*one.U+r.Between), one.Value-r.Value
			q += w * d * d
			score += w * w * (d*d - 1/w + r.U*r.U)
		}
		if method == comparison.MandelPaule {
			near.Relative(t, "Q at τ²", q, 12)
		} else if math.Abs(score) > 1e-9 {
			t.Errorf("the score of the likelihood at τ² is %v", score)
		}
	}
}

func ExampleWeightedMean() {
	m, err := comparison.WeightedMean(vaccine())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.4f, u = %.4f, Birge ratio %.3f, consistent: %t\n", m.Value, m.U, m.Birge, m.Consistent)
	// Output: -0.4303, u = 0.0405, Birge ratio 3.562, consistent: false
}
