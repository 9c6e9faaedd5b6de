// Package pattern finds what is unusual and what recurs in a population of instruments: robust
// outliers, changes of level, clusters of similar behaviour, and the influence of season and
// environment. Each finding says how sure it is.
package pattern

import (
	"math"

	"metrograph/analysis"
	"metrograph/analysis/prob"
)

// Outlier is a value that is far from what the others are.
type Outlier struct {
	Index int
	Score float64 // distance from the median in robust standard deviations
	P     float64 // chance of one so far among so many normal values (Bonferroni)
}

// Outliers are values and what they were compared with.
type Outliers struct {
	Median    float64
	Deviation float64 // robust standard deviation
	Found     []Outlier
}

// FindOutliers finds values that are further from the median than so many robust standard
// deviations (the modified z-score of B. Iglewicz, D. Hoaglin, How to Detect and Handle
// Outliers, ASQC 1993; 0 for their 3.5). At least five values. Where half of the values are the
// same, nothing can be said of how far the others are, which is a fault.
func FindOutliers(values []float64, threshold float64) (*Outliers, error) {
	if err := analysis.Check("values", values, 5); err != nil {
		return nil, err
	}
	if threshold == 0 {
		threshold = 3.5
	}
	if !(threshold > 0) {
		return nil, analysis.Inconsistent("the threshold is above zero")
	}
	o := &Outliers{}
	o.Median, o.Deviation = analysis.RobustDeviation(values)
	if o.Deviation < analysis.Smallest {
		return nil, analysis.Inconsistent("half of the values are the same: there is no scatter to compare with")
	}
	for i, v := range values {
		if score := (v - o.Median) / o.Deviation; math.Abs(score) > threshold {
			one := prob.TwoSidedNormal(score)
			o.Found = append(o.Found, Outlier{i, score, min(1, one*float64(len(values)))})
		}
	}
	return o, nil
}
