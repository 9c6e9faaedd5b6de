package drift

import (
	"maps"
	"slices"

	"metrograph/analysis"
)

// group is the points of one segment, and their weighted means.
type group struct {
	index      []int // of the points
	tn, yn, wn []float64
	t, y, w    float64
	from, to   float64
}

// segments sorts points into segments, by their numbers.
func segments(points []Point) []group {
	by := map[int]*group{}
	for i, p := range points {
		g := by[p.Segment]
		if g == nil {
			g = &group{from: p.T, to: p.T}
			by[p.Segment] = g
		}
		w := 1.0
		if p.U > 0 {
			w = 1 / (p.U * p.U)
		}
		g.index, g.tn, g.yn, g.wn = append(g.index, i), append(g.tn, p.T), append(g.yn, p.Y), append(g.wn, w)
		g.from, g.to = min(g.from, p.T), max(g.to, p.T)
	}
	groups := make([]group, 0, len(by))
	for _, number := range slices.Sorted(maps.Keys(by)) {
		g := by[number]
		g.centre()
		groups = append(groups, *g)
	}
	return groups
}

// centre computes the weighted means.
func (g *group) centre() {
	g.w = analysis.Total(g.wn)
	g.t, g.y = weightedMean(g.tn, g.wn, g.w), weightedMean(g.yn, g.wn, g.w)
}

// weightedMean takes the mean of the differences from the first value, which are exact for
// values near one another.
func weightedMean(values, weights []float64, total float64) float64 {
	m := values[0]
	for range 2 {
		var s analysis.Sum
		for i, v := range values {
			s.Add(weights[i] / total * (v - m))
		}
		m += s.Value()
	}
	return m
}

// add adds the segment's part to the sums of the fit.
func (g *group) add(xx, xy, yy *analysis.Sum) {
	for i, w := range g.wn {
		t, y := g.tn[i]-g.t, g.yn[i]-g.y
		xx.Add(w * t * t)
		xy.Add(w * t * y)
		yy.Add(w * y * y)
	}
}
