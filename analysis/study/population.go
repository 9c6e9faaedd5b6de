package study

import (
	"maps"
	"math"
	"slices"

	"metrograph/analysis/comparison"
	"metrograph/analysis/drift"
	"metrograph/analysis/pattern"
	"metrograph/analysis/precision"
	"metrograph/model"
)

// Group is a population: the readings at one point of many instruments, and who may be named.
type Group struct {
	*Sample
	Visible func(model.ID) bool // whether the caller may read an institution
}

// Members analyses a population. A reading belongs to the instrument that its certificate is
// about.
func Members(g Group, target float64) *model.Population {
	out := &model.Population{Unit: g.Unit, Nominal: g.Nominal, NominalUnit: g.NominalUnit, PointCount: len(g.Readings),
		Excluded: g.Excluded, CertificateIDs: []model.ID{}, Members: []model.PopulationMember{}, Laboratories: []model.LaboratoryAgreement{},
		Clusters: []model.PopulationCluster{}, Disagreements: []model.ConformityCheck{}, Notes: []model.AnalysisNote{}}
	if out.Excluded == nil {
		out.Excluded = []model.AnalysisExclusion{}
	}
	w := &group{Group: g, out: out, by: map[model.ID][]*Dated{}, target: target}
	w.divide()
	w.members()
	w.outliers()
	w.clusters()
	w.components()
	w.laboratories()
	w.reliability()
	w.influences()
	return out
}

// group is the analysis of a population under way.
type group struct {
	Group
	out       *model.Population
	by        map[model.ID][]*Dated // readings by instrument, in the order of time
	ids       []model.ID            // of the instruments, in order
	target    float64
	residuals []float64 // of all readings whose instrument has a drift line
	explained []Dated   // the readings that these are of
}

// divide divides the readings by instruments, and finds statements that contradict verdicts.
func (w *group) divide() {
	seen := map[model.ID]bool{}
	for i := range w.Readings {
		r := &w.Readings[i]
		if c := r.Certificate; !seen[c.ID] {
			seen[c.ID] = true
			w.out.CertificateIDs = append(w.out.CertificateIDs, c.ID)
		}
		if check := judge(r, nil); check != nil && check.Disagrees {
			w.out.Disagreements = append(w.out.Disagreements, *check)
		}
		if ids := r.Certificate.InstrumentIDs(); len(ids) == 1 {
			w.by[ids[0]] = append(w.by[ids[0]], r)
		}
	}
	w.ids = slices.Sorted(maps.Keys(w.by))
}

// members describes each instrument: its last deviation, and its drift where it has one.
func (w *group) members() {
	for _, id := range w.ids {
		list := w.by[id]
		m := model.PopulationMember{InstrumentID: id, PointCount: len(list), Level: list[len(list)-1].Error}
		events := make([]drift.Event, len(list))
		for i, r := range list {
			events[i] = drift.Event{T: r.Years, Y: r.Error, Adjustment: r.Adjustment}
		}
		points, order, _ := drift.Segment(events)
		m.Level = points[len(points)-1].Y
		if l, err := drift.Fit(points); err == nil {
			m.Slope = given(l.B)
			for n, i := range order {
				w.explained, w.residuals = append(w.explained, *list[i]), append(w.residuals, l.Residuals[n])
			}
		}
		w.out.Members = append(w.out.Members, m)
	}
}

// outliers compares the instruments' levels and slopes with those of the others.
func (w *group) outliers() {
	levels := make([]float64, len(w.out.Members))
	for i, m := range w.out.Members {
		levels[i] = m.Level
	}
	w.score("OUTLIERS", levels, w.all(), func(m *model.PopulationMember, score *float64) { m.Score = score })
	if r, err := comparison.AlgorithmA(levels); !w.noted("ROBUST_MEAN", err) {
		w.out.Robust = &model.RobustMean{Mean: r.Mean, Deviation: r.Deviation, Uncertainty: r.U, Count: len(levels)}
	}
	slopes, of := w.slopes()
	w.score("DRIFT_OUTLIERS", slopes, of, func(m *model.PopulationMember, score *float64) { m.SlopeScore = score })
}

