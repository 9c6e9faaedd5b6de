// Package near compares computed numbers with published ones in tests.
package near

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// Relative holds a number to a certified one, to 1e-9 relative; zero is held to 1e-12.
func Relative(t testing.TB, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= max(1e-9*math.Abs(want), 1e-12)) {
		t.Errorf("%s: %.15g, want %.15g", what, got, want)
	}
}

// Printed holds a number to one as it was printed, to half a unit of the last digit.
func Printed(t testing.TB, what string, got float64, printed string) {
	t.Helper()
	want, err := strconv.ParseFloat(printed, 64)
	if err != nil {
		t.Fatal(err)
	}
	_, fraction, _ := strings.Cut(printed, ".")
	half := 0.5 * math.Pow(10, -float64(len(fraction)))
	if !(math.Abs(got-want) <= half*(1+1e-9)) {
		t.Errorf("%s: %.15g, printed %s", what, got, printed)
	}
}
