package instrument

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"metrograph/analysis/study"
	"metrograph/model"
	"metrograph/report"
)

// mostPoints are told of in short.
const mostPoints = 40

// pointSummary is what is told of each point in short.
type pointSummary struct {
	nominal float64
	unit    model.Unit
	kind    string
	a       *model.Analysis
}

func pointName(nominal float64, unit model.Unit) string {
	return strconv.FormatFloat(nominal, 'g', 10, 64) + " " + cmp.Or(unit.Symbol, unit.Text)
}

// summaries analyses all points of the certificates.
func (w *writer) summaries() (list []pointSummary) {
	type key struct {
		nominal float64
		unit    model.Unit
		kind    string
	}
	seen := map[key]bool{}
	for _, c := range w.certificates {
		for _, r := range study.Readings(c) {
			k := key{r.Nominal, r.NominalUnit, r.QuantityKind}
			if seen[k] || len(list) == mostPoints {
				continue
			}
			seen[k] = true
			choice := model.PointChoice{Nominal: model.Decimal(strconv.FormatFloat(k.nominal, 'g', -1, 64)), NominalUnit: k.unit, QuantityKind: k.kind}
			sample, err := study.Choose(w.certificates, choice, model.Unit{})
			if err != nil || len(sample.Readings) == 0 {
				continue
			}
			list = append(list, pointSummary{k.nominal, k.unit, k.kind, study.Series(sample, study.Options{})})
		}
	}
	slices.SortStableFunc(list, func(a, b pointSummary) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.unit.Text, b.unit.Text), cmp.Compare(a.nominal, b.nominal))
	})
	return list
}

// pointTable is the newest result and the drift at each point.
func (s *single) pointTable() *report.Table {
	t := s.table("points", s.sayf("各测量点的最近结果与漂移", "Newest result and drift at each point"), s.txt("测量点", "Point", 1.2), s.col("结果数", "Results"), s.txt("单位", "Unit", 0.6), s.col("误差", "Error"),
		s.col("U（k = 2）", "U (k = 2)"), s.col("极限 ±", "Limit ±"), s.col("占限 %", "Of limit, %"), s.col("年漂移", "Drift a year"))
	for i := range s.points {
		p := &s.points[i]
		last := p.a.Points[len(p.a.Points)-1]
		one := &writer{Collector: s.Collector, d: s.d}
		var us []float64
		if last.Uncertainty != nil {
			us = []float64{2 * *last.Uncertainty}
		}
		one.precise(p.a.Unit, us, []float64{last.Value})
		row := []string{pointName(p.nominal, p.unit), strconv.Itoa(len(p.a.Points)), cmp.Or(p.a.Unit.Symbol, p.a.Unit.Text), one.dev(last.Value), none, none, none, none}
		if last.Uncertainty != nil {
			row[4] = one.dev(us[0])
		}
		if f := p.a.Forecast; f != nil {
			row[5], row[6] = one.dev(f.Limit), fixed(100*math.Abs(last.Value)/f.Limit, 0)
		}
		if p.a.Drift != nil {
			row[7] = one.rate(p.a.Drift.Slope)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
