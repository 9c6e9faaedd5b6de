package figure

import "math"

// Course is a chart of values over time: points with error bars, lines, bands and limits.
type Course struct {
	Lines  []Trace
	Points []Mark
	Band   []BandPoint
	Limits []Limit
	X, Y   string               // what the axes are
	Tick   func(float64) string // of the horizontal axis; nil for the number
	Ticks  []float64            // nil for round ones
}

// Trace is a line through points, with a gap where a value is NaN.
type Trace struct {
	Name   string
	Points []Point
	Marked bool // each point has a mark
}

// Mark is a point with half the length of its error bar; 0 for none.
type Mark struct {
	Point
	Bar    float64
	Signal bool // it stands out: its mark is hollow and larger
}

// BandPoint is a place of a band.
type BandPoint struct{ X, Lower, Upper float64 }

// Limit is a level across the chart.
type Limit struct {
	Name string
	Y    float64
}

// dashes tell lines apart, in their order.
func dashOf(n int) []float64 {
	return [][]float64{nil, {6, 3}, {1.5, 2.5}, {8, 2, 2, 2}}[n%4]
}

// Draw draws the chart.
func (c Course) Draw() *Drawing {
	d := &Drawing{Width: Wide, Height: 225}
	left, right, top, bottom := 58.0, Wide-74, 24.0, 190.0
	lowX, highX, lowY, highY := c.ends()
	y := linear(lowY, highY, bottom, top, 6)
	x := scale{low: lowX, high: highX, from: left + 8, to: right - 8}
	if x.ticks = c.Ticks; x.ticks == nil {
		x = linear(lowX, highX, left+8, right-8, 6)
	} else if lowX == highX {
		x.low, x.high = lowX-1, highX+1
	}
	d.grid(y, left, right, c.Y)
	for _, v := range x.ticks {
		text := x.text(v)
		if c.Tick != nil {
			text = c.Tick(v)
		}
		d.add(Line{X1: x.at(v), Y1: bottom, X2: x.at(v), Y2: bottom + 3, Width: 0.6},
			Label{X: x.at(v), Y: bottom + 13, Size: small, Text: text, Anchor: Middle})
	}
	c.band(d, x, y)
	c.limits(d, y, left, right)
	c.lines(d, x, y, right)
	c.marks(d, x, y)
	d.add(Line{X1: left, Y1: bottom, X2: right, Y2: bottom, Width: 0.8}, Line{X1: left, Y1: top, X2: left, Y2: bottom, Width: 0.8},
		Label{X: right, Y: bottom + 26, Size: small, Text: c.X, Anchor: End})
	return d
}

func (c Course) band(d *Drawing, x, y scale) {
	if len(c.Band) == 0 {
		return
	}
	area := Path{Closed: true, Fill: 0.9}
	for _, b := range c.Band {
		area.Points = append(area.Points, Point{x.at(b.X), y.at(b.Upper)})
	}
	for i := len(c.Band) - 1; i >= 0; i-- {
		area.Points = append(area.Points, Point{x.at(c.Band[i].X), y.at(c.Band[i].Lower)})
	}
	d.add(area)
}

func (c Course) limits(d *Drawing, y scale, left, right float64) {
	for _, l := range c.Limits {
		at := y.at(l.Y)
		d.add(Line{X1: left, Y1: at, X2: right, Y2: at, Width: 0.9, Dash: dashOf(1)}, Label{X: right + gap, Y: at + 2.8, Size: small, Text: shorten(l.Name, small, 68)})
	}
}

func (c Course) lines(d *Drawing, x, y scale, right float64) {
	for i, t := range c.Lines {
		var last *Point
		path := Path{Fill: -1, Width: 1.2, Grey: 0.1, Dash: dashOf(i)}
		for _, p := range t.Points {
			if math.IsNaN(p.Y) {
				d.through(path)
				path.Points = nil
				continue
			}
			at := Point{x.at(p.X), y.at(p.Y)}
			path.Points, last = append(path.Points, at), &at
			if t.Marked {
				d.mark(at, 2, false)
			}
		}
		if last == nil {
			continue
		}
		d.through(path)
		d.add(Label{X: right + gap, Y: last.Y + 2.8, Size: small, Text: shorten(t.Name, small, 68)})
	}
}

// through draws a line through points, if there are two.
func (d *Drawing) through(p Path) {
	if len(p.Points) > 1 {
		d.add(p)
	}
}

func (c Course) marks(d *Drawing, x, y scale) {
	for _, m := range c.Points {
		at := Point{x.at(m.X), y.at(m.Y)}
		if m.Bar > 0 {
			high, low := y.at(m.Y+m.Bar), y.at(m.Y-m.Bar)
			d.add(Line{X1: at.X, Y1: high, X2: at.X, Y2: low, Width: 0.8},
				Line{X1: at.X - 2.5, Y1: high, X2: at.X + 2.5, Y2: high, Width: 0.8}, Line{X1: at.X - 2.5, Y1: low, X2: at.X + 2.5, Y2: low, Width: 0.8})
		}
		if m.Signal {
			d.mark(at, 4, true)
			continue
		}
		d.mark(at, 2.4, false)
	}
}

// mark draws a square, filled or hollow.
func (d *Drawing) mark(at Point, r float64, hollow bool) {
	fill := 0.1
	if hollow {
		fill = 1
	}
	d.add(Path{Points: []Point{{at.X, at.Y - r}, {at.X + r, at.Y}, {at.X, at.Y + r}, {at.X - r, at.Y}}, Closed: true, Fill: fill, Width: 0.9})
}

// ends are how far the values reach on both axes.
func (c Course) ends() (lowX, highX, lowY, highY float64) {
	first := true
	add := func(x, low, high float64) {
		if first {
			lowX, highX, lowY, highY, first = x, x, low, high, false
		}
		lowX, highX, lowY, highY = min(lowX, x), max(highX, x), min(lowY, low), max(highY, high)
	}
	for _, m := range c.Points {
		add(m.X, m.Y-m.Bar, m.Y+m.Bar)
	}
	for _, b := range c.Band {
		add(b.X, b.Lower, b.Upper)
	}
	for _, t := range c.Lines {
		for _, p := range t.Points {
			if !math.IsNaN(p.Y) {
				add(p.X, p.Y, p.Y)
			}
		}
	}
	for _, l := range c.Limits {
		lowY, highY = min(lowY, l.Y), max(highY, l.Y)
	}
	return lowX, highX, lowY, highY
}
