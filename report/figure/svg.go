package figure

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// SVG is the drawing as an element of a page; described by a text for who does not see it.
func (d *Drawing) SVG(description string) string {
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" role="img" aria-label="%s">`, number(d.Width), number(d.Height), html.EscapeString(description))
	for _, s := range d.Shapes {
		switch s := s.(type) {
		case Line:
			fmt.Fprintf(&out, `<line x1="%s" y1="%s" x2="%s" y2="%s"%s/>`, number(s.X1), number(s.Y1), number(s.X2), number(s.Y2), stroke(s.Width, s.Grey, s.Dash))
		case Path:
			out.WriteString(s.svg())
		case Label:
			out.WriteString(s.svg())
		}
	}
	out.WriteString("</svg>")
	return out.String()
}

func (p Path) svg() string {
	points := make([]string, len(p.Points))
	for i, at := range p.Points {
		points[i] = number(at.X) + "," + number(at.Y)
	}
	element, fill := "polyline", "none"
	if p.Closed {
		element = "polygon"
	}
	if p.Fill >= 0 {
		fill = grey(p.Fill)
	}
	return fmt.Sprintf(`<%s points="%s" fill="%s"%s/>`, element, strings.Join(points, " "), fill, stroke(p.Width, p.Grey, p.Dash))
}

func (l Label) svg() string {
	anchor := [...]string{"start", "middle", "end"}[l.Anchor]
	turned := ""
	if l.Up {
		turned = fmt.Sprintf(` transform="rotate(-90 %s %s)"`, number(l.X), number(l.Y))
	}
	return fmt.Sprintf(`<text x="%s" y="%s" font-size="%s" text-anchor="%s"%s>%s</text>`, number(l.X), number(l.Y), number(l.Size), anchor, turned, html.EscapeString(l.Text))
}

func stroke(width, shade float64, dash []float64) string {
	if width == 0 {
		return ""
	}
	text := fmt.Sprintf(` stroke="%s" stroke-width="%s"`, grey(shade), number(width))
	if len(dash) > 0 {
		parts := make([]string, len(dash))
		for i, v := range dash {
			parts[i] = number(v)
		}
		text += ` stroke-dasharray="` + strings.Join(parts, " ") + `"`
	}
	return text
}

// Grey is a shade from 0 to 255.
func Grey(shade float64) int { return int(math.Round(255 * min(max(shade, 0), 1))) }

func grey(shade float64) string {
	v := Grey(shade)
	return fmt.Sprintf("#%02x%02x%02x", v, v, v)
}

func number(v float64) string {
	text := strconv.FormatFloat(v, 'f', 2, 64)
	text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	if text == "-0" || text == "" {
		return "0"
	}
	return text
}
