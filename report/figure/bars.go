package figure

import (
	"math"
	"strconv"
)

// Sizes that charts have in common.
const (
	Wide  = 453.6 // of a column of text, 160 mm
	small = 8.0   // letters of labels
	gap   = 4.0
)

// Bars is a chart of values by category.
type Bars struct {
	Categories []string
	Series     []Series
	Unit       string // what the values are, at the axis
	Digits     int    // of the labels at the bars
	Most       float64
}

// Series is values of one kind: one a category, NaN where there is none, and +Inf where it is not
// told.
type Series struct {
	Name   string
	Values []float64
}

// Draw draws the bars side by side, each with its value.
func (b Bars) Draw() *Drawing {
	d := &Drawing{Width: Wide, Height: 205}
	left, right, top, bottom := 52.0, Wide-6, 26.0, 178.0
	y := linear(0, max(b.largest(), 1e-9), bottom, top, 5)
	d.grid(y, left, right, b.Unit)
	slot := (right - left) / float64(max(len(b.Categories), 1))
	width := min(slot*0.76/float64(len(b.Series)), 44)
	for i, name := range b.Categories {
		middle := left + slot*(float64(i)+0.5)
		d.add(Label{X: middle, Y: bottom + 12, Size: small, Text: shorten(name, small, slot-2), Anchor: Middle})
		for n, s := range b.Series {
			x := middle + width*(float64(n)-float64(len(b.Series))/2)
			d.column(x, width, y, s.Values[i], n, b.Digits)
		}
	}
	if len(b.Series) > 1 {
		d.legend(right, 11, names(b.Series))
	}
	d.add(Line{X1: left, Y1: bottom, X2: right, Y2: bottom, Width: 0.8})
	return d
}

// column draws one bar and its value above it, where there is room.
func (d *Drawing) column(x, width float64, y scale, value float64, series, digits int) {
	if text := missing(value); text != "" {
		d.add(Label{X: x + width/2, Y: y.from - 3, Size: small - 1, Text: text, Anchor: Middle})
		return
	}
	top := y.at(value)
	d.bar(x+1, top, width-2, y.from-top, series)
	if text := Thousands(strconv.FormatFloat(value, 'f', digits, 64)); WidthOf(text, small-1) <= width+6 {
		d.add(Label{X: x + width/2, Y: top - 3, Size: small - 1, Text: text, Anchor: Middle})
	}
}

// missing is what stands for a value that is not there; empty for one that is.
func missing(value float64) string {
	switch {
	case math.IsNaN(value):
		return "—"
	case math.IsInf(value, 1):
		return "*"
	}
	return ""
}

func (b Bars) largest() float64 {
	most := b.Most
	for _, s := range b.Series {
		for _, v := range s.Values {
			if v > most && !math.IsInf(v, 1) {
				most = v
			}
		}
	}
	return most
}

func names(list []Series) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.Name
	}
	return out
}

// grid draws the lines of a vertical axis with their values and what these are.
func (d *Drawing) grid(y scale, left, right float64, unit string) {
	for _, v := range y.ticks {
		at := y.at(v)
		d.add(Line{X1: left, Y1: at, X2: right, Y2: at, Width: 0.4, Grey: 0.8})
		d.add(Label{X: left - gap, Y: at + 2.8, Size: small, Text: y.text(v), Anchor: End})
	}
	d.add(Label{X: 2, Y: 11, Size: small, Text: unit})
}

// Rows is a chart of values by category with the categories one below the other, for names
// that are long.
type Rows struct {
	Categories []string
	Series     []Series
	Unit       string
	Digits     int
	Most       float64 // end of the axis; 0 for as far as the values go
}

// Draw draws the bars to the right of their names, each with its value at its end.
func (r Rows) Draw() *Drawing {
	const thick, space = 8.6, 5.0
	each := max(thick*float64(len(r.Series)), r.lines()*(small+1)) + space
	top := 20.0
	d := &Drawing{Width: Wide, Height: top + each*float64(len(r.Categories)) + 26}
	left, bottom := r.room(), top+each*float64(len(r.Categories))
	x := linear(0, max(Bars{Series: r.Series, Most: r.Most}.largest(), 1e-9), left, Wide-40, 5)
	for _, v := range x.ticks {
		d.add(Line{X1: x.at(v), Y1: top - 2, X2: x.at(v), Y2: bottom, Width: 0.4, Grey: 0.8},
			Label{X: x.at(v), Y: bottom + 10, Size: small, Text: x.text(v), Anchor: Middle})
	}
	for i, name := range r.Categories {
		y := top + each*float64(i) + space/2
		d.beside(left-gap, y+(each-space)/2, name)
		for n, s := range r.Series {
			d.row(x, y+thick*float64(n), thick-1, s.Values[i], n, r.Digits)
		}
	}
	d.add(Line{X1: left, Y1: top - 2, X2: left, Y2: bottom, Width: 0.8}, Label{X: Wide - 40, Y: bottom + 21, Size: small, Text: r.Unit, Anchor: End})
	if len(r.Series) > 1 {
		d.legend(Wide-6, 11, names(r.Series))
	}
	return d
}

func (d *Drawing) row(x scale, y, thick, value float64, series, digits int) {
	if text := missing(value); text != "" {
		d.add(Label{X: x.from + gap, Y: y + thick - 1, Size: small - 1, Text: text})
		return
	}
	d.bar(x.from, y, x.at(value)-x.from, thick, series)
	d.add(Label{X: x.at(value) + gap, Y: y + thick - 2, Size: small - 1, Text: Thousands(strconv.FormatFloat(value, 'f', digits, 64))})
}

// beside writes a name to the left of a place, on two lines where it is long.
func (d *Drawing) beside(right, middle float64, name string) {
	lines := folded(name, small, right-2)
	for i, text := range lines {
		d.add(Label{X: right, Y: middle + 2.8 + (small+1)*(float64(i)-float64(len(lines)-1)/2), Size: small, Text: text, Anchor: End})
	}
}

// lines is how many lines the longest of the names takes.
func (r Rows) lines() float64 {
	n, room := 1, r.room()
	for _, name := range r.Categories {
		n = max(n, len(folded(name, small, room-gap-2)))
	}
	return float64(n)
}

// room is how much the names need.
func (r Rows) room() float64 {
	width := 0.0
	for _, name := range r.Categories {
		width = max(width, WidthOf(name, small))
	}
	return min(width+gap+4, Wide*0.42)
}
