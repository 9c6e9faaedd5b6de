// Package figure draws charts as vectors that read in grey: by patterns, dashes and labels,
// and never by colour alone. One drawing is written as SVG and into a PDF alike.
package figure

import (
	"strings"
	"unicode"
)

// Drawing is a figure, in points from its upper left corner.
type Drawing struct {
	Width, Height float64
	Shapes        []Shape
}

// Shape is a part of a drawing: a [Line], a [Path] or a [Label].
type Shape interface{ shape() }

// Line is a straight line.
type Line struct {
	X1, Y1, X2, Y2 float64
	Width          float64
	Grey           float64 // 0 is black, 1 white
	Dash           []float64
}

// Path is a line through points, or the area that they enclose.
type Path struct {
	Points []Point
	Closed bool
	Fill   float64 // grey; below 0 for none
	Width  float64 // of the line; 0 for none
	Grey   float64
	Dash   []float64
}

// Point is a place in a drawing.
type Point struct{ X, Y float64 }

// Label is a text of one line; Y is its base line.
type Label struct {
	X, Y, Size float64
	Text       string
	Anchor     Anchor
	Up         bool // turned by 90° to the left
}

// Anchor is which end of a label is where it is put.
type Anchor int

const (
	Start Anchor = iota
	Middle
	End
)

func (Line) shape()  {}
func (Path) shape()  {}
func (Label) shape() {}

func (d *Drawing) add(shapes ...Shape) { d.Shapes = append(d.Shapes, shapes...) }

// WidthOf is about how wide a text is: a Chinese character takes an em, a Latin one about
// half of it. Charts leave room by it, on whatever they are drawn.
func WidthOf(text string, size float64) float64 {
	ems := 0.0
	for _, r := range text {
		switch {
		case r > 0x2e80:
			ems++
		case unicode.IsUpper(r) || r == '%' || r == 'm' || r == '—':
			ems += 0.72
		case r == ' ' || r == '.' || r == ',' || r == 'i' || r == 'l' || r == '-':
			ems += 0.3
		default:
			ems += 0.55
		}
	}
	return ems * size
}

// shorten cuts a text to a width and marks that it did.
func shorten(text string, size, most float64) string {
	if WidthOf(text, size) <= most {
		return text
	}
	runes := []rune(text)
	for len(runes) > 1 && WidthOf(string(runes)+"…", size) > most {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// folded divides a text into two lines where it is wider than there is room: at the last space
// that fits, else between two characters. What the second line has no room for is cut.
func folded(text string, size, most float64) []string {
	if WidthOf(text, size) <= most {
		return []string{text}
	}
	cut, space := 0, 0
	for i, r := range text {
		if WidthOf(text[:i], size) > most {
			break
		}
		if cut = i; unicode.IsSpace(r) {
			space = i
		}
	}
	if space > 0 {
		cut = space
	}
	if cut == 0 {
		return []string{shorten(text, size, most)}
	}
	return []string{strings.TrimSpace(text[:cut]), shorten(strings.TrimSpace(text[cut:]), size, most)}
}
