package model

import "strconv"

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

// at returns the uncertainty of a row; nil where the table has none for it.
func (u ColumnUncertainty) at(row int) *Uncertainty {
	one := &Uncertainty{Kind: u.Kind, Distribution: u.Distribution, Relative: u.Relative}
	one.Value, _ = pick(u.Values, row)
	one.CoverageFactor, _ = pick(u.CoverageFactor, row)
	one.Probability, _ = pick(u.Probability, row)
	one.Lower, _ = pick(u.Lower, row)
	one.Upper, _ = pick(u.Upper, row)
	if one.Value == "" && one.Lower == "" && one.Upper == "" {
		return nil
	}
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

func (r *MeasurementResult) check(k *checker) {
	k.text("name", &r.Name)
	k.text("description", &r.Description)
	k.texts("methods", r.Methods)
	checkQuantities(k, "conditions", r.Conditions)
	k.texts("equipment", r.Equipment)
	k.enumRequired(ruleResultAdjustment, "adjustment", string(r.Adjustment), adjustments)
	k.limit("series", len(r.Series), maxEntries)
	for i := range r.Series {
		k.at("series", i)
		r.Series[i].check(k)
		k.out()
	}
}

func (s *Series) check(k *checker) {
	k.text("name", &s.Name)
	k.codes("refTypes", s.RefTypes)
	k.require(ruleSeriesColumns, "columns", len(s.Columns) > 0)
	k.limit("columns", len(s.Columns), maxEntries)
	rows := s.Rows()
	for i := range s.Columns {
		k.at("columns", i)
		s.Columns[i].check(k, rows)
		k.out()
	}
}

// check looks at a column of a table of so many rows.
func (c *Column) check(k *checker, rows int) {
	k.enumRequired(ruleColumnRole, "role", string(c.Role), columnRoles)
	k.text("label", &c.Label)
	k.code("quantityKind", c.QuantityKind)
	k.codes("refTypes", c.RefTypes)
	c.checkSize(k, rows)
	for i := range c.Units {
		if i > 0 && c.Units[i] == c.Units[i-1] {
			continue // a unit a row is mostly the same unit
		}
		k.at("units", i)
		c.Units[i].check(k, "")
		k.out()
	}
	for i, d := range c.Values {
		k.at("values", i)
		k.number(anyNumber, "", d)
		k.out()
	}
	c.checkTexts(k)
	if c.Uncertainty != nil {
		k.in("uncertainty")
		c.Uncertainty.check(k, c.Len())
		k.out()
	}
}

// checkSize looks at how many values, texts and units there are.
func (c *Column) checkSize(k *checker, rows int) {
	k.limit("values", len(c.Values), maxRows)
	k.limit("texts", len(c.Texts), maxRows)
	k.limit("units", len(c.Units), maxRows)
	n, field := c.Len(), "values"
	if len(c.Values) == 0 {
		field = "texts"
	}
	switch {
	case len(c.Values) > 0 && len(c.Texts) > 0:
		k.fail(ruleColumnExclusive, "texts", "", "")
	case n == 0:
		k.fail(ruleColumnEmpty, "values", "", "")
	case n > 1 && n != rows:
		k.fail(ruleColumnLength, field, strconv.Itoa(n), strconv.Itoa(rows))
	}
	k.aligned(ruleColumnUnits, "units", len(c.Units), n)
}

// aligned looks at whether a list has one entry for all of n values, one a value, or none.
func (k *checker) aligned(rule ruleNumber, field string, length, n int) {
	if length > 1 && length != n {
		k.fail(rule, field, strconv.Itoa(length), strconv.Itoa(n))
	}
}

func (c *Column) checkTexts(k *checker) {
	for i, s := range c.Texts {
		unknown := c.Role == ColumnConformity && s != "" && !conformities.has(s)
		if !unknown && plain(s, maxText) {
			continue
		}
		k.at("texts", i)
		k.prose("", s)
		if unknown {
			k.fail(ruleColumnConformity, "", s, conformities.String())
		}
		k.out()
	}
}

// check looks at the uncertainty of a column of n values.
func (u *ColumnUncertainty) check(k *checker, n int) {
	k.enumRequired(ruleUncertaintyKind, "kind", string(u.Kind), uncertaintyKinds)
	k.code("distribution", u.Distribution)
	checkNumbers(k, uncertaintyNumber, "values", u.Values, n)
	checkNumbers(k, coverageFactorNumber, "coverageFactor", u.CoverageFactor, n)
	checkNumbers(k, probabilityNumber, "probability", u.Probability, n)
	checkNumbers(k, anyNumber, "lower", u.Lower, n)
	checkNumbers(k, anyNumber, "upper", u.Upper, n)
	u.checkIntervals(k, n)
	u.complete(k, n)
}

// checkNumbers looks at a list that has one entry for all of n values, one a value, or none.
func checkNumbers(k *checker, is numberKind, field string, list []Decimal, n int) {
	k.aligned(ruleColumnUncertainty, field, len(list), n)
	for i, d := range list {
		k.at(field, i)
		k.number(is, "", d)
		k.out()
	}
}

// checkIntervals looks at the order of the ends of the coverage intervals.
func (u *ColumnUncertainty) checkIntervals(k *checker, n int) {
	if len(u.Lower) == 1 && len(u.Upper) == 1 {
		n = 1
	}
	for i := range n {
		low, _ := pick(u.Lower, i)
		high, _ := pick(u.Upper, i)
		if c, ok := low.Cmp(high); ok && c > 0 {
			k.at("lower", min(i, len(u.Lower)-1))
			k.fail(ruleCoverageInterval, "", string(low), echo(string(high)))
			k.out()
		}
	}
}

// complete looks at whether the uncertainty has what its kind needs.
func (u *ColumnUncertainty) complete(k *checker, n int) {
	switch u.Kind {
	case UncertaintyInterval:
		k.require(ruleUncertaintyValue, "lower", len(u.Lower) > 0)
		k.require(ruleUncertaintyValue, "upper", len(u.Upper) > 0)
	case UncertaintyExpanded:
		k.require(ruleUncertaintyValue, "values", len(u.Values) > 0)
		k.require(ruleCoverageFactorMissing, "coverageFactor", u.hasFactors(n))
	case UncertaintyStandard:
		k.require(ruleUncertaintyValue, "values", len(u.Values) > 0)
	}
}

// hasFactors tells whether there is a coverage factor for every uncertainty that there is.
func (u *ColumnUncertainty) hasFactors(n int) bool {
	if len(u.CoverageFactor) == 1 {
		return u.CoverageFactor[0] != ""
	}
	for i := range max(n, 1) {
		value, _ := pick(u.Values, i)
		factor, _ := pick(u.CoverageFactor, i)
		if value != "" && factor == "" || len(u.CoverageFactor) == 0 {
			return false
		}
	}
	return true
}
