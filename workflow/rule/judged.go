package rule

import "metrograph/model"

// Judged is the part of a table that a verdict follows from: places of columns, -1 where
// there is none.
type Judged struct{ Value, Lower, Upper, Verdict int }

// Judged finds which column of a table its limits are about: the errors, or else measured
// values or indications in the unit of the limits. It is not ok where that is not certain.
func (t Table) Judged() (j Judged, ok bool) {
	j = Judged{-1, t.Only(model.ColumnLimitLower), t.Only(model.ColumnLimitUpper), t.Only(model.ColumnConformity)}
	limit := j.Upper
	if limit < 0 {
		limit = j.Lower
	}
	if limit < 0 {
		return j, false
	}
	for _, role := range [...]model.ColumnRole{model.ColumnError, model.ColumnMeasuredValue, model.ColumnIndication} {
		at := t.Only(role)
		if at >= 0 && SameUnit(&t.Columns[at], &t.Columns[limit]) {
			j.Value = at
			return j, true
		}
	}
	return j, false
}

// Point is the numbers of one row that a verdict follows from.
type Point struct {
	Value, Lower, Upper, U     float64
	HasLower, HasUpper, KnownU bool
	Verdict                    model.Conformity
}

// Point is a row of a judged table; it is not ok without a value or any limit.
func (t Table) Point(j Judged, row int) (p Point, ok bool) {
	value := &t.Columns[j.Value]
	if p.Value, ok = Number(value.Values, row); !ok {
		return p, false
	}
	if j.Lower >= 0 {
		p.Lower, p.HasLower = Number(t.Columns[j.Lower].Values, row)
	}
	if j.Upper >= 0 {
		p.Upper, p.HasUpper = Number(t.Columns[j.Upper].Values, row)
	}
	if p.HasLower && p.HasUpper && p.Lower > p.Upper {
		return p, false
	}
	p.U, p.KnownU = Expanded(value, row)
	if j.Verdict >= 0 {
		p.Verdict = model.Conformity(Pick(t.Columns[j.Verdict].Texts, row))
	}
	return p, p.HasLower || p.HasUpper
}

// Beyond is how far the value is outside the limits; it is negative inside.
func (p Point) Beyond() float64 {
	switch {
	case !p.HasUpper:
		return p.Lower - p.Value
	case !p.HasLower:
		return p.Value - p.Upper
	}
	return max(p.Lower-p.Value, p.Value-p.Upper)
}

// MPEV is the absolute value of the maximum permissible error: half of what lies between the
// limits. It is not ok with a single limit.
func (p Point) MPEV() (float64, bool) {
	return (p.Upper - p.Lower) / 2, p.HasLower && p.HasUpper && p.Upper > p.Lower
}

// Slack is what two numbers that were rounded to the binary may differ by.
func (p Point) Slack() float64 {
	const relative = 1e-9
	size := max(p.Value, -p.Value)
	if p.HasLower {
		size = max(size, p.Lower, -p.Lower)
	}
	if p.HasUpper {
		size = max(size, p.Upper, -p.Upper)
	}
	return relative * size
}
