package registry_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/registry"
)

// measured gives a certificate a result at 10 kPa and one at 20 kPa, with an error of so many
// pascals at the latter, U = 4 Pa with k = 2 and limits of ±50 Pa.
func measured(err string, adjustment model.Adjustment) func(*model.Certificate) {
	pascal, kilopascal := model.Unit{Text: `\pascal`, UCUM: "Pa", Symbol: "Pa"}, model.Unit{Text: `\kilo\pascal`, UCUM: "kPa", Symbol: "kPa"}
	return func(c *model.Certificate) {
		c.Results = append(c.Results, model.MeasurementResult{Name: model.Text{Zh: "示值误差", En: "Errors"}, Adjustment: adjustment,
			Series: []model.Series{{Columns: []model.Column{
				{Role: model.ColumnNominal, QuantityKind: "pressure", Units: []model.Unit{kilopascal}, Values: []model.Decimal{"10", "20"}},
				{Role: model.ColumnError, QuantityKind: "pressure", Units: []model.Unit{pascal}, Values: []model.Decimal{"1", model.Decimal(err)},
					Uncertainty: &model.ColumnUncertainty{Kind: model.UncertaintyExpanded, Values: []model.Decimal{"4"}, CoverageFactor: []model.Decimal{"2"}}},
				{Role: model.ColumnLimitLower, Units: []model.Unit{pascal}, Values: []model.Decimal{"-50"}},
				{Role: model.ColumnLimitUpper, Units: []model.Unit{pascal}, Values: []model.Decimal{"50"}},
			}}}})
	}
}

// history records yearly certificates of an instrument whose error grows by 5 Pa a year.
func (c *centre) history(of *model.Institution, i *model.Instrument, years int, edit ...func(*model.Certificate)) (ids []model.ID) {
	for n := range years {
		edits := append([]func(*model.Certificate){about(i), issuedOn(model.Date(fmt.Sprintf("%d-03-01", 2015+n))),
			measured(fmt.Sprint(5*n), model.AdjustmentNone)}, edit...)
		ids = append(ids, c.certificate(of, fmt.Sprintf("%s-%s-%d", of.Region, i.SerialNumber, n), edits...).ID)
	}
	return ids
}

func TestAnalysisOfAnInstrument(t *testing.T) {
	c := newCentre(t)
	i := c.instrument(c.national, "A")
	ids := c.history(c.national, i, 8)
	a, err := c.Analyse(c.anonymous(), registry.AnalysisRequest{Instrument: i.ID, Point: model.PointChoice{Nominal: "20000", NominalUnit: model.Unit{Text: "Pa"}},
		Unit: model.Unit{Text: "kPa"}})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(ids, a.CertificateIDs); d != "" {
		t.Error(d)
	}
	if len(a.Points) != 8 || a.Unit.UCUM != "kPa" || a.Drift == nil || math.Abs(a.Drift.Slope-0.005) > 1e-5 || math.Abs(*a.Points[7].Uncertainty-0.002) > 1e-12 {
		t.Errorf("%d points in %v, drift %+v", len(a.Points), a.Unit, a.Drift)
	}
	// 35 Pa in 2022 and 5 Pa a year reach 50 Pa less U in 2024.
	if f := a.Forecast; f == nil || !f.Reached || !strings.HasPrefix(string(f.Date), "2024-") {
		t.Errorf("forecast %+v", f)
	}
	if a.Trend == nil || a.Trend.Score != 28 || !a.Trend.Exact || len(a.Conformity) != 8 || a.Conformity[7].Verdict != "QUALIFIED" {
		t.Errorf("trend %+v, conformity %+v", a.Trend, a.Conformity)
	}
	methods := ""
	for _, advice := range a.Intervals {
		methods += advice.Method + " "
	}
	if methods != "STAIRCASE CONTROL_CHART DRIFT_TO_LIMIT RELIABILITY " {
		t.Errorf("advice by %s", methods)
	}
}

