package figure

// Spans is a chart of the middle halves of distributions on a logarithmic axis: a bar from the
// lower to the upper quartile, with a line at the median.
type Spans struct {
	Categories []string
	Series     []SpanSeries
	Unit       string
}

// SpanSeries is distributions of one kind: one a category.
type SpanSeries struct {
	Name  string
	Spans []Span
}

// Span is a distribution; the zero value where there is none.
type Span struct{ Lower, Median, Upper float64 }

// Draw draws the spans to the right of their names.
func (c Spans) Draw() *Drawing {
	const thick, space, top = 10.0, 8.0, 20.0
	each := thick*float64(len(c.Series)) + space
	bottom := top + each*float64(len(c.Categories))
	d := &Drawing{Width: Wide, Height: bottom + 26}
	left := Rows{Categories: c.Categories}.room()
	low, high := c.ends()
	x := logarithmic(low, high, left+6, Wide-14)
	for _, v := range x.ticks {
		d.add(Line{X1: x.at(v), Y1: top - 2, X2: x.at(v), Y2: bottom, Width: 0.4, Grey: 0.8},
			Label{X: x.at(v), Y: bottom + 11, Size: small, Text: x.text(v), Anchor: Middle})
	}
	for i, name := range c.Categories {
		y := top + each*float64(i) + space/2
		d.beside(left-gap, y+(each-space)/2, name)
		for n, s := range c.Series {
			d.span(x, y+thick*float64(n), thick-2, s.Spans[i], n)
		}
	}
	d.add(Line{X1: left, Y1: top - 2, X2: left, Y2: bottom, Width: 0.8}, Label{X: Wide - 14, Y: bottom + 22, Size: small, Text: c.Unit, Anchor: End})
	series := make([]Series, len(c.Series))
	for i, s := range c.Series {
		series[i].Name = s.Name
	}
	d.legend(Wide-6, 11, names(series))
	return d
}

func (d *Drawing) span(x scale, y, thick float64, s Span, series int) {
	if s.Median <= 0 {
		d.add(Label{X: x.from, Y: y + thick - 1, Size: small - 1, Text: "—"})
		return
	}
	d.bar(x.at(s.Lower), y, max(x.at(s.Upper)-x.at(s.Lower), 1), thick, series)
	d.add(Line{X1: x.at(s.Median), Y1: y - 1.5, X2: x.at(s.Median), Y2: y + thick + 1.5, Width: 2})
}

func (c Spans) ends() (low, high float64) {
	for _, s := range c.Series {
		for _, v := range s.Spans {
			if v.Lower > 0 && (low == 0 || v.Lower < low) {
				low = v.Lower
			}
			high = max(high, v.Upper)
		}
	}
	if low == 0 {
		return 1e-6, 1
	}
	return low, high
}
