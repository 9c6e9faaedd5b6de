// Package study puts certificates and series through the methods of analysis: it takes the
// deviations at one point of an instrument out of its certificates, converts their units, and
// says what could be computed and what not.
package study

import (
	"fmt"
	"math"
	"strings"

	"metrograph/analysis/prob"
	"metrograph/model"
)

// Reading is an error of indication at a point, as a certificate has it.
type Reading struct {
	Certificate  *model.Certificate
	Adjustment   model.Adjustment
	Nominal      float64
	NominalUnit  model.Unit
	Error        float64
	Unit         model.Unit // of Error, U and the limits
	U            float64    // standard uncertainty, 0 where it is not stated
	Lower, Upper *float64   // limits of the error
	Stated       model.Conformity
	Temperature  *float64 // in °C
	QuantityKind string
	Path         string // of the row's table, in the certificate
	Row          int
	result       *model.MeasurementResult
}

// Readings takes the errors out of a certificate, from each table that has nominal or
// reference values. The error is that of the ERROR column, else the CORRECTION with the
// opposite sign, else INDICATION less REFERENCE_VALUE, else, of a material measure, NOMINAL less
// MEASURED_VALUE (JJF 1001-2011, 7.32). A table that is none of these has no errors.
func Readings(c *model.Certificate) []Reading {
	var list []Reading
	for i := range c.Results {
		result := &c.Results[i]
		for n := range result.Series {
			t, path := tableOf(&result.Series[n]), fmt.Sprintf("results[%d].series[%d]", i, n)
			for row := range result.Series[n].Rows() {
				if r, ok := t.reading(row); ok {
					r.Certificate, r.Adjustment, r.result = c, result.Adjustment, result
					r.Path, r.Row = path, row
					if r.Temperature == nil {
						r.Temperature = temperature(result.Conditions)
					}
					list = append(list, r)
				}
			}
		}
	}
	return list
}

// table is the columns of a series by what they are.
type table map[model.ColumnRole]*model.Column

func tableOf(s *model.Series) table {
	t := table{}
	for i := range s.Columns {
		c := &s.Columns[i]
		if t[c.Role] == nil && (c.Role != model.ColumnInfluence || c.QuantityKind == "temperature") {
			t[c.Role] = c
		}
	}
	return t
}

func (t table) reading(row int) (r Reading, ok bool) {
	at, ok := t.number(row, model.ColumnNominal, model.ColumnReferenceValue)
	if !ok {
		return r, false
	}
	r.Nominal, _ = at.Value.Float64()
	r.NominalUnit, r.QuantityKind = at.Unit, at.Kind
	if !t.err(&r, row) || !finite(r.Error, r.Nominal) {
		return r, false
	}
	t.limits(&r, row)
	if c := t[model.ColumnConformity]; c != nil {
		r.Stated = model.Conformity(c.At(row).Text)
	}
	if c := t[model.ColumnInfluence]; c != nil {
		r.Temperature = celsius(c.At(row))
	}
	return r, true
}

// number is the first of the columns that has a number in the row.
func (t table) number(row int, roles ...model.ColumnRole) (q model.Quantity, ok bool) {
	for _, role := range roles {
		if c := t[role]; c != nil {
			if q := c.At(row); q.Value.Valid() {
				return q, true
			}
		}
	}
	return q, false
}

// err finds the error and its uncertainty.
func (t table) err(r *Reading, row int) bool {
	if q, ok := t.number(row, model.ColumnError); ok {
		r.Error, ok = q.Value.Float64()
		r.Unit = q.Unit
		r.U = t.standard(row, r, q)
		return ok
	}
	if q, ok := t.number(row, model.ColumnCorrection); ok {
		v, ok := q.Value.Float64()
		r.Error, r.Unit = -v, q.Unit
		r.U = t.standard(row, r, q)
		return ok
	}
	for _, pair := range [][2]model.ColumnRole{{model.ColumnIndication, model.ColumnReferenceValue}, {model.ColumnNominal, model.ColumnMeasuredValue}} {
		above, okay := t.number(row, pair[0])
		below, ok := t.number(row, pair[1])
		if okay && ok && t.difference(r, above, below) {
			r.U = t.standard(row, r, above, below)
			return true
		}
	}
	return false
}

// difference takes a value from another one, exactly where their units are the same.
func (t table) difference(r *Reading, above, below model.Quantity) (ok bool) {
	r.Unit = above.Unit
	if above.Unit == below.Unit {
		r.Error, ok = above.Value.Minus(below.Value)
		return ok
	}
	c, err := model.Convert(below.Unit, above.Unit)
	a, okay := above.Value.Float64()
	b, ok := below.Value.Float64()
	r.Error = a - c.Value(b)
	return okay && ok && err == nil
}

// standard is the standard uncertainty of an error: of the quantity that it was read from, else
// of one of the others in the row; 0 where none is stated.
func (t table) standard(row int, r *Reading, own ...model.Quantity) float64 {
	for _, role := range []model.ColumnRole{model.ColumnError, model.ColumnCorrection, model.ColumnMeasuredValue, model.ColumnIndication, model.ColumnReferenceValue} {
		if c := t[role]; c != nil {
			own = append(own, c.At(row))
		}
	}
	for _, q := range own {
		u, ok := Standard(q.Uncertainty, math.Abs(r.Nominal))
		if !ok {
			continue
		}
		from := q.Unit
		if q.Uncertainty.Relative {
			from = r.NominalUnit
		}
		if c, err := model.Convert(from, r.Unit); err == nil {
			return c.Difference(u)
		}
	}
	return 0
}