// TestAnalysisReadsWhatTheCallerReads: what is hidden or masked has no part in the numbers.
func TestAnalysisReadsWhatTheCallerReads(t *testing.T) {
	c := newCentre(t)
	i := c.instrument(c.national, "A")
	open := c.history(c.national, i, 5)
	hidden := c.certificate(c.national, "H", about(i), nonPublic, measured("1000", model.AdjustmentNone), issuedOn("2021-03-01"))
	analyse := func(who string) *model.Analysis {
		ctx := c.anonymous()
		if who == "own" {
			ctx = c.member(c.national, model.RoleRecorder)
		}
		a, err := c.Analyse(ctx, registry.AnalysisRequest{Instrument: i.ID})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if d := cmp.Diff(open, analyse("anyone").CertificateIDs); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(append(open, hidden.ID), analyse("own").CertificateIDs); d != "" {
		t.Error(d)
	}
	if mean := *analyse("anyone").Mean; mean != 10 {
		t.Errorf("the mean of what anyone reads is %v", mean)
	}
	secret := c.instrument(c.national, "S", func(i *model.Instrument) { i.Classification = model.ClassificationNonPublic })
	c.certificate(c.national, "S-1", about(secret), measured("1", model.AdjustmentNone))
	for _, id := range []model.ID{secret.ID, "garbage", c.NewID(model.KindInstrument)} {
		a, err := c.Analyse(c.anonymous(), registry.AnalysisRequest{Instrument: id})
		if err != nil || len(a.Points)+len(a.Excluded) > 0 {
			t.Errorf("%s: %+v, %v", id, a, err)
		}
	}
}

func TestAnalysisLeavesOut(t *testing.T) {
	c := newCentre(t)
	i, other := c.instrument(c.national, "A"), c.instrument(c.national, "B")
	c.history(c.national, i, 4)
	replaced := c.certificate(c.national, "R-1", about(i), measured("900", model.AdjustmentNone))
	c.certificate(c.national, "R-2", about(i), measured("20", model.AdjustmentNone), func(c *model.Certificate) {
		c.Amendment = &model.Amendment{AmendmentKind: model.AmendmentReplaces, CertificateID: replaced.ID}
	})
	several := c.certificate(c.national, "M", about(i), about(other), measured("900", model.AdjustmentNone))
	empty := c.certificate(c.national, "E", about(i))
	a, err := c.Analyse(c.anonymous(), registry.AnalysisRequest{Instrument: i.ID})
	if err != nil {
		t.Fatal(err)
	}
	got := map[model.ID]string{}
	for _, x := range a.Excluded {
		got[x.CertificateID] = x.Reason
	}
	want := map[model.ID]string{replaced.ID: model.ExcludedReplaced, several.ID: model.ExcludedItems, empty.ID: model.ExcludedPoint}
	if d := cmp.Diff(want, got); d != "" || len(a.Points) != 5 {
		t.Errorf("%d points; %s", len(a.Points), d)
	}
}

// TestAdjustmentsBreakTheSeries: the drift goes on after an adjustment, from a new level.
func TestAdjustmentsBreakTheSeries(t *testing.T) {
	c := newCentre(t)
	i := c.instrument(c.national, "A")
	c.history(c.national, i, 6)
	c.certificate(c.national, "X", about(i), issuedOn("2021-03-01"), measured("30", model.AdjustmentAsFound), measured("0", model.AdjustmentAsLeft))
	c.certificate(c.national, "Y", about(i), issuedOn("2022-03-01"), measured("5", model.AdjustmentNone))
	a, err := c.Analyse(c.anonymous(), registry.AnalysisRequest{Instrument: i.ID})
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Points) != 9 || a.Drift == nil || a.Drift.Segments != 2 || math.Abs(a.Drift.Slope-5) > 0.01 || a.Points[7].Segment != 1 || len(a.Changes) != 0 {
		t.Errorf("drift %+v of %+v, changes %+v", a.Drift, a.Points, a.Changes)
	}
	// From 5 Pa on, by 5 Pa a year, with some 7 Pa of U at the end.
	if f := a.Forecast; f == nil || f.Years == nil || math.Abs(*f.Years-(50-5-7)/5.0) > 0.2 {
		t.Errorf("forecast %+v", f)
	}
}

