package figure_test

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"metrograph/report/figure"
)

// Whatever the values, a chart stays within its edges, is well-formed, and has no colour.
func TestChartsStayWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.Float64Range(0, 1e6), rapid.Just(math.NaN()), rapid.Just(math.Inf(1)))
		n := rapid.IntRange(1, 9).Draw(t, "categories")
		names := rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune("长度力学AbC <&\"é"))), n, n).Draw(t, "names")
		values := func() []float64 { return rapid.SliceOfN(value, n, n).Draw(t, "values") }
		list := []figure.Series{{Name: "2025", Values: values()}, {Name: "2024", Values: values()}}
		var points []figure.Mark
		for i := range n {
			points = append(points, figure.Mark{Point: figure.Point{X: float64(i), Y: rapid.Float64Range(-1e3, 1e3).Draw(t, "y")}, Bar: rapid.Float64Range(0, 10).Draw(t, "bar")})
		}
		spans := make([]figure.Span, n)
		for i := range spans {
			m := rapid.Float64Range(1e-9, 1).Draw(t, "median")
			spans[i] = figure.Span{Lower: m / 3, Median: m, Upper: m * 3}
		}
		for _, d := range []*figure.Drawing{figure.Bars{Categories: names, Series: list}.Draw(), figure.Rows{Categories: names, Series: list}.Draw(),
			figure.Course{Points: points, Limits: []figure.Limit{{Name: "U", Y: 20}}}.Draw(),
			figure.Spans{Categories: names, Series: []figure.SpanSeries{{Name: "2025", Spans: spans}}}.Draw()} {
			within(t, d)
			wellFormed(t, d.SVG("a <figure>"))
		}
	})
}

func within(t *rapid.T, d *figure.Drawing) {
	inside := func(x, y float64) {
		if !(x >= -1 && x <= d.Width+1 && y >= -1 && y <= d.Height+1) {
			t.Fatalf("%v, %v is outside of %v × %v", x, y, d.Width, d.Height)
		}
	}
	for _, s := range d.Shapes {
		switch s := s.(type) {
		case figure.Line:
			inside(s.X1, s.Y1)
			inside(s.X2, s.Y2)
		case figure.Path:
			for _, p := range s.Points {
				inside(p.X, p.Y)
			}
		case figure.Label:
			inside(s.X, s.Y)
		}
	}
}

func wellFormed(t *rapid.T, svg string) {
	for decoder := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v: %s", err, svg)
		}
		element, _ := token.(xml.StartElement)
		for _, a := range element.Attr {
			if c := a.Value; len(c) == 7 && c[0] == '#' && (c[1:3] != c[3:5] || c[3:5] != c[5:7]) {
				t.Fatalf("%s is a colour", c)
			}
		}
	}
}

func TestThousands(t *testing.T) {
	for number, want := range map[string]string{"0": "0", "1234": "1234", "12345": "12\u2009345", "-1234567.5": "−1\u2009234\u2009567.5"} {
		if got := figure.Thousands(number); got != want {
			t.Errorf("%s: %s", number, got)
		}
	}
}
