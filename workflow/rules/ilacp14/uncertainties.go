package ilacp14

import (
	"iter"
	"strings"

	"metrograph/model"
	"metrograph/workflow/rule"
)

// stated is the uncertainty of a column of measured values.
type stated struct {
	*model.ColumnUncertainty
	column int
}

// uncertainties walks the uncertainties of measured values, with their tables.
func uncertainties(c *rule.Case) iter.Seq2[rule.Table, stated] {
	return func(yield func(rule.Table, stated) bool) {
		for t := range c.Tables() {
			for i := range t.Columns {
				u := t.Columns[i].Uncertainty
				if u != nil && rule.Measured(t.Columns[i].Role) && !yield(t, stated{u, i}) {
					return
				}
			}
		}
	}
}

// significant is how many significant digits a number is written with. The zeros at the end
// of a whole number may be placeholders, and do not count.
func significant(d model.Decimal) int {
	s := mantissa(d)
	whole, fraction, pointed := strings.Cut(strings.TrimLeft(s, "+-"), ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if !pointed {
		digits = strings.TrimRight(digits, "0")
	}
	return len(digits)
}

// places is how many decimal places a number is written with; it is not known of one with an
// exponent, or of a whole one that ends in zeros.
func places(d model.Decimal) (n int, known bool) {
	s := string(d)
	if s == "" || !d.Valid() || len(mantissa(d)) != len(s) {
		return 0, false
	}
	_, fraction, pointed := strings.Cut(s, ".")
	return len(fraction), pointed || s[len(s)-1] != '0'
}

// mantissa is a number without its exponent.
func mantissa(d model.Decimal) string {
	s := string(d)
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		return s[:i]
	}
	return s
}
