package house

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"metrograph/model"
	"metrograph/workflow/rule"
)

// history: an error is like those that the instrument had before. Its distance from their
// median is taken in units of their median absolute deviation, which a single blunder does not
// move: z = 0.6745 (x - median) / MAD (Iglewicz and Hoaglin, How to detect and handle
// outliers, ASQC 1993, 3.5). The deviation counts with one step of the last digit at least.
func history() rule.Rule {
	return rule.Rule{
		ID: "house.history", Norm: norm, Clause: "robust z; Iglewicz and Hoaglin (1993)", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads:   []string{"items", "results", "performedFrom", "performedTo", "issuedAt"},
		Related: true,
		Message: model.Text{En: "The value {value} is unlike those that the instrument had before: {want}.",
			Zh: "测得值 {value} 与该器具的历史数据明显不符：{want}。"},
		Remedy: model.Text{En: "Check the value, its unit and the instrument's identity.",
			Zh: "请核对该值、其单位以及器具的身份。"},
		Check: checkHistory,
	}
}

const (
	leastHistory = 5      // certificates that a median is taken over
	mostRows     = 1000   // of a table that are compared
	limitZ       = 3.5    // from which a value is an outlier
	normalMAD    = 0.6745 // the median absolute deviation of a normal distribution with s = 1
)

func checkHistory(c *rule.Case) {
	if len(c.Items) != 1 || c.Items[0].InstrumentID == "" {
		return // with several, the tables do not say whose they are
	}
	earlier := map[string][]float64{}
	for _, before := range c.Before(c.Items[0].InstrumentID) {
		if rule.Open(before, "results", "items") && len(before.Items) == 1 {
			for key, value := range errorsOf(before) {
				n, _ := value.Float64()
				earlier[key] = append(earlier[key], n)
			}
		}
	}
	if len(earlier) == 0 {
		return
	}
	for t := range c.Tables() {
		walkErrors(t, func(row int, key string, value model.Decimal) {
			past := earlier[key]
			if len(past) < leastHistory {
				return
			}
			c.Applies()
			if z, median := robust(past, value); math.Abs(z) > limitZ {
				c.FailIn(t, t.Only(model.ColumnError), "values", row, string(value), fmt.Sprintf("n = %d, median 中位数 %.6g, z = %.1f", len(past), median, z))
			}
		})
	}
}

// errorsOf are the errors that a certificate states, by what they are errors of.
func errorsOf(c *model.Certificate) map[string]model.Decimal {
	found := map[string]model.Decimal{}
	for t := range rule.TablesOf(c) {
		walkErrors(t, func(_ int, key string, value model.Decimal) { found[key] = value })
	}
	return found
}

// walkErrors visits the errors of a table that has nominal values, but for those from before
// an adjustment: they tell of the time since the last one.
func walkErrors(t rule.Table, visit func(row int, key string, value model.Decimal)) {
	nominal, at := t.Only(model.ColumnNominal), t.Only(model.ColumnError)
	if nominal < 0 || at < 0 || t.Of.Adjustment == model.AdjustmentAsFound || len(t.Columns[at].Units) != 1 || len(t.Columns[nominal].Units) > 1 {
		return
	}
	unit := t.Columns[at].Units[0].Text
	if len(t.Columns[nominal].Units) == 1 {
		unit += "\x1f" + t.Columns[nominal].Units[0].Text
	}
	for row, value := range t.Columns[at].Values[:min(len(t.Columns[at].Values), mostRows)] {
		point := rule.Pick(t.Columns[nominal].Values, row)
		if n, ok := point.Float64(); ok && value.Valid() {
			visit(row, fmt.Sprintf("%s\x1f%s\x1f%g", t.Columns[at].QuantityKind, unit, n), value)
		}
	}
}

// robust is the robust z of a value, and the median of those before it.
func robust(past []float64, value model.Decimal) (z, median float64) {
	x, _ := value.Float64()
	median = medianOf(past)
	deviations := make([]float64, len(past))
	for i, p := range past {
		deviations[i] = math.Abs(p - median)
	}
	mad := max(medianOf(deviations), step(value))
	return normalMAD * (x - median) / mad, median
}

func medianOf(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// step is one unit of the last digit of a number.
func step(d model.Decimal) float64 {
	_, fraction, _ := strings.Cut(string(d), ".")
	if end := strings.IndexAny(fraction, "eE"); end >= 0 {
		fraction = fraction[:end]
	}
	return math.Pow10(-len(fraction))
}
