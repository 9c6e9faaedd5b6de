package study_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"metrograph/analysis/study"
	"metrograph/internal/sample"
	"metrograph/model"
)

func unit(text string) []model.Unit { return []model.Unit{{Text: text}} }

// certificate is one with a table.
func certificate(columns ...model.Column) *model.Certificate {
	return &model.Certificate{IssuedAt: "2024-05-01", Results: []model.MeasurementResult{{Series: []model.Series{{Columns: columns}}}}}
}

func column(role model.ColumnRole, unitText string, values ...model.Decimal) model.Column {
	return model.Column{Role: role, Units: unit(unitText), Values: values}
}

func expanded(c model.Column, u, k model.Decimal) model.Column {
	c.Uncertainty = &model.ColumnUncertainty{Kind: model.UncertaintyExpanded, Values: []model.Decimal{u}, CoverageFactor: []model.Decimal{k}}
	return c
}

func relative(c model.Column) model.Column {
	c.Uncertainty.Relative = true
	return c
}

// TestReadings: where an error and its uncertainty come from, and what becomes of limits.
func TestReadings(t *testing.T) {
	nominal := column(model.ColumnNominal, "V", "10")
	interval := column(model.ColumnMeasuredValue, "V", "10.002")
	interval.Uncertainty = &model.ColumnUncertainty{Kind: model.UncertaintyInterval, Lower: []model.Decimal{"10.0000400360"}, Upper: []model.Decimal{"10.0039599640"},
		Probability: []model.Decimal{"0.95"}, Distribution: "normal"}
	for name, c := range map[string]struct {
		columns       []model.Column
		err, u, limit float64
		none          bool
	}{
		"error":                   {columns: []model.Column{nominal, expanded(column(model.ColumnError, "mV", "3"), "2", "2")}, err: 3, u: 1},
		"correction":              {columns: []model.Column{nominal, expanded(column(model.ColumnCorrection, "mV", "3"), "2", "2")}, err: -3, u: 1},
		"indication":              {columns: []model.Column{nominal, column(model.ColumnIndication, "V", "10.003"), column(model.ColumnReferenceValue, "V", "10.001")}, err: 0.002},
		"indication, other unit":  {columns: []model.Column{nominal, column(model.ColumnIndication, "V", "10.003"), column(model.ColumnReferenceValue, "mV", "10001")}, err: 0.002},
		"material measure":        {columns: []model.Column{nominal, interval}, err: -0.002, u: 0.001},
		"relative uncertainty":    {columns: []model.Column{nominal, relative(expanded(column(model.ColumnError, "mV", "3"), "0.0002", "2"))}, err: 3, u: 1},
		"no coverage factor":      {columns: []model.Column{nominal, expanded(column(model.ColumnError, "mV", "3"), "2", "")}, err: 3},
		"limits of the error":     {columns: []model.Column{nominal, column(model.ColumnError, "mV", "3"), column(model.ColumnLimitLower, "V", "-0.005"), column(model.ColumnLimitUpper, "V", "0.005")}, err: 3, limit: 5},
		"limits of an indication": {columns: []model.Column{nominal, column(model.ColumnError, "mV", "3"), column(model.ColumnLimitLower, "V", "9.995"), column(model.ColumnLimitUpper, "V", "10.005")}, err: 3, limit: 5},
		"no nominal value":        {columns: []model.Column{column(model.ColumnError, "mV", "3")}, none: true},
		"nothing measured":        {columns: []model.Column{nominal, column(model.ColumnIndication, "V", "10.003")}, none: true},
		"other quantities":        {columns: []model.Column{nominal, column(model.ColumnIndication, "V", "10.003"), column(model.ColumnReferenceValue, "A", "1")}, none: true},
	} {
		readings := study.Readings(certificate(c.columns...))
		if len(readings) != 1 || c.none {
			if len(readings) != 0 || !c.none {
				t.Errorf("%s: %d readings", name, len(readings))
			}
			continue
		}
		r := readings[0]
		limit := 0.0
		if r.Upper != nil && r.Lower != nil {
			limit = (*r.Upper - *r.Lower) / 2
		}
		if math.Abs(r.Error-c.err) > 1e-12 || math.Abs(r.U-c.u) > 1e-6 || math.Abs(limit-c.limit) > 1e-9 || r.Nominal != 10 {
			t.Errorf("%s: error %v, u %v, limit %v", name, r.Error, r.U, limit)
		}
	}
}

// TestDisagreement: a pass beyond the limit, and a failure well within it.
func TestDisagreement(t *testing.T) {
	for stated, want := range map[string]bool{"PASS": true, "FAIL": false, "INCONCLUSIVE": false} {
		verdict := model.Column{Role: model.ColumnConformity, Texts: []string{stated}}
		c := certificate(column(model.ColumnNominal, "V", "10"), expanded(column(model.ColumnError, "mV", "7"), "1", "2"),
			column(model.ColumnLimitLower, "mV", "-5"), column(model.ColumnLimitUpper, "mV", "5"), verdict)
		s, err := study.Choose([]*model.Certificate{c}, model.PointChoice{}, model.Unit{})
		if err != nil {
			t.Fatal(err)
		}
		a := study.Series(s, study.Options{})
		if len(a.Conformity) != 1 || a.Conformity[0].Disagrees != want || a.Conformity[0].Verdict != "UNQUALIFIED" || a.Conformity[0].Decision != model.ConformityFail {
			t.Errorf("%s: %+v", stated, a.Conformity)
		}
	}
}

