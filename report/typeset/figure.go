package typeset

import (
	"codeberg.org/go-pdf/fpdf"

	"metrograph/report/figure"
)

// draw draws a figure's vectors at the left edge of the column, from s.y down.
func (s *setter) draw(d *figure.Drawing) {
	k := wide / d.Width
	for _, shape := range d.Shapes {
		switch shape := shape.(type) {
		case figure.Line:
			s.stroke(shape.Width, shape.Grey, shape.Dash)
			s.Line(left+shape.X1*k, s.y+shape.Y1*k, left+shape.X2*k, s.y+shape.Y2*k)
		case figure.Path:
			s.path(shape, k)
		case figure.Label:
			s.ink()
			s.label(shape, k)
		}
	}
	s.SetDashPattern(nil, 0)
	s.y += d.Height * k
}

func (s *setter) stroke(width, grey float64, dash []float64) {
	v := figure.Grey(grey)
	s.SetDrawColor(v, v, v)
	s.SetLineWidth(width)
	s.SetDashPattern(dash, 0)
}

func (s *setter) path(p figure.Path, k float64) {
	s.stroke(p.Width, p.Grey, p.Dash)
	points := make([]fpdf.PointType, len(p.Points))
	for i, at := range p.Points {
		points[i] = fpdf.PointType{X: left + at.X*k, Y: s.y + at.Y*k}
	}
	if !p.Closed {
		for i := 1; i < len(points); i++ {
			s.Line(points[i-1].X, points[i-1].Y, points[i].X, points[i].Y)
		}
		return
	}
	style := ""
	if p.Width > 0 {
		style = "D"
	}
	if p.Fill >= 0 {
		v := figure.Grey(p.Fill)
		s.SetFillColor(v, v, v)
		style = "F" + style
	}
	s.Polygon(points, style)
}

func (s *setter) label(l figure.Label, k float64) {
	x, y := left+l.X*k, s.y+l.Y*k
	if !l.Up {
		s.put("sans", l.Size*k, x, y, l.Text, int(l.Anchor))
		return
	}
	s.TransformBegin()
	s.TransformRotate(90, x, y)
	s.put("sans", l.Size*k, x, y, l.Text, int(l.Anchor))
	s.TransformEnd()
}
