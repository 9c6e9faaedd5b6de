package study

import (
	"metrograph/analysis"
	"metrograph/analysis/drift"
	"metrograph/model"
)

// Options are what an analysis may be told beyond the series. The zero value works.
type Options struct {
	Limit     *float64 // of |deviation|, in the unit of the sample; nil for that of the newest certificate
	Months    float64  // recalibration interval in force; 0 for the time between the last two
	Target    float64  // reliability that intervals are to keep; 0 for 0.95
	InService bool     // whether the check of JJF 1033 is that of a standard in service
}

// Series analyses the readings at one point of one instrument.
func Series(s *Sample, o Options) *model.Analysis {
	a := &model.Analysis{Unit: s.Unit, Nominal: s.Nominal, NominalUnit: s.NominalUnit, Excluded: s.Excluded,
		Points: []model.AnalysisPoint{}, CertificateIDs: []model.ID{}, Changes: []model.LevelChange{}, Intervals: []model.IntervalAdvice{},
		Conformity: []model.ConformityCheck{}, Notes: []model.AnalysisNote{}}
	if a.Excluded == nil {
		a.Excluded = []model.AnalysisExclusion{}
	}
	w := newWork(s, o, a)
	w.list()
	w.describe()
	w.trends()
	w.line()
	w.charts()
	w.changes()
	w.influences()
	w.repeatability()
	w.conformity()
	w.intervals()
	return a
}

// work is one analysis under way.
type work struct {
	*Sample
	options Options
	out     *model.Analysis
	points  []drift.Point // in the order of time
	order   []int         // of the readings, in the order of the points
	values  []float64     // of the points
	levels  []float64     // of the points, their segments' adjustments taken back
	drift   *drift.Line   // nil where it could not be fitted
	limit   float64       // of |deviation|, 0 for none
}

func newWork(s *Sample, o Options, a *model.Analysis) *work {
	w := &work{Sample: s, options: o, out: a}
	events := make([]drift.Event, len(s.Readings))
	known := true
	for i, r := range s.Readings {
		events[i] = drift.Event{T: r.Years, Y: r.Error, U: r.U, Adjustment: r.Adjustment}
		known = known && r.U > 0
	}
	w.points, w.order, _ = drift.Segment(events)
	for i := range w.points {
		if !known {
			w.points[i].U = 0
		}
		w.values = append(w.values, w.points[i].Y)
	}
	if !known && len(s.Readings) > 0 {
		w.note("UNCERTAINTY", model.Text{
			En: "Some results state no uncertainty that could be used (a coverage factor is never assumed): all weigh alike, and their scatter stands in for it.",
			Zh: "部分结果未给出可用的不确定度（不假定包含因子）：各点等权，以其分散性代替。"})
	}
	w.limit = w.limitOf()
	return w
}

// limitOf is the limit that was asked for, or the wider of those of the newest reading.
func (w *work) limitOf() float64 {
	if w.options.Limit != nil {
		return *w.options.Limit
	}
	for i := len(w.order) - 1; i >= 0; i-- {
		if limit := w.Readings[w.order[i]].Limit(); limit > 0 {
			return limit
		}
	}
	return 0
}

// Limit is the larger of the limits of a reading; 0 where it has none.
func (r *Reading) Limit() (size float64) {
	if r.Lower != nil {
		size = -*r.Lower
	}
	if r.Upper != nil {
		size = max(size, *r.Upper)
	}
	return size
}

// list lists the points and the certificates that they are from.
func (w *work) list() {
	seen := map[model.ID]bool{}
	for n, i := range w.order {
		r := &w.Readings[i]
		p := model.AnalysisPoint{Date: r.Date, Years: r.Years, Value: r.Error, Adjustment: r.Adjustment, Segment: w.points[n].Segment}
		if r.U > 0 {
			p.Uncertainty = given(r.U)
		}
		if p.Adjustment == "" {
			p.Adjustment = model.AdjustmentNone
		}
		if c := r.Certificate; c != nil {
			p.CertificateID = c.ID
			if !seen[c.ID] {
				seen[c.ID] = true
				w.out.CertificateIDs = append(w.out.CertificateIDs, c.ID)
			}
		}
		w.out.Points = append(w.out.Points, p)
	}
}

func (w *work) describe() {
	mean, deviation, err := analysis.Spread(w.values)
	if w.noted("DESCRIPTION", err) {
		return
	}
	w.out.Mean, w.out.Deviation = given(mean), given(deviation)
}

func (w *work) trends() {
	if robust, err := drift.TheilSen(w.points); !w.noted("ROBUST_DRIFT", err) {
		w.out.RobustDrift = &model.RobustDrift{Slope: robust.Slope, Lower: robust.Lower, Upper: robust.Upper, Level: robust.Intercept}
	}
	if t, err := drift.MannKendall(w.points); !w.noted("TREND", err) {
		w.out.Trend = &model.TrendTest{Score: t.S, Variance: t.Variance, Statistic: t.Z, Probability: t.P, Exact: t.Exact}
	}
}

// line fits the drift; where the points scatter more than their uncertainties explain, these
// are multiplied by the Birge ratio.
func (w *work) line() {
	l, err := drift.Fit(w.points)
	if w.noted("DRIFT", err) {
		w.levels = w.values
		return
	}
	factor := 1.0
	if l.Weighted && l.Birge > 1 {
		factor = l.Birge
		w.note("BIRGE_RATIO", model.Text{
			En: "The results scatter more than their uncertainties explain: the uncertainties of the drift are multiplied by the Birge ratio.",
			Zh: "各结果的分散超出其不确定度所能解释的范围：漂移的不确定度已乘以Birge比。"})
	}
	w.drift = l.Scaled(factor)
	w.out.Drift = &model.DriftLine{Slope: w.drift.B, SlopeUncertainty: w.drift.UB, Level: w.drift.A, LevelUncertainty: w.drift.UA,
		Covariance: w.drift.Cov, ChiSquared: l.ChiSquared, DegreesOfFreedom: l.DF, BirgeRatio: l.Birge, Probability: l.P,
		Significance: w.drift.Significant(), Weighted: l.Weighted, Segments: l.Segments}
	for n, p := range w.points {
		w.out.Points[n].Fitted = given(p.Y - l.Residuals[n])
		y, _ := l.At(p.T)
		w.levels = append(w.levels, y+l.Residuals[n]) // as if it had always been adjusted as it is now
	}
	w.forecast()
}

// forecast finds when the limit is reached.
func (w *work) forecast() {
	if w.limit == 0 {
		w.note("FORECAST", model.Text{En: "No limit is given, and the certificates state none.", Zh: "未给定极限，证书中亦未给出。"})
		return
	}
	last := w.points[len(w.points)-1]
	at, reached, err := w.drift.Reach(drift.Limit{Size: w.limit}, last.T)
	if w.noted("FORECAST", err) {
		return
	}
	f := &model.LimitForecast{Limit: w.limit, Reached: reached}
	y, u := w.drift.At(last.T)
	f.Current = given(max(y, -y) + 2*u)
	if reached {
		f.Years = given(at - last.T)
		f.Date = later(w.Readings[w.order[len(w.order)-1]].Date, at-last.T)
	}
	w.out.Forecast = f
}

// repeatability pools the repeated readings of the certificates.
func (w *work) repeatability() {
	w.out.Repeatability = pooled(w.Repeated)
	if w.out.Repeatability == nil {
		w.note("REPEATABILITY", model.Text{En: "The certificates have no repeated readings in this unit.", Zh: "证书中没有该单位的重复读数。"})
	}
}