// Standard is the standard uncertainty that a statement of uncertainty amounts to: an expanded
// one divided by its coverage factor, half a coverage interval by the factor of its
// probability where it is normal (JCGM 100:2008, 4.3.4); a relative one is multiplied by the
// size of the value. ok is false where it is not known: nothing is assumed.
func Standard(u *model.Uncertainty, size float64) (standard float64, ok bool) {
	if u == nil {
		return 0, false
	}
	switch value, valued := u.Value.Float64(); u.Kind {
	case model.UncertaintyStandard:
		standard, ok = value, valued
	case model.UncertaintyExpanded:
		k, known := u.CoverageFactor.Float64()
		standard, ok = value/k, valued && known && k > 0
	case model.UncertaintyInterval:
		standard, ok = ofInterval(u)
	}
	if u.Relative {
		standard *= size
	}
	return standard, ok && standard > 0 && finite(standard)
}

func ofInterval(u *model.Uncertainty) (standard float64, ok bool) {
	width, ok := u.Upper.Minus(u.Lower)
	p, known := u.Probability.Float64()
	if !ok || !known || p <= 0 || p >= 1 || u.Distribution != "normal" && u.Distribution != "" {
		return 0, false
	}
	return width / 2 / prob.NormalQuantile((1+p)/2), true
}

// limits finds the limits of the error. Limits on both sides of zero are limits of an error;
// others, in the unit of the nominal value, are of the indication.
func (t table) limits(r *Reading, row int) {
	low, okLow := t.limit(model.ColumnLimitLower, r, row)
	high, okHigh := t.limit(model.ColumnLimitUpper, r, row)
	if !okLow && !okHigh {
		return
	}
	if okLow && low > 0 || okHigh && high < 0 {
		c, err := model.Convert(r.NominalUnit, r.Unit)
		if err != nil {
			return
		}
		low, high = low-c.Value(r.Nominal), high-c.Value(r.Nominal)
		if okLow && low > 0 || okHigh && high < 0 {
			return
		}
	}
	if okLow {
		r.Lower = &low
	}
	if okHigh {
		r.Upper = &high
	}
}

func (t table) limit(role model.ColumnRole, r *Reading, row int) (float64, bool) {
	q, ok := t.number(row, role)
	if !ok {
		return 0, false
	}
	v, ok := q.Value.Float64()
	c, err := model.Convert(q.Unit, r.Unit)
	return c.Difference(v), ok && err == nil && finite(v)
}

func temperature(conditions []model.Quantity) *float64 {
	for _, q := range conditions {
		if q.Kind == "temperature" {
			return celsius(q)
		}
	}
	return nil
}

func celsius(q model.Quantity) *float64 {
	v, ok := q.Value.Float64()
	c, err := model.Convert(q.Unit, model.Unit{Text: `\degreecelsius`})
	if !ok || err != nil {
		return nil
	}
	return given(c.Value(v))
}

// Repeated are the repeated readings of a certificate: values of one column in a table without
// nominal and reference values, by the unit that they are in.
func Repeated(c *model.Certificate) (values [][]float64, units []model.Unit) {
	for i := range c.Results {
		for n := range c.Results[i].Series {
			t := tableOf(&c.Results[i].Series[n])
			if t[model.ColumnNominal] != nil || t[model.ColumnReferenceValue] != nil {
				continue
			}
			for _, role := range []model.ColumnRole{model.ColumnIndication, model.ColumnMeasuredValue, model.ColumnError} {
				if list, unit := numbers(t[role]); len(list) > 1 {
					values, units = append(values, list), append(units, unit)
					break
				}
			}
		}
	}
	return values, units
}

// numbers are the values of a column of one unit, as exact differences from the first.
func numbers(c *model.Column) (list []float64, unit model.Unit) {
	if c == nil || len(c.Units) != 1 || len(c.Values) < 2 {
		return nil, unit
	}
	for _, v := range c.Values {
		d, ok := v.Minus(c.Values[0])
		if !ok {
			return nil, unit
		}
		list = append(list, d)
	}
	return list, c.Units[0]
}

// named tells whether a text has a part in any of its languages.
func named(t model.Text, part string) bool {
	part = strings.ToLower(part)
	if strings.Contains(strings.ToLower(t.Zh), part) || strings.Contains(strings.ToLower(t.En), part) {
		return true
	}
	for _, other := range t.Other {
		if strings.Contains(strings.ToLower(other.Text), part) {
			return true
		}
	}
	return false
}

func finite(values ...float64) bool {
	for _, v := range values {
		if v-v != 0 {
			return false
		}
	}
	return true
}

// given is a number that GraphQL can hold; nil for one that it cannot.
func given(v float64) *float64 {
	if !finite(v) {
		return nil
	}
	return &v
}
