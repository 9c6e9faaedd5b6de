package figure

// How the bars of a series are told from those of the others, in the order of the series.
const fills = 4

// bar draws a rectangle in the way of a series: dark, hatched, light, or dotted by lines both
// ways.
func (d *Drawing) bar(x, y, w, h float64, series int) {
	if w <= 0 || h <= 0 {
		return
	}
	grey := [fills]float64{0.32, 1, 0.78, 1}[series%fills]
	corners := []Point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}
	d.add(Path{Points: corners, Closed: true, Fill: grey})
	switch series % fills {
	case 1:
		d.hatch(x, y, w, h, false)
	case 3:
		d.hatch(x, y, w, h, false)
		d.hatch(x, y, w, h, true)
	}
	d.add(Path{Points: corners, Closed: true, Fill: -1, Width: 0.6, Grey: 0.2})
}

const hatchEvery = 4.0

// hatch draws lines at 45° within a rectangle, cut at its edges.
func (d *Drawing) hatch(x, y, w, h float64, down bool) {
	for c := hatchEvery / 2; c < w+h; c += hatchEvery {
		// The line u + v = c within [0, w] × [0, h].
		from, to := Point{min(c, w), max(c-w, 0)}, Point{max(c-h, 0), min(c, h)}
		if down {
			from.Y, to.Y = h-from.Y, h-to.Y
		}
		d.add(Line{X1: x + from.X, Y1: y + from.Y, X2: x + to.X, Y2: y + to.Y, Width: 0.5, Grey: 0.25})
	}
}

// legend names series by a piece of their fill, from the right end of a line to the left.
func (d *Drawing) legend(right, y float64, names []string) {
	x := right
	for i := len(names) - 1; i >= 0; i-- {
		x -= WidthOf(names[i], small)
		d.add(Label{X: x, Y: y, Size: small, Text: names[i]})
		d.bar(x-16, y-7, 12, 7.5, i)
		x -= 28
	}
}
