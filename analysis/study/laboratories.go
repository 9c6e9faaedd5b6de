package study

import (
	"maps"
	"math"
	"slices"

	"metrograph/analysis"
	"metrograph/analysis/comparison"
	"metrograph/model"
)

// laboratory is what one laboratory found on instruments of the population.
type laboratory struct {
	newest map[model.ID]*Dated // by instrument
	points int
}

// laboratories compares the laboratories that calibrated instruments of the population: each by
// the mean of the newest deviation of each of its instruments. The uncertainty of that mean is
// s_pop/√n, where s_pop is the standard deviation of instruments of the population about their
// laboratories, together with the laboratory's own median standard uncertainty, which is
// common to its results: u² = s²_pop/n + u²_cal.
func (w *group) laboratories() {
	by := w.byLaboratory()
	scatter := scatterWithin(by)
	var results []comparison.Result
	for _, id := range slices.Sorted(maps.Keys(by)) {
		values, uncertainties := by[id].values()
		u := math.Hypot(scatter/math.Sqrt(float64(len(values))), analysis.Median(uncertainties))
		mean, err := analysis.Mean(values)
		if err != nil || !(u > 0) {
			continue
		}
		results = append(results, comparison.Result{Value: mean, U: u})
		w.out.Laboratories = append(w.out.Laboratories, model.LaboratoryAgreement{InstitutionID: id, PointCount: by[id].points, Value: mean, Uncertainty: u})
	}
	a, err := comparison.Consistency(results)
	if w.noted("LABORATORIES", err) {
		return
	}
	for i, e := range a.Laboratories {
		l := &w.out.Laboratories[i]
		l.Deviation, l.Expanded, l.Excluded = e.Deviation, e.U, e.Excluded
		if e.U > 0 {
			l.Score = given(e.En)
		}
	}
	w.out.Consistency = &model.LaboratoryConsistency{Reference: a.Reference.Value, Uncertainty: a.Reference.U, ChiSquared: a.All.ChiSquared,
		BirgeRatio: a.All.Birge, Probability: a.All.P, Consistent: a.All.Consistent}
	if r, err := comparison.RandomEffects(results, comparison.MandelPaule); err == nil {
		w.out.Consistency.Between = given(math.Sqrt(r.Between))
	}
}

// byLaboratory gathers readings by who issued their certificates. Issuers that the caller may
// not read are left out: that results come from one of them is not to be told.
func (w *group) byLaboratory() map[model.ID]*laboratory {
	by := map[model.ID]*laboratory{}
	for _, instrument := range w.ids {
		for _, r := range w.by[instrument] {
			id := r.Certificate.IssuerID
			if id == "" || !w.Visible(id) {
				continue
			}
			if by[id] == nil {
				by[id] = &laboratory{newest: map[model.ID]*Dated{}}
			}
			by[id].newest[instrument] = r
			by[id].points++
		}
	}
	return by
}

// values are the newest deviations of a laboratory's instruments, in the order of their ids.
func (l *laboratory) values() (values, uncertainties []float64) {
	for _, id := range slices.Sorted(maps.Keys(l.newest)) {
		values = append(values, l.newest[id].Error)
		if u := l.newest[id].U; u > 0 {
			uncertainties = append(uncertainties, u)
		}
	}
	return values, uncertainties
}

// scatterWithin is the pooled standard deviation of instruments about their laboratories.
func scatterWithin(by map[model.ID]*laboratory) float64 {
	var lists [][]float64
	for _, id := range slices.Sorted(maps.Keys(by)) {
		values, _ := by[id].values()
		lists = append(lists, values)
	}
	if p := pooled(lists); p != nil {
		return p.Deviation
	}
	return 0
}
