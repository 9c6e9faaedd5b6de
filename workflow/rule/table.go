package rule

import (
	"iter"

	"metrograph/model"
)

// Table is a series of a certificate with its place.
type Table struct {
	*model.Series
	Of            *model.MeasurementResult
	Result, Index int
}

// Tables walks the tables of the certificate.
func (c *Case) Tables() iter.Seq[Table] { return TablesOf(c.Certificate) }

// TablesOf walks the tables of a certificate.
func TablesOf(c *model.Certificate) iter.Seq[Table] {
	return func(yield func(Table) bool) {
		for i := range c.Results {
			for j := range c.Results[i].Series {
				if !yield(Table{&c.Results[i].Series[j], &c.Results[i], i, j}) {
					return
				}
			}
		}
	}
}

// FailIn fails at an entry of a column's list, or at the list where the row is negative.
func (c *Case) FailIn(t Table, column int, list string, row int, value, want string) {
	if row < 0 {
		c.Failf(value, want, "results[%d].series[%d].columns[%d].%s", t.Result, t.Index, column, list)
		return
	}
	c.Failf(value, want, "results[%d].series[%d].columns[%d].%s[%d]", t.Result, t.Index, column, list, row)
}

// FailTable fails at a table.
func (c *Case) FailTable(t Table, value, want string) {
	c.Failf(value, want, "results[%d].series[%d]", t.Result, t.Index)
}

// Measured tells whether the values of a role come of the measurement itself.
func Measured(role model.ColumnRole) bool {
	switch role {
	case model.ColumnMeasuredValue, model.ColumnError, model.ColumnCorrection, model.ColumnIndication, model.ColumnReferenceValue:
		return true
	}
	return false
}

// Only is the place of the single column of a role; -1 where there is none or several.
func (t Table) Only(role model.ColumnRole) int {
	found := -1
	for i := range t.Columns {
		if t.Columns[i].Role != role {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// Pick is the entry for a row of a list that has one entry for all rows, or one a row.
func Pick[T any](list []T, row int) (v T) {
	switch {
	case len(list) == 1:
		return list[0]
	case row < len(list):
		return list[row]
	}
	return v
}

// Number is the number of a list in a row.
func Number(list []model.Decimal, row int) (float64, bool) { return Pick(list, row).Float64() }

// SameUnit tells whether two columns have one unit, and the same.
func SameUnit(a, b *model.Column) bool {
	return len(a.Units) == 1 && len(b.Units) == 1 && symbol(&a.Units[0]) == symbol(&b.Units[0])
}

func symbol(u *model.Unit) string {
	if u.UCUM != "" {
		return u.UCUM
	}
	return u.Text
}

// Expanded is the expanded uncertainty of a column's row in the column's own unit.
func Expanded(c *model.Column, row int) (float64, bool) {
	u := c.Uncertainty
	if u == nil || u.Kind != model.UncertaintyExpanded {
		return 0, false
	}
	size, ok := Number(u.Values, row)
	if !ok || size <= 0 {
		return 0, false
	}
	if u.Relative {
		value, known := Number(c.Values, row)
		return size * max(value, -value), known
	}
	return size, true
}
