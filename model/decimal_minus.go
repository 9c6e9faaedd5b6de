package model

// Minus is the exact difference of two decimals, rounded once to a floating-point number; ok
// is false when one of them is no decimal or the difference is out of range. Differences of
// long numbers keep digits that floating-point numbers of these do not have.
func (d Decimal) Minus(e Decimal) (difference float64, ok bool) {
	a, okA := d.Rat()
	b, okB := e.Rat()
	if !okA || !okB {
		return 0, false
	}
	difference, _ = a.Sub(a, b).Float64()
	return difference, difference-difference == 0
}
