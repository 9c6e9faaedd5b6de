package study

import (
	"fmt"
	"math"

	"metrograph/model"
)

// MaxSeries is the longest series that a caller may bring along.
const MaxSeries = 500

// Given makes a sample of a series that a caller brings along, in one unit: the one asked for,
// or that of the last point.
func Given(series []model.SeriesPoint, unit model.Unit) (*Sample, error) {
	if len(series) > MaxSeries {
		return nil, model.Errorf(model.CodeLimitExceeded, "a series has at most %d points", MaxSeries)
	}
	s := &Sample{}
	for i, p := range series {
		value, ok := p.Value.Float64()
		switch {
		case !p.Date.Valid():
			return nil, fault(i, "date", "a day of the calendar is needed, as 2025-03-01")
		case !ok:
			return nil, fault(i, "value", "a number in the range of floating-point numbers is needed")
		}
		r := Dated{Date: p.Date, Reading: Reading{Error: value, Unit: p.Unit, Adjustment: p.Adjustment}}
		r.U, _ = Standard(p.Uncertainty, math.Abs(value))
		s.Readings = append(s.Readings, r)
	}
	if err := s.join(unit); err != nil {
		return nil, err
	}
	s.order()
	return s, nil
}

func fault(i int, field, format string) error {
	e := model.Errorf(model.CodeInvalid, "%s", format)
	e.Path = fmt.Sprintf("series[%d].%s", i, field)
	return e
}

// join brings the points into one unit.
func (s *Sample) join(unit model.Unit) error {
	if len(s.Readings) == 0 {
		return model.Errorf(model.CodeInvalid, "a series has one point at least")
	}
	if s.Unit = known(unit); unit == (model.Unit{}) {
		s.Unit = s.Readings[len(s.Readings)-1].Unit
	}
	for i := range s.Readings {
		r := &s.Readings[i]
		c, err := model.Convert(r.Unit, s.Unit)
		if err != nil {
			e := model.Errorf(model.CodeInvalid, "%s", message(err))
			e.Path = fmt.Sprintf("series[%d].unit", i)
			return e
		}
		r.Error, r.U, r.Unit = c.Difference(r.Error), c.Difference(r.U), s.Unit
	}
	return nil
}