func TestAnalysisRefuses(t *testing.T) {
	c := newCentre(t)
	i := c.instrument(c.national, "A")
	c.history(c.national, i, 3)
	for name, q := range map[string]registry.AnalysisRequest{
		"Pa":                 {Unit: model.Unit{Text: "kg"}},
		"kPa":                {Point: model.PointChoice{Nominal: "20", NominalUnit: model.Unit{Text: "V"}}},
		"nominal value":      {Point: model.PointChoice{Nominal: "1e9999"}},
		"limit is a number":  {Options: model.AnalysisOptions{Limit: "-1"}},
		"target is a number": {Options: model.AnalysisOptions{Target: "2"}},
		"months is a number": {Options: model.AnalysisOptions{Months: "1e6"}},
	} {
		q.Instrument = i.ID
		if _, err := c.Analyse(c.anonymous(), q); model.CodeOf(err) != model.CodeInvalid || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPopulation: two laboratories that agree and one that does not, an instrument that stands
// out, and a certificate whose statement contradicts its numbers.
func TestPopulation(t *testing.T) {
	c := newCentre(t)
	laboratories := []*model.Institution{c.national, c.provincial, c.elsewhere}
	for n := range 12 {
		i := c.instrument(c.national, fmt.Sprint("P", n))
		of, shift := laboratories[n%3], 0
		if n%3 == 2 {
			shift = 30
		}
		if n == 7 {
			shift = 400
		}
		for year := range 4 {
			c.certificate(of, fmt.Sprintf("P-%d-%d", n, year), about(i), issuedOn(model.Date(fmt.Sprintf("%d-03-01", 2018+year))),
				measured(fmt.Sprint(shift+n/3+year), model.AdjustmentNone), passes)
		}
	}
	where, err := registry.ParseFilter(model.KindInstrument, map[string]any{"model": map[string]any{"eq": "DPG-1"}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.AnalysePopulation(c.anonymous(), registry.PopulationRequest{Instruments: where})
	if err != nil {
		t.Fatal(err)
	}
	if p.PointCount != 48 || len(p.CertificateIDs) != 48 || len(p.Members) != 12 || len(p.Laboratories) != 3 {
		t.Fatalf("%d points of %d certificates, %d members, %d laboratories", p.PointCount, len(p.CertificateIDs), len(p.Members), len(p.Laboratories))
	}
	outliers := 0
	for _, m := range p.Members {
		if m.Outlier && m.Level > 300 {
			outliers++
		}
	}
	if outliers != 1 || p.Components == nil || p.Components.Between < p.Components.Within || len(p.Disagreements) != 4 {
		t.Errorf("%d outliers, components %+v, %d disagreements", outliers, p.Components, len(p.Disagreements))
	}
	if r := p.Reliability; r == nil || r.Count != 36 || r.InTolerance != 33 {
		t.Errorf("reliability %+v", r)
	}
	if p.Robust == nil || p.Robust.Mean > 60 || p.Consistency == nil {
		t.Errorf("robust mean %+v, consistency %+v", p.Robust, p.Consistency)
	}
	if _, err := c.AnalysePopulation(c.anonymous(), registry.PopulationRequest{}); model.CodeOf(err) != model.CodeInvalid {
		t.Errorf("a population of everything: %v", err)
	}
}

func passes(c *model.Certificate) {
	c.Statements = []model.Statement{{Name: model.Text{Zh: "结论"}, Conformity: model.ConformityPass}}
}

func TestAnalysisIsBounded(t *testing.T) {
	c := newCentre(t)
	i := c.instrument(c.national, "A")
	var writes []model.Write
	for n := range 301 {
		cert := newCertificate(c.national, fmt.Sprint("N", n))
		about(i)(cert)
		writes = append(writes, model.Write{Action: model.ActionCreate, Record: cert})
	}
	for start := 0; start < len(writes); start += 100 {
		if _, err := c.Write(c.member(c.national, model.RoleRecorder, model.RolePublisher), writes[start:min(start+100, len(writes))]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Analyse(c.member(c.national, model.RoleRecorder), registry.AnalysisRequest{Instrument: i.ID}); model.CodeOf(err) != model.CodeLimitExceeded {
		t.Errorf("301 certificates: %v", err)
	}
}
