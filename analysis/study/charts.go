package study

import (
	"math"

	"metrograph/analysis"
	"metrograph/analysis/chart"
	"metrograph/analysis/drift"
	"metrograph/analysis/pattern"
	"metrograph/analysis/precision"
	"metrograph/model"
)

// charts draws the control charts of the levels, with adjustments taken back; centre and sigma
// are those of the chart of individual values.
func (w *work) charts() {
	c, err := chart.Individuals(w.levels, chart.Options{})
	if w.noted("CONTROL_CHART", err) {
		return
	}
	w.out.Individuals = controlChart(&c.Chart)
	if !(c.Sigma > 0) {
		w.note("CONTROL_CHART", model.Text{En: "The values are all the same: there is no scatter to draw limits from.", Zh: "各值相同：没有可据以确定控制限的分散性。"})
	} else {
		if e, err := chart.EWMA(w.levels, c.Centre, c.Sigma, chart.EWMAOptions{}); !w.noted("EWMA", err) {
			w.out.EWMA = controlChart(e)
		}
		// Half a sigma of slack and five of decision find a shift of one sigma (ISO 7870-4).
		if s, err := chart.CUSUM(w.levels, c.Centre, c.Sigma/2, 5*c.Sigma); !w.noted("CUSUM", err) {
			w.out.CUSUM = &model.CumulativeChart{High: s.High, Low: s.Low, Decision: s.Decision, Signals: signals(s.Signals)}
		}
	}
	if w.limit > 0 {
		if s, err := drift.CheckStability(w.levels, w.limit, w.options.InService); !w.noted("STABILITY", err) {
			w.out.Stability = &model.StabilityCheck{Range: s.Range, LargestChange: s.Largest, Limit: s.Limit, Stable: s.Stable}
		}
	}
}

func controlChart(c *chart.Chart) *model.ControlChart {
	return &model.ControlChart{Centre: c.Centre, Sigma: c.Sigma, Plotted: c.Plotted, Lower: c.Lower, Upper: c.Upper, Signals: signals(c.Signals)}
}

func signals(list []chart.Signal) []model.ChartSignal {
	out := make([]model.ChartSignal, len(list))
	for i, s := range list {
		out[i] = model.ChartSignal{Rule: string(s.Rule), First: s.First, Last: s.Last}
	}
	return out
}

// residuals are what the drift leaves of the values, or the values where there is no drift.
func (w *work) residuals() []float64 {
	if w.drift != nil {
		return w.drift.Residuals
	}
	return w.levels
}

// changes looks for changes of level beyond drift and adjustments.
func (w *work) changes() {
	c, err := pattern.FindChanges(w.residuals(), 0)
	if w.noted("CHANGES", err) {
		return
	}
	for _, found := range c.Found {
		w.out.Changes = append(w.out.Changes, model.LevelChange{Index: found.Index, Date: w.out.Points[found.Index].Date,
			Before: found.Before, After: found.After, Probability: found.P})
	}
}

// influences looks for what season and temperature do to the residuals.
func (w *work) influences() {
	var readings []Dated
	for _, i := range w.order {
		readings = append(readings, w.Readings[i])
	}
	season, err := seasonOf(readings, w.residuals())
	if !w.noted("SEASON", err) {
		w.out.Season = season
	}
	warm, err := temperatureOf(readings, w.residuals())
	if !w.noted("TEMPERATURE", err) {
		w.out.Temperature = warm
	}
}

func seasonOf(readings []Dated, residuals []float64) (*model.SeasonalInfluence, error) {
	years := make([]float64, len(readings))
	for i, r := range readings {
		years[i] = yearsBetween("2000-01-01", r.Date)
	}
	s, err := pattern.FindSeason(years, residuals)
	if err != nil {
		return nil, err
	}
	return &model.SeasonalInfluence{Amplitude: s.Amplitude, Peak: s.Peak, Probability: s.P, Count: len(years)}, nil
}

func temperatureOf(readings []Dated, residuals []float64) (*model.Association, error) {
	var x, y []float64
	for i, r := range readings {
		if r.Temperature != nil {
			x, y = append(x, *r.Temperature), append(y, residuals[i])
		}
	}
	a, err := pattern.Associate(x, y)
	if err != nil {
		return nil, err
	}
	return &model.Association{Coefficient: a.Rho, Probability: a.P, Count: a.N}, nil
}

// pooled pools repeated readings; nil where there are none.
func pooled(lists [][]float64) *model.PooledDeviation {
	var groups []precision.Group
	for _, list := range lists {
		if g, err := precision.GroupOf(list); err == nil && len(groups) < analysis.MaxValues {
			groups = append(groups, g)
		}
	}
	p, err := precision.Pool(groups)
	if err != nil || math.IsInf(p.Deviation, 0) {
		return nil
	}
	return &model.PooledDeviation{Deviation: p.Deviation, DegreesOfFreedom: p.DF, Groups: len(groups)}
}
