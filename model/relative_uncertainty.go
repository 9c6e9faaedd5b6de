package model

import "math"

// RelativeUncertainty is the mean relative expanded uncertainty of the points of a certificate,
// for a coverage factor of two: of each point 2u/|x|, with u the standard uncertainty that its
// statement amounts to (JCGM 100:2008, 6.2.1: U = k u) and x the value that was measured. ok is
// false where there is no such point. Left out are
//   - uncertainties without a stated coverage factor, and coverage intervals: nothing is assumed;
//   - values on scales whose zero is arbitrary (°C), which have no ratios;
//   - values that are not larger than their uncertainty.
func (c *Certificate) RelativeUncertainty() (mean float64, ok bool) {
	sum, n := 0.0, 0
	for i := range c.Results {
		for k := range c.Results[i].Series {
			s, m := c.Results[i].Series[k].relativeUncertainties()
			sum, n = sum+s, n+m
		}
	}
	return sum / float64(max(n, 1)), n > 0
}

// relativeUncertainties sums those of the rows. Each row counts once, with the first of its
// columns that has an uncertainty.
func (s *Series) relativeUncertainties() (sum float64, n int) {
	var columns []*Column
	for _, role := range []ColumnRole{ColumnError, ColumnCorrection, ColumnMeasuredValue, ColumnIndication, ColumnReferenceValue} {
		for i := range s.Columns {
			if c := &s.Columns[i]; c.Role == role && c.Uncertainty != nil {
				columns = append(columns, c)
			}
		}
	}
	if len(columns) == 0 {
		return 0, 0
	}
	var last ratio
	for row := range s.Rows() {
		for _, c := range columns {
			if u, ok := s.relativeUncertainty(c, row, &last); ok {
				sum, n = sum+u, n+1
				break
			}
		}
	}
	return sum, n
}

// relativeUncertainty is that of a value of a column. That of an error or a correction is
// relative to the value that was measured, not to the error.
func (s *Series) relativeUncertainty(c *Column, row int, last *ratio) (relative float64, ok bool) {
	q := c.At(row)
	u, ok := q.Uncertainty.doubled()
	if !ok {
		return 0, false
	}
	if q.Uncertainty.Relative {
		return u, u < 1
	}
	of := q
	if c.Role == ColumnError || c.Role == ColumnCorrection {
		if of, ok = s.measured(row); !ok {
			return 0, false
		}
	}
	x, valued := of.Value.Float64()
	if !last.made || last.from != q.Unit || last.to != of.Unit {
		*last = ratioOf(q.Unit, of.Unit)
	}
	if !valued || x == 0 || !last.known {
		return 0, false
	}
	relative = last.Difference(u) / math.Abs(x)
	return relative, relative > 0 && relative < 1
}

// ratio is how uncertainties in one unit are divided by values in another: rows share it.
type ratio struct {
	from, to Unit
	Converter
	made, known bool
}

func ratioOf(from, to Unit) ratio {
	c, err := Convert(from, to)
	return ratio{from, to, c, true, err == nil && !to.HasOffset()}
}

// measured is the value that was measured in a row.
func (s *Series) measured(row int) (Quantity, bool) {
	for _, role := range []ColumnRole{ColumnReferenceValue, ColumnNominal, ColumnMeasuredValue, ColumnIndication} {
		for i := range s.Columns {
			if q := s.Columns[i].At(row); s.Columns[i].Role == role && q.Value.Valid() {
				return q, true
			}
		}
	}
	return Quantity{}, false
}

// doubled is the uncertainty for a coverage factor of two.
func (u *Uncertainty) doubled() (expanded float64, ok bool) {
	if u == nil {
		return 0, false
	}
	value, valued := u.Value.Float64()
	switch u.Kind {
	case UncertaintyStandard:
		return 2 * value, valued && value > 0
	case UncertaintyExpanded:
		k, known := u.CoverageFactor.Float64()
		return 2 * value / k, valued && known && k > 0 && value > 0
	}
	return 0, false
}

// HasOffset tells whether the zero of the unit's scale is not that of the quantity: °C, °F.
func (u Unit) HasOffset() bool {
	var s scaled
	return u.Text != "" && s.read(u) && s.zero.Sign() != 0
}