func (w *group) all() []int {
	of := make([]int, len(w.out.Members))
	for i := range of {
		of[i] = i
	}
	return of
}

// slopes are the drifts of the instruments that have one.
func (w *group) slopes() (slopes []float64, of []int) {
	for i, m := range w.out.Members {
		if m.Slope != nil {
			slopes, of = append(slopes, *m.Slope), append(of, i)
		}
	}
	return slopes, of
}

// score gives each member its distance from the others, and marks who is far.
func (w *group) score(about string, values []float64, of []int, set func(*model.PopulationMember, *float64)) {
	o, err := pattern.FindOutliers(values, 0)
	if w.noted(about, err) {
		return
	}
	for i, v := range values {
		set(&w.out.Members[of[i]], given((v-o.Median)/o.Deviation))
	}
	for _, found := range o.Found {
		m := &w.out.Members[of[found.Index]]
		m.Outlier = true
		if m.Probability == nil || *m.Probability > found.P {
			m.Probability = given(found.P)
		}
	}
}

// clusters divides the instruments by level and drift.
func (w *group) clusters() {
	slopes, of := w.slopes()
	features := make([][]float64, len(of))
	for i, at := range of {
		features[i] = []float64{w.out.Members[at].Level, slopes[i]}
	}
	c, err := pattern.FindClusters(features)
	if w.noted("CLUSTERS", err) {
		return
	}
	for i, at := range of {
		w.out.Members[at].Cluster = &c.Of[i]
	}
	for i, size := range c.Sizes {
		w.out.Clusters = append(w.out.Clusters, model.PopulationCluster{Size: size, Level: c.Centres[i][0], Slope: c.Centres[i][1]})
	}
	w.out.Silhouette = given(c.Silhouette)
}

// components are how much deviations vary within the instruments and between them.
func (w *group) components() {
	var groups []precision.Group
	for _, id := range w.ids {
		values := make([]float64, len(w.by[id]))
		for i, r := range w.by[id] {
			values[i] = r.Error
		}
		if g, err := precision.GroupOf(values); err == nil {
			groups = append(groups, g)
		}
	}
	v, err := precision.Analyse(groups)
	if w.noted("COMPONENTS", err) {
		return
	}
	w.out.Components = componentsOf(v)
}

func componentsOf(v *precision.Variance) *model.VarianceComponents {
	return &model.VarianceComponents{Within: v.Repeatability, Between: v.BetweenGroups, Total: v.Reproducibility,
		Statistic: min(v.F, math.MaxFloat64), Probability: v.P, DegreesOfFreedom: v.DFWithin}
}

// reliability counts, over all instruments, the calibrations that found them in tolerance.
func (w *group) reliability() {
	within, n, total := 0, 0, 0.0
	for _, id := range w.ids {
		var found []*Dated
		for _, r := range w.by[id] {
			if r.Adjustment != model.AdjustmentAsLeft && r.Limit() > 0 {
				found = append(found, r)
			}
		}
		a, b, months := inTolerance(found, 0)
		within, n, total = within+a, n+b, total+months*float64(b)
	}
	if n > 0 {
		w.out.Reliability = reliability(within, n, total/float64(n), w.target)
	}
}

// influences looks for what season and temperature do to all that drift leaves.
func (w *group) influences() {
	if s, err := seasonOf(w.explained, w.residuals); !w.noted("SEASON", err) {
		w.out.Season = s
	}
	if t, err := temperatureOf(w.explained, w.residuals); !w.noted("TEMPERATURE", err) {
		w.out.Temperature = t
	}
}

func (w *group) noted(about string, err error) bool {
	if err != nil {
		w.out.Notes = append(w.out.Notes, model.AnalysisNote{About: about, Message: why(err)})
	}
	return err != nil
}
