package dcc

import (
	"strconv"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

// ranges writes the measuring intervals and the resolution of an instrument: list is the name
// of the element that has them, and each is called so in the singular.
func (d *document) ranges(list, element string, i *model.Instrument) {
	intervals := toldIntervals(i.MeasuringIntervals)
	if len(intervals) == 0 && i.Resolution == nil {
		return
	}
	d.start(list)
	for n := range intervals {
		d.interval(element, n, &intervals[n])
	}
	if r := toldPrimitive(i.Resolution); r != nil {
		d.primitive(element, r, model.Text{}, dccterm.Make(dccterm.Resolution, ""), "basic_resolution")
	}
	d.end()
}

// interval writes the ends of an interval, each with what the interval is called.
func (d *document) interval(element string, n int, i *model.Interval) {
	of := []string{dccterm.Make(dccterm.Interval, strconv.Itoa(n))}
	if i.Kind != "" {
		of = append(of, dccterm.Make(dccterm.IntervalKind, i.Kind))
	}
	for _, end := range []struct {
		q           *model.Quantity
		term, basic string
	}{{i.Lower, dccterm.Lower, "basic_measurementRangeMin"}, {i.Upper, dccterm.Upper, "basic_measurementRangeMax"}} {
		if end.q != nil {
			d.primitive(element, end.q, i.Label, append(of[:len(of):len(of)], dccterm.Make(end.term, ""), end.basic)...)
		}
	}
}

func (d *document) primitive(element string, q *model.Quantity, about model.Text, terms ...string) {
	c := columnOf(*q)
	d.described(element, &c, about, nil, terms)
}

// toldIntervals are the intervals as they are read.
func toldIntervals(list []model.Interval) []model.Interval {
	var out []model.Interval
	for _, i := range list {
		if i.Lower != nil || i.Upper != nil {
			i.Lower, i.Upper = toldPrimitive(i.Lower), toldPrimitive(i.Upper)
			out = append(out, i)
		}
	}
	return out
}

// toldPrimitive is a quantity as it is read of those that the standard allows less of: an
// uncertainty that D-SI does not hold is in the patch.
func toldPrimitive(q *model.Quantity) *model.Quantity {
	if q == nil || q.Uncertainty == nil {
		return q
	}
	if c := columnOf(*q); len(irregular(&c)) == 0 && !q.Uncertainty.Relative {
		return q
	}
	bare := *q
	bare.Uncertainty = nil
	return &bare
}
