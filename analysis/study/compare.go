package study

import (
	"fmt"

	"metrograph/analysis"
	"metrograph/analysis/comparison"
	"metrograph/analysis/precision"
	"metrograph/model"
)

// What a comparison takes at most.
const (
	MaxCompared = 200 // laboratories
	MaxRepeated = 100 // values of each
)

// Compare compares the results of laboratories that a caller brings along, with a reference
// value or with each other, and evaluates their repeatability and reproducibility. sigma is the
// standard deviation for proficiency assessment, 0 for none.
func Compare(results []model.ComparedResult, reference *model.ComparedResult, sigma model.Decimal) (*model.Comparison, error) {
	if len(results) > MaxCompared {
		return nil, model.Errorf(model.CodeLimitExceeded, "at most %d results are compared", MaxCompared)
	}
	w := &compared{out: &model.Comparison{Laboratories: []model.ComparedLaboratory{}, Notes: []model.AnalysisNote{}}}
	if err := w.read(results, reference); err != nil {
		return nil, err
	}
	if sigma != "" {
		var err error
		if w.sigma, err = option("sigma", sigma, 0, 1e100); err != nil {
			return nil, err
		}
	}
	w.agree(reference != nil)
	w.scores()
	w.precision()
	return w.out, nil
}

// compared is a comparison under way.
type compared struct {
	out       *model.Comparison
	groups    []precision.Group
	results   []comparison.Result // of the laboratories, U 0 where it is not known
	reference *comparison.Result
	sigma     float64
}

// read brings the results into one unit: that of the reference, or of the first.
func (w *compared) read(results []model.ComparedResult, reference *model.ComparedResult) error {
	if len(results) == 0 {
		return model.Errorf(model.CodeInvalid, "a comparison has one result at least")
	}
	unit := results[0].Unit
	if reference != nil {
		unit = reference.Unit
		_, r, err := means(*reference, unit, "reference")
		if err != nil {
			return err
		}
		w.reference = &r
	}
	w.out.Unit = known(unit)
	for i, one := range results {
		g, r, err := means(one, unit, fmt.Sprintf("results[%d]", i))
		if err != nil {
			return err
		}
		w.groups, w.results = append(w.groups, g), append(w.results, r)
		l := model.ComparedLaboratory{Label: one.Label, Value: r.Value}
		if r.U > 0 {
			l.Uncertainty = given(r.U)
		}
		w.out.Laboratories = append(w.out.Laboratories, l)
	}
	return nil
}

// means is the mean of a laboratory's values and its standard uncertainty, in a unit.
func means(one model.ComparedResult, unit model.Unit, path string) (g precision.Group, r comparison.Result, err error) {
	c, err := model.Convert(one.Unit, unit)
	if err == nil && len(one.Values) > MaxRepeated {
		err = model.Errorf(model.CodeLimitExceeded, "at most %d values of a laboratory", MaxRepeated)
	}
	var values []float64
	for _, d := range one.Values {
		v, ok := d.Float64()
		if !ok && err == nil {
			err = model.Errorf(model.CodeInvalid, "a number in the range of floating-point numbers is needed")
		}
		values = append(values, c.Value(v))
	}
	if err == nil {
		if g, err = precision.GroupOf(values); err != nil {
			err = model.Errorf(model.CodeInvalid, "%s", err.Error())
		}
	}
	if err != nil {
		e := model.Errorf(model.CodeOf(err), "%s", message(err))
		e.Path = path
		return g, r, e
	}
	u, _ := Standard(one.Uncertainty, max(g.Mean, -g.Mean))
	return g, comparison.Result{Value: g.Mean, U: c.Difference(u)}, nil
}

// agree finds the reference value, if none is given, and who is consistent with it.
func (w *compared) agree(assigned bool) {
	a, err := comparison.Consistency(w.results)
	if w.noted("CONSISTENCY", err) {
		return
	}
	w.out.Consistency = consistencyOf(a, w.results)
	for i, e := range a.Laboratories {
		w.out.Laboratories[i].Excluded = e.Excluded
		if !assigned {
			w.out.Laboratories[i].Deviation = given(e.Deviation)
			w.out.Laboratories[i].En = score(e.En, e.U > 0)
		}
	}
	if !assigned {
		w.out.Reference, w.out.ReferenceUncertainty = given(a.Reference.Value), given(a.Reference.U)
	}
}

// scores are those against a reference value that does not depend on the results, and z
// scores against a robust mean where there is none.
func (w *compared) scores() {
	values := make([]float64, len(w.results))
	for i, r := range w.results {
		values[i] = r.Value
	}
	robust, err := comparison.AlgorithmA(values)
	if !w.noted("ROBUST_MEAN", err) {
		w.out.Robust = &model.RobustMean{Mean: robust.Mean, Deviation: robust.Deviation, Uncertainty: robust.U, Count: len(values)}
	}
	if w.reference != nil {
		w.out.Reference = given(w.reference.Value)
		if w.reference.U > 0 {
			w.out.ReferenceUncertainty = given(w.reference.U)
		}
	}
	for i, r := range w.results {
		w.score(&w.out.Laboratories[i], r)
	}
}

func (w *compared) score(l *model.ComparedLaboratory, r comparison.Result) {
	if x := w.reference; x != nil {
		l.Deviation = given(r.Value - x.Value)
		en, _, err := comparison.En(r.Value, coverage*r.U, x.Value, coverage*x.U)
		l.En = score(en, err == nil && r.U > 0 && x.U > 0)
		zeta, _, err := comparison.Zeta(r.Value, r.U, x.Value, x.U)
		l.Zeta = score(zeta, err == nil && r.U > 0 && x.U > 0)
	}
	centre, u := 0.0, 0.0
	switch {
	case w.sigma == 0:
		return
	case w.reference != nil:
		centre, u = w.reference.Value, w.reference.U
	case w.out.Robust != nil:
		centre, u = w.out.Robust.Mean, w.out.Robust.Uncertainty
	default:
		return
	}
	z, _, err := comparison.Z(r.Value, centre, w.sigma)
	l.Z = score(z, err == nil)
	prime, _, err := comparison.ZPrime(r.Value, centre, w.sigma, u)
	l.ZPrime = score(prime, err == nil)
}

// precision evaluates the repeated values by ISO 5725-2.
func (w *compared) precision() {
	v, err := precision.Analyse(w.groups)
	if !w.noted("COMPONENTS", err) {
		w.out.Components = componentsOf(v)
	}
	if c, err := precision.Cochran(w.groups); !w.noted("COCHRAN", err) {
		w.out.Cochran = w.test(c)
	}
	values := make([]float64, len(w.groups))
	for i, g := range w.groups {
		values[i] = g.Mean
	}
	if g, err := precision.Grubbs(values); !w.noted("GRUBBS", err) {
		w.out.Grubbs = w.test(g)
	}
}

func (w *compared) test(o *precision.OutlierTest) *model.OutlierTest {
	return &model.OutlierTest{Label: w.out.Laboratories[o.Index].Label, Statistic: o.Statistic, CriticalFive: o.Critical5, CriticalOne: o.Critical1,
		Straggler: o.Straggler, Outlier: o.Outlier}
}

func score(v float64, ok bool) *float64 {
	if !ok || analysis.CheckFinite("score", v) != nil {
		return nil
	}
	return &v
}

func (w *compared) noted(about string, err error) bool {
	if err != nil {
		w.out.Notes = append(w.out.Notes, model.AnalysisNote{About: about, Message: why(err)})
	}
	return err != nil
}