// TestDemoData analyses every instrument of the demo data and every model: all numbers can be
// sent, nothing is lost, and what was made to drift is seen to.
func TestDemoData(t *testing.T) {
	d := sample.Generate(sample.Options{Instruments: 120, Certificates: 900})
	by, models := map[model.ID][]*model.Certificate{}, map[string][]*model.Certificate{}
	kinds := map[model.ID]string{}
	for _, i := range d.Instruments {
		kinds[i.ID] = strings.SplitN(i.Model, "-", 2)[0]
	}
	for _, c := range d.Certificates {
		for _, id := range c.InstrumentIDs() {
			by[id] = append(by[id], c)
			models[kinds[id]] = append(models[kinds[id]], c)
		}
	}
	drifts, significant, adjusted := 0, 0, 0
	for id, list := range by {
		s, err := study.Choose(list, model.PointChoice{}, model.Unit{})
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		a := study.Series(s, study.Options{})
		if _, err := json.Marshal(a); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if len(a.CertificateIDs)+len(a.Excluded) != len(list) {
			t.Errorf("%s: %d certificates used and %d left out of %d", id, len(a.CertificateIDs), len(a.Excluded), len(list))
		}
		if a.Drift != nil {
			drifts++
			if a.Trend != nil && a.Trend.Probability < 0.05 { // stated uncertainties hide many of them from the line
				significant++
			}
			if a.Drift.Segments > 1 {
				adjusted++
			}
		}
	}
	if drifts < len(by)/2 || significant < drifts/5 || significant == drifts || adjusted == 0 {
		t.Errorf("%d of %d instruments have a drift line, %d a trend, %d were adjusted", drifts, len(by), significant, adjusted)
	}
	for name, list := range models {
		s, err := study.Choose(list, model.PointChoice{}, model.Unit{})
		if model.CodeOf(err) == model.CodeInvalid {
			continue // devices of several units share the letters of their models
		}
		p := study.Members(study.Group{Sample: s, Visible: func(model.ID) bool { return true }}, 0)
		if _, err := json.Marshal(p); err != nil || p.PointCount < len(p.Members) {
			t.Errorf("%s: %d points of %d members, %v", name, p.PointCount, len(p.Members), err)
		}
	}
}

// TestAnyTable: whatever a certificate has in its tables, it is analysed or refused.
func TestAnyTable(t *testing.T) {
	values := []model.Decimal{"", "0", "1", "-1", "10", "1e9999", "1e-9999", "1e200", "x", "0.1000000000000000000001"}
	texts := []string{"", "V", "mV", "kg", "%", "℃", "K", "dBm", "?", `\volt`}
	rapid.Check(t, func(t *rapid.T) {
		var list []*model.Certificate
		for n := range rapid.IntRange(1, 6).Draw(t, "certificates") {
			var columns []model.Column
			for range rapid.IntRange(1, 6).Draw(t, "columns") {
				role := rapid.SampledFrom(model.ColumnRole("").Values()).Draw(t, "role")
				c := column(role, rapid.SampledFrom(texts).Draw(t, "unit"), rapid.SliceOfN(rapid.SampledFrom(values), 0, 3).Draw(t, "values")...)
				if rapid.Bool().Draw(t, "uncertain") {
					c = expanded(c, rapid.SampledFrom(values).Draw(t, "U"), rapid.SampledFrom(values).Draw(t, "k"))
					c.Uncertainty.Kind = rapid.SampledFrom(model.UncertaintyKind("").Values()).Draw(t, "kind")
					c.Uncertainty.Relative = rapid.Bool().Draw(t, "relative")
				}
				columns = append(columns, c)
			}
			c := certificate(columns...)
			c.ID, c.IssuedAt = model.ID(fmt.Sprint("cert_", n)), model.Date(fmt.Sprintf("20%02d-02-28", 10+n))
			c.Items = []model.Item{{InstrumentID: model.ID(fmt.Sprint("inst_", n%2))}}
			list = append(list, c)
		}
		s, err := study.Choose(list, model.PointChoice{}, model.Unit{})
		if err != nil {
			if model.CodeOf(err) != model.CodeInvalid {
				t.Fatal(err)
			}
			return
		}
		if _, err := json.Marshal(study.Series(s, study.Options{})); err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(study.Members(study.Group{Sample: s, Visible: func(model.ID) bool { return true }}, 0)); err != nil {
			t.Fatal(err)
		}
	})
}

// BenchmarkPopulation is 200 instruments with ten certificates each.
func BenchmarkPopulation(b *testing.B) {
	var list []*model.Certificate
	for n := range 2000 {
		c := certificate(column(model.ColumnNominal, "V", "1", "10"), expanded(column(model.ColumnError, "mV", "3", model.Decimal(fmt.Sprint(n*7919%101))), "2", "2"))
		c.ID, c.IssuedAt, c.IssuerID = model.ID(fmt.Sprint("cert_", n)), model.Date(fmt.Sprintf("20%02d-02-28", 10+n/200)), model.ID(fmt.Sprint("org_", n%9))
		c.Items = []model.Item{{InstrumentID: model.ID(fmt.Sprint("inst_", n%200))}}
		list = append(list, c)
	}
	for b.Loop() {
		s, err := study.Choose(list, model.PointChoice{}, model.Unit{})
		if err != nil {
			b.Fatal(err)
		}
		study.Members(study.Group{Sample: s, Visible: func(model.ID) bool { return true }}, 0)
	}
}
