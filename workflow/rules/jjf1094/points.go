package jjf1094

import (
	"iter"
	"strconv"

	"metrograph/workflow/rule"
)

// place is where a point is.
type place struct {
	rule.Table
	rule.Judged
	row int
}

// points walks the points that have a verdict, with the numbers that it follows from.
func points(c *rule.Case) iter.Seq2[place, rule.Point] {
	return func(yield func(place, rule.Point) bool) {
		for t := range c.Tables() {
			j, ok := t.Judged()
			if !ok || j.Verdict < 0 {
				continue
			}
			for row := range t.Columns[j.Verdict].Texts {
				p, ok := t.Point(j, row)
				if ok && p.Verdict != "" && !yield(place{t, j, row}, p) {
					return
				}
			}
		}
	}
}

// decided is the decision rules that the document states.
func decided(c *rule.Case) string {
	all := ""
	for i := range c.Statements {
		all += c.Statements[i].DecisionRule.String()
	}
	return all
}

// within tells whether U is at most a third of the maximum permissible error, but for what
// rounding to the binary makes of it.
func within(u, mpev float64) bool { return u <= mpev/3*(1+1e-9) }

func number(f float64) string { return strconv.FormatFloat(f, 'g', 6, 64) }
