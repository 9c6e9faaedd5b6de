package interval_test

import (
	"fmt"
	"testing"

	"metrograph/analysis/interval"
	"metrograph/internal/near"
)

// TestExponential was computed with R 4.2.2.
func TestExponential(t *testing.T) {
	rate, next, err := interval.Exponential(12, 0.92, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "rate", rate, 0.00694846741158758)
	near.Relative(t, "interval", next, 7.38195796989873)
}

func TestClopperPearson(t *testing.T) {
	lower, upper, err := interval.ClopperPearson(46, 50, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "lower bound", lower, 0.826208841835806)
	near.Relative(t, "upper bound", upper, 0.972212331607069)
	for _, c := range []struct {
		x, n         int
		lower, upper float64
	}{{0, 10, 0, 0.25886555089}, {10, 10, 0.74113444911, 1}} { // 1 - 0.05^(1/10)
		lower, upper, err := interval.ClopperPearson(c.x, c.n, 0.9)
		if err != nil || lower-c.lower > 1e-9 || c.lower-lower > 1e-9 || upper-c.upper > 1e-9 || c.upper-upper > 1e-9 {
			t.Errorf("%+v: %v, %v, %v", c, lower, upper, err)
		}
	}
}

func TestByReliability(t *testing.T) {
	r, err := interval.ByReliability(12, 46, 50, 0.95, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "interval", r.Interval, 7.38195796989873)
	if !(r.Safe > 0 && r.Safe < r.Interval) {
		t.Errorf("the interval that the lower bound supports is %v", r.Safe)
	}
	all, err := interval.ByReliability(12, 50, 50, 0.95, 0.9)
	if err != nil || all.Interval != 0 || all.Safe <= 0 {
		t.Errorf("nothing out of tolerance: %+v, %v", all, err)
	}
}

// A 12-month interval after an instrument was found in tolerance, and out of it.
func ExampleStaircase() {
	in, err := interval.Staircase(12, true, interval.StaircaseOptions{})
	fmt.Printf("%.1f %v\n", in, err)
	out, err := interval.Staircase(12, false, interval.StaircaseOptions{})
	fmt.Printf("%.1f %v\n", out, err)
	// Output:
	// 13.2 <nil>
	// 5.4 <nil>
}

// 92 % of the instruments were found in tolerance after 12 months; 95 % are wanted.
func ExampleExponential() {
	_, next, err := interval.Exponential(12, 0.92, 0.95)
	fmt.Printf("%.2f months %v\n", next, err)
	// Output: 7.38 months <nil>
}
