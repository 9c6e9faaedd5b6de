package drift_test

import (
	"fmt"
	"testing"

	"metrograph/analysis/drift"
	"metrograph/internal/near"
)

// norris is the set Norris of NIST/ITL StRD (linear regression): the calibration of an ozone
// monitor.
func norris() []drift.Point {
	x := []float64{
		0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777, 558.2, 0.4, 0.6, 775.5, 666.9, 338, 447.5,
		11.6, 556, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999, 779, 11.1, 118.3, 229.2, 669.1,
		448.9, 0.5,
	}
	y := []float64{
		0.1, 338.8, 118.1, 888, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9,
		10.8, 557.7, 228.3, 998, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4,
		449.2, 0.2,
	}
	points := make([]drift.Point, len(x))
	for i := range x {
		points[i] = drift.Point{T: x[i], Y: y[i]}
	}
	return points
}

func TestNorris(t *testing.T) {
	l, err := drift.Fit(norris())
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "b0", l.A, -0.262323073774029)
	near.Relative(t, "sd b0", l.UA, 0.232818234301152)
	near.Relative(t, "b1", l.B, 1.00211681802045)
	near.Relative(t, "sd b1", l.UB, 0.000429796848199937)
	near.Relative(t, "R²", l.R2, 0.999993745883712)
	near.Relative(t, "regression sum of squares", l.Explained, 4255954.13232369)
	near.Relative(t, "residual sum of squares", l.ChiSquared, 26.6173985294224)
	near.Relative(t, "residual standard deviation", l.Residual(), 0.884796396144373)
	near.Relative(t, "F", l.F, 5436385.54079785)
	if l.DF != 34 {
		t.Errorf("%d degrees of freedom", l.DF)
	}
}

// resistor is nine calibrations of a 10 kΩ standard resistor: years since the first, deviation
// from the nominal value and standard uncertainty in µΩ/Ω. What is expected of them was
// computed with R 4.2.2, lm(y ~ t, weights = 1/u²).
func resistor(uncertain bool) []drift.Point {
	t := []float64{0, 1.02, 1.98, 3.05, 4.01, 4.97, 6.03, 7, 8.04}
	y := []float64{2.1, 2.62, 2.95, 3.61, 4.2, 4.49, 5.31, 5.66, 6.3}
	u := []float64{0.25, 0.25, 0.2, 0.2, 0.15, 0.15, 0.15, 0.1, 0.1}
	points := make([]drift.Point, len(t))
	for i := range t {
		points[i] = drift.Point{T: t[i], Y: y[i]}
		if uncertain {
			points[i].U = u[i]
		}
	}
	return points
}

func TestWeightedLine(t *testing.T) {
	l, err := drift.Fit(resistor(true))
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "a", l.A, 2.00738964155495)
	near.Relative(t, "b", l.B, 0.529144209771134)
	near.Relative(t, "u(a)", l.UA, 0.127093094867089)
	near.Relative(t, "u(b)", l.UB, 0.0210503215491713)
	near.Relative(t, "cov(a, b)", l.Cov, -0.00246791568435105)
	near.Relative(t, "χ²", l.ChiSquared, 2.6544661242425)
	near.Relative(t, "Birge ratio", l.Birge, 0.615799842741419)
	near.Relative(t, "P", l.P, 0.915023649629307)
	near.Relative(t, "scaled u(a)", l.Scaled(l.Birge).UA, 0.0782639078326738)
	near.Relative(t, "scaled u(b)", l.Scaled(l.Birge).UB, 0.012962784699636)
	for _, want := range [][3]float64{{9, 6.76968752949515, 0.0873073391404175}, {10, 7.29883173926628, 0.105384746563363}, {12, 8.35712015880855, 0.143983984224129}} {
		y, u := l.At(want[0])
		near.Relative(t, "prediction", y, want[1])
		near.Relative(t, "its uncertainty", u, want[2])
	}
	reached, ok, err := l.Reach(drift.Limit{Size: 10}, l.To)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	near.Relative(t, "time at which fit + 2u reaches 10", reached, 14.3796922729445)
}

func TestUnweightedLine(t *testing.T) {
	l, err := drift.Fit(resistor(false))
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "a", l.A, 2.033959427617873) // by exact fractions; the list of R's values that we have writes ...1762787 with two digits exchanged
	near.Relative(t, "b", l.B, 0.524497649624353)
	near.Relative(t, "s(a)", l.UA, 0.0599382584643945)
	near.Relative(t, "s(b)", l.UB, 0.0125573753795003)
	near.Relative(t, "s", l.Residual(), 0.0974679572747493)
}

func TestTrends(t *testing.T) {
	robust, err := drift.TheilSen(resistor(true))
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "slope of Theil and Sen", robust.Slope, 0.523039416384412)
	near.Relative(t, "their intercept", robust.Intercept, 2.0864997952879)
	trend, err := drift.MannKendall(resistor(true))
	if err != nil {
		t.Fatal(err)
	}
	if trend.S != 36 || trend.Variance != 92 || !trend.Exact {
		t.Errorf("Mann-Kendall: %+v", trend)
	}
	near.Relative(t, "z", trend.Z, 3.64900224599881)
	near.Relative(t, "exact P", trend.P, 5.51146384486501e-06)
}

// Nine calibrations of a standard resistor in µΩ/Ω: the drift, and when 10 µΩ/Ω are reached.
func ExampleFit() {
	l, err := drift.Fit(resistor(true))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("drift %.4f per year, u = %.4f, Birge ratio %.4f\n", l.B, l.UB, l.Birge)
	y, u := l.At(10)
	fmt.Printf("after 10 years %.4f, u = %.4f\n", y, u)
	reached, _, err := l.Reach(drift.Limit{Size: 10}, l.To)
	fmt.Printf("10 is reached after %.4f years, %v\n", reached, err)
	// Output:
	// drift 0.5291 per year, u = 0.0211, Birge ratio 0.6158
	// after 10 years 7.2988, u = 0.1054
	// 10 is reached after 14.3797 years, <nil>
}
