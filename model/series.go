package model

// MeasurementResult is one result of a certificate: what was measured, how, under which
// conditions, and the tables of values.
type MeasurementResult struct {
	Name        Text       `json:"name,omitzero"`
	Description Text       `json:"description,omitzero"`
	Methods     []Text     `json:"methods,omitempty"`    // methods used for this result, as written
	Conditions  []Quantity `json:"conditions,omitempty"` // influence quantities during the measurement
	Equipment   []Text     `json:"equipment,omitempty"`  // equipment used for this result, as written
	Adjustment  Adjustment `json:"adjustment"`
	Series      []Series   `json:"series,omitempty"`
}

// Series is a table of values. Its columns have as many values as there are rows, or one
// value that holds for every row.
type Series struct {
	Name     Text     `json:"name,omitzero"`
	RefTypes []string `json:"refTypes,omitempty"` // terms of the source for the table
	Columns  []Column `json:"columns"`
}

// Column is one column of a series. It holds numbers in Values, or texts in Texts (verdicts
// in a CONFORMITY column); a missing number is an empty Decimal. Units has one entry that
// holds for every value, or one entry a value.
type Column struct {
	Role         ColumnRole         `json:"role"`
	Label        Text               `json:"label,omitzero"`
	QuantityKind string             `json:"quantityKind,omitempty"`
	RefTypes     []string           `json:"refTypes,omitempty"`
	Units        []Unit             `json:"units,omitempty"`
	Values       []Decimal          `json:"values,omitempty"`
	Texts        []string           `json:"texts,omitempty"`
	Uncertainty  *ColumnUncertainty `json:"uncertainty,omitempty"`
}

// ColumnUncertainty is the uncertainty of a column's values. Each of its lists has one entry
// that holds for every value, or one entry a value.
type ColumnUncertainty struct {
	Kind           UncertaintyKind `json:"kind"`
	Values         []Decimal       `json:"values,omitempty"`
	CoverageFactor []Decimal       `json:"coverageFactor,omitempty"`
	Probability    []Decimal       `json:"probability,omitempty"`
	Lower          []Decimal       `json:"lower,omitempty"`
	Upper          []Decimal       `json:"upper,omitempty"`
	Distribution   string          `json:"distribution,omitempty"`
	Relative       bool            `json:"relative,omitempty"`
}

// Point is one row of a series: one cell a column.
type Point struct {
	Index int    `json:"index"`
	Cells []Cell `json:"cells"`
}

// Cell is a value of a point with the role of its column.
type Cell struct {
	Role ColumnRole `json:"role"`
	Quantity
}

// Len returns the number of values of the column.
func (c Column) Len() int { return max(len(c.Values), len(c.Texts)) }

// At returns the value of the column in a row. A column of one value has it in every row.
func (c Column) At(row int) Quantity {
	q := Quantity{Kind: c.QuantityKind, Label: c.Label}
	q.Value, _ = pick(c.Values, row)
	q.Text, _ = pick(c.Texts, row)
	q.Unit, _ = pick(c.Units, row)
	if u := c.Uncertainty; u != nil {
		q.Uncertainty = u.at(row)
	}
	return q
}

func (u ColumnUncertainty) at(row int) *Uncertainty {
	one := &Uncertainty{Kind: u.Kind, Distribution: u.Distribution, Relative: u.Relative}
	one.Value, _ = pick(u.Values, row)
	one.CoverageFactor, _ = pick(u.CoverageFactor, row)
	one.Probability, _ = pick(u.Probability, row)
	one.Lower, _ = pick(u.Lower, row)
	one.Upper, _ = pick(u.Upper, row)
	return one
}

// pick returns the entry for a row of a list that has one entry for all rows or one a row.
func pick[T any](list []T, row int) (v T, ok bool) {
	switch {
	case len(list) == 1:
		return list[0], true
	case row < len(list):
		return list[row], true
	}
	return v, false
}

// Rows returns the number of rows of the series: the length of its longest column.
func (s Series) Rows() int {
	rows := 0
	for _, c := range s.Columns {
		rows = max(rows, c.Len())
	}
	return rows
}

// Points returns the series row by row.
func (s Series) Points() []Point {
	points := make([]Point, s.Rows())
	for row := range points {
		cells := make([]Cell, len(s.Columns))
		for i, c := range s.Columns {
			cells[i] = Cell{Role: c.Role, Quantity: c.At(row)}
		}
		points[row] = Point{Index: row, Cells: cells}
	}
	return points
}
