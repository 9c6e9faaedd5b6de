package conformity_test

import (
	"fmt"
	"testing"

	"metrograph/analysis/conformity"
	"metrograph/internal/near"
)

// TestProbability is the examples of JCGM 106:2012, 7: the breakdown voltage of a Zener diode
// and the viscosity of an oil.
func TestProbability(t *testing.T) {
	zener, err := conformity.Probability(-5.47, 0.05, conformity.Tolerance{Upper: new(-5.40)})
	if err != nil {
		t.Fatal(err)
	}
	near.Printed(t, "Zener diode", zener, "0.92")
	near.Relative(t, "Zener diode", zener, 0.9192433407662273)
	oil, err := conformity.Probability(13.6, 1.8, conformity.Tolerance{Lower: new(12.5), Upper: new(16.3)})
	if err != nil {
		t.Fatal(err)
	}
	near.Printed(t, "oil", oil, "0.66")
	near.Relative(t, "oil", oil, 0.6626297864953079)
}

// TestActionLimit is the speed limit of JCGM 106:2012: 100 km/h, u_rel = 2 %, p = 0.999.
func TestActionLimit(t *testing.T) {
	v, err := conformity.ActionLimit(100, 0.02, 0.999)
	if err != nil {
		t.Fatal(err)
	}
	near.Printed(t, "speed", v, "107")
	near.Relative(t, "speed", v, 106.5876094853783)
}

// TestGuard is the table of ILAC-G8:09/2019: the risk at the acceptance limit.
func TestGuard(t *testing.T) {
	for r, want := range map[float64]float64{0: 0.5, 1: 0.02275013194817921, 0.82: 0.050502583474103746, 0.5: 0.15865525393145707} {
		g, err := conformity.Guard(9, 1, 2, r, conformity.Tolerance{Upper: new(10.0)})
		if err != nil {
			t.Fatal(err)
		}
		near.Relative(t, fmt.Sprintf("risk for r = %v", r), g.MaxRisk, want)
		near.Relative(t, "acceptance limit", *g.Upper, 10-r)
	}
	for y, want := range map[float64]conformity.Decision{9: conformity.Pass, 9.5: conformity.ConditionalPass, 10: conformity.ConditionalPass,
		10.5: conformity.ConditionalFail, 11: conformity.ConditionalFail, 11.01: conformity.Fail} {
		g, err := conformity.Guard(y, 1, 2, 1, conformity.Tolerance{Lower: new(0.0), Upper: new(10.0)})
		if err != nil || g.Decision != want {
			t.Errorf("%v: %v, %v, want %s", y, g, err, want)
		}
	}
}

// TestJudge is JJF 1094-2002, 5.3.1: where U95 is at most a third of the limit, and where not.
func TestJudge(t *testing.T) {
	for _, c := range []struct {
		e, mpev, u95 float64
		want         conformity.Verdict
	}{
		{0.8, 1, 0.3, conformity.Qualified},
		{1.05, 1, 0.3, conformity.Unqualified},
		{0.5, 1, 0.4, conformity.Qualified},
		{0.8, 1, 0.4, conformity.Indeterminate},
		{1.4, 1, 0.4, conformity.Unqualified},
		{-1, 1, 0.3, conformity.Qualified},
		{0.3, 0.3, 0.1, conformity.Qualified}, // 0.3/3 is less than 0.1 in doubles
		{0.6, 1, 0.4, conformity.Qualified},
	} {
		if v, err := conformity.Judge(c.e, c.mpev, c.u95); err != nil || v != c.want {
			t.Errorf("%+v: %s, %v", c, v, err)
		}
	}
}

func ExampleJudge() {
	for _, u95 := range []float64{0.3, 0.4} {
		v, err := conformity.Judge(0.8, 1, u95)
		fmt.Println(v, err)
	}
	// Output:
	// QUALIFIED <nil>
	// INDETERMINATE <nil>
}

// The Zener diode of JCGM 106:2012: 5.47 V measured with u = 0.05 V, at least 5.40 V wanted.
func ExampleProbability() {
	p, err := conformity.Probability(-5.47, 0.05, conformity.Tolerance{Upper: new(-5.40)})
	fmt.Printf("%.2f %v\n", p, err)
	// Output: 0.92 <nil>
}
