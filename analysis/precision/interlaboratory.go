package precision

import (
	"math"

	"metrograph/analysis"
	"metrograph/analysis/prob"
)

// Level is the evaluation of one level of an interlaboratory experiment.
type Level struct {
	Variance
	Cochran *OutlierTest // of the laboratory that scatters most; nil with one result each
	Grubbs  *OutlierTest // of the laboratory furthest from the mean; nil below three
}

// Evaluate is the basic method of ISO 5725-2:2019 for one level: results of laboratories under
// repeatability conditions, of which a laboratory may have any number. Nothing is left out:
// outlier tests are reported, and who leaves a laboratory out says so. At least two
// laboratories, one with two results.
func Evaluate(laboratories [][]float64) (*Level, error) {
	groups := make([]Group, len(laboratories))
	for i, results := range laboratories {
		g, err := GroupOf(results)
		if err != nil {
			return nil, err
		}
		groups[i] = g
	}
	v, err := Analyse(groups)
	if err != nil {
		return nil, err
	}
	l := &Level{Variance: *v}
	if l.Cochran, err = Cochran(groups); err != nil && !analysis.Unusable(err) {
		return nil, err
	}
	means := make([]float64, len(groups))
	for i, g := range groups {
		means[i] = g.Mean
	}
	if l.Grubbs, err = Grubbs(means); err != nil && !analysis.Unusable(err) {
		return nil, err
	}
	return l, nil
}

// OutlierTest is a test of the most extreme of some values.
type OutlierTest struct {
	Index     int     // of the value or group in question
	Statistic float64 // C or G
	Critical5 float64
	Critical1 float64
	Straggler bool // beyond the critical value at 5 %
	Outlier   bool // beyond the critical value at 1 %
}

func (o *OutlierTest) judge() *OutlierTest {
	o.Straggler, o.Outlier = o.Statistic > o.Critical5, o.Statistic > o.Critical1
	return o
}

// Cochran tests the largest of the groups' variances: C = s²max/Σsᵢ² (ISO 5725-2:2019, 7.3.3).
// For unequal numbers of results the critical value is that of their rounded mean. At least
// two groups, of two results in the mean, not all without scatter.
func Cochran(groups []Group) (*OutlierTest, error) {
	if err := analysis.CheckCount("groups", len(groups), 2); err != nil {
		return nil, err
	}
	o, results := &OutlierTest{}, 0
	var sum analysis.Sum
	for i, g := range groups {
		if err := g.check(i); err != nil {
			return nil, err
		}
		results += g.N
		sum.Add(g.Deviation * g.Deviation)
		if g.Deviation > groups[o.Index].Deviation {
			o.Index = i
		}
	}
	n := int(math.Round(float64(results) / float64(len(groups))))
	if n < 2 {
		return nil, &analysis.TooFewError{What: "results a group", Have: n, Need: 2}
	}
	if sum.Value() < analysis.Smallest {
		return nil, analysis.Inconsistent("no group scatters")
	}
	o.Statistic = groups[o.Index].Deviation * groups[o.Index].Deviation / sum.Value()
	o.Critical5, o.Critical1 = CochranCritical(len(groups), n, 0.05), CochranCritical(len(groups), n, 0.01)
	return o.judge(), nil
}

// CochranCritical is the value that C of p groups of n results exceeds with probability alpha at
// most: F/(F + p - 1), where F with n - 1 and (p - 1)(n - 1) degrees of freedom is exceeded with
// probability alpha/p. It reproduces the table of ISO 5725-2. p and n from 2.
func CochranCritical(p, n int, alpha float64) float64 {
	others, nu := float64(p-1), float64(n-1)
	f := prob.FUpper(alpha/float64(p), nu, others*nu)
	return f / (f + others)
}

// Grubbs tests the value that is furthest from the mean: G = |x - x̄|/s (ISO 5725-2:2019, 7.3.4;
// F. E. Grubbs, Technometrics 11 (1969) 1). At least three values that are not all the same.
func Grubbs(values []float64) (*OutlierTest, error) {
	if err := analysis.Check("values", values, 3); err != nil {
		return nil, err
	}
	mean, s, err := analysis.Spread(values)
	if err != nil {
		return nil, err
	}
	if s < analysis.Smallest {
		return nil, analysis.Inconsistent("the values are all the same")
	}
	o := &OutlierTest{}
	for i, v := range values {
		if g := math.Abs(v-mean) / s; g > o.Statistic {
			o.Index, o.Statistic = i, g
		}
	}
	o.Critical5, o.Critical1 = GrubbsCritical(len(values), 0.05), GrubbsCritical(len(values), 0.01)
	return o.judge(), nil
}

// GrubbsCritical is the value that G of n values exceeds with probability alpha at most:
// (n - 1)/√n · √(t²/(n - 2 + t²)), where t with n - 2 degrees of freedom is exceeded with
// probability alpha/(2n): whichever end is in question. It reproduces the table of ISO 5725-2.
// n from 3.
func GrubbsCritical(n int, alpha float64) float64 {
	count := float64(n)
	t := prob.StudentUpper(alpha/(2*count), count-2)
	return (count - 1) / math.Sqrt(count) * math.Sqrt(t*t/(count-2+t*t))
}
