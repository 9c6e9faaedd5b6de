package comparison

import (
	"math"

	"metrograph/analysis"
)

// Equivalence is how a laboratory agrees with the others.
type Equivalence struct {
	Deviation float64 // from the reference value
	U         float64 // expanded uncertainty of the deviation, k = 2
	En        float64 // Deviation/U
	Excluded  bool    // whether the reference value does without the laboratory
}

// Agreement is the consistency of laboratories that measured the same.
type Agreement struct {
	All          *Mean // of all laboratories
	Reference    *Mean // of the largest consistent subset
	Laboratories []Equivalence
}

// Consistency finds which laboratories agree. While the weighted mean fails the χ² test at 5 %,
// the laboratory that lies furthest from it, by its own uncertainty, is left out of it; at
// least two stay. Each laboratory's degree of equivalence is with what is left:
// u²(d) = u² - u_ref² for those in it, u² + u_ref² for others (M. G. Cox, Metrologia 39 (2002)
// 589, procedure A, and 44 (2007) 187). The laboratories are independent. At least two.
func Consistency(results []Result) (*Agreement, error) {
	if err := check(results, 2); err != nil {
		return nil, err
	}
	all, err := WeightedMean(results)
	if err != nil {
		return nil, err
	}
	a := &Agreement{All: all, Reference: all, Laboratories: make([]Equivalence, len(results))}
	for left := len(results); !a.Reference.Consistent && left > 2; left-- {
		a.exclude(results)
		if a.Reference, err = WeightedMean(a.kept(results)); err != nil {
			return nil, err
		}
	}
	for i, r := range results {
		a.Laboratories[i].judge(r, a.Reference)
	}
	return a, nil
}

// exclude leaves out the laboratory that is furthest from the reference value.
func (a *Agreement) exclude(results []Result) {
	worst, furthest := 0, -1.0
	for i, r := range results {
		if d := math.Abs(r.Value-a.Reference.Value) / r.U; !a.Laboratories[i].Excluded && d > furthest {
			worst, furthest = i, d
		}
	}
	a.Laboratories[worst].Excluded = true
}

func (a *Agreement) kept(results []Result) []Result {
	var kept []Result
	for i, r := range results {
		if !a.Laboratories[i].Excluded {
			kept = append(kept, r)
		}
	}
	return kept
}

func (e *Equivalence) judge(r Result, reference *Mean) {
	e.Deviation = r.Value - reference.Value
	variance := r.U*r.U - reference.U*reference.U
	if e.Excluded {
		variance = r.U*r.U + reference.U*reference.U
	}
	e.U = 2 * math.Sqrt(max(0, variance))
	if e.U > analysis.Smallest {
		e.En = e.Deviation / e.U
	}
}
