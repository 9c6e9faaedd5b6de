package pattern

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"metrograph/analysis"
)

// Clusters is a division of individuals into groups of similar behaviour.
type Clusters struct {
	Of         []int       // number of the cluster of each individual, the largest cluster first
	Sizes      []int       // of each cluster
	Centres    [][]float64 // mean of the features of each cluster, in their own units
	Silhouette float64     // mean silhouette: near 1 for clusters well apart; one cluster has 0
}

// MostIndividuals bounds the individuals of a clustering, at the cost of their cube.
const MostIndividuals = 200

// What a division has to reach to be one: below, all individuals are one cluster (L. Kaufman,
// P. J. Rousseeuw, Finding Groups in Data, Wiley 1990: 0.5 is a reasonable structure).
const (
	leastSilhouette = 0.5
	mostClusters    = 6
)

// FindClusters divides individuals by their features, e.g. level and drift of instruments: each
// feature is divided by its robust standard deviation, individuals are joined by the mean
// distance of their clusters (average linkage), and of the divisions into two to six clusters
// the one with the largest mean silhouette counts (P. J. Rousseeuw, J. Comput. Appl. Math. 20
// (1987) 53). At least six individuals. The result does not depend on their order but for
// ties.
func FindClusters(features [][]float64) (*Clusters, error) {
	if err := checkFeatures(features); err != nil {
		return nil, err
	}
	distances := pairwise(standardised(features))
	best := make([]int, len(features))
	silhouette := 0.0
	of := make([]int, len(features))
	for i := range of {
		of[i] = i
	}
	for count := len(features); count > 2; count-- {
		join(of, distances)
		if count-1 <= mostClusters {
			if s := meanSilhouette(of, distances); s > silhouette {
				silhouette = s
				copy(best, of)
			}
		}
	}
	if silhouette < leastSilhouette {
		best, silhouette = make([]int, len(features)), 0
	}
	c := &Clusters{Of: best, Silhouette: silhouette}
	c.number(features)
	return c, nil
}

func checkFeatures(features [][]float64) error {
	switch {
	case len(features) < 6:
		return &analysis.TooFewError{What: "individuals", Have: len(features), Need: 6}
	case len(features) > MostIndividuals:
		return &analysis.TooManyError{What: "individuals", Have: len(features), Most: MostIndividuals}
	case len(features[0]) == 0:
		return analysis.Inconsistent("individuals have one feature at least")
	}
	for i, f := range features {
		if len(f) != len(features[0]) {
			return analysis.Inconsistent("individual %d has %d features, others %d", i, len(f), len(features[0]))
		}
		if analysis.CheckFinite("individual", f...) != nil {
			return &analysis.NotFiniteError{What: "individual", Index: i}
		}
	}
	return nil
}

// standardised gives the features a common scale. What does not vary says nothing.
func standardised(features [][]float64) [][]float64 {
	out := make([][]float64, len(features))
	for f := range features[0] {
		column := make([]float64, len(features))
		for i := range features {
			column[i] = features[i][f]
		}
		median, scale := analysis.RobustDeviation(column)
		if scale < analysis.Smallest { // half are the same: by what there is of scatter
			_, squares := analysis.Squares(column)
			scale = math.Sqrt(squares / float64(len(column)))
		}
		for i := range features {
			v := 0.0
			if scale >= analysis.Smallest {
				v = (column[i] - median) / scale
			}
			out[i] = append(out[i], v)
		}
	}
	return out
}

func pairwise(points [][]float64) [][]float64 {
	d := make([][]float64, len(points))
	for i := range points {
		d[i] = make([]float64, len(points))
		for j := range i {
			d[i][j] = floats.Distance(points[i], points[j], 2)
			d[j][i] = d[i][j]
		}
	}
	return d
}

// join joins the two clusters whose individuals are nearest to each other in the mean.
func join(of []int, distances [][]float64) {
	n := len(of)
	sums, sizes := make([]float64, n*n), make([]int, n)
	for i := range of {
		sizes[of[i]]++
		for j := range i {
			a, b := min(of[i], of[j]), max(of[i], of[j])
			sums[a*n+b] += distances[i][j]
		}
	}
	nearest, first, second := math.Inf(1), 0, 0
	for a := range n {
		for b := a + 1; b < n; b++ {
			if sizes[a] == 0 || sizes[b] == 0 {
				continue
			}
			if d := sums[a*n+b] / float64(sizes[a]*sizes[b]); d < nearest {
				nearest, first, second = d, a, b
			}
		}
	}
	for i := range of {
		if of[i] == second {
			of[i] = first
		}
	}
}

// meanSilhouette is how much nearer individuals are to their own cluster than to the next one.
func meanSilhouette(of []int, distances [][]float64) float64 {
	var total analysis.Sum
	for i := range of {
		sums, counts := map[int]float64{}, map[int]int{}
		for j := range of {
			if j != i {
				sums[of[j]] += distances[i][j]
				counts[of[j]]++
			}
		}
		if counts[of[i]] == 0 {
			continue // alone: 0 by convention
		}
		own, other := sums[of[i]]/float64(counts[of[i]]), math.Inf(1)
		for c, sum := range sums {
			if c != of[i] {
				other = min(other, sum/float64(counts[c]))
			}
		}
		if larger := max(own, other); larger > 0 && !math.IsInf(other, 1) {
			total.Add((other - own) / larger)
		}
	}
	return total.Value() / float64(len(of))
}

// number numbers the clusters from the largest, and computes their centres.
func (c *Clusters) number(features [][]float64) {
	sizes := map[int]int{}
	for _, label := range c.Of {
		sizes[label]++
	}
	names := map[int]int{}
	for len(names) < len(sizes) {
		largest := -1
		for _, label := range c.Of { // in the order of the individuals, so that ties are settled
			if _, done := names[label]; !done && (largest < 0 || sizes[label] > sizes[largest]) {
				largest = label
			}
		}
		names[largest] = len(names)
		c.Sizes = append(c.Sizes, sizes[largest])
	}
	c.Centres = make([][]float64, len(c.Sizes))
	for i, label := range c.Of {
		c.Of[i] = names[label]
		if c.Centres[c.Of[i]] == nil {
			c.Centres[c.Of[i]] = make([]float64, len(features[i]))
		}
		floats.AddScaled(c.Centres[c.Of[i]], 1/float64(c.Sizes[c.Of[i]]), features[i])
	}
}
