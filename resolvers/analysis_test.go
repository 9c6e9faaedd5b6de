package resolvers

import (
	"encoding/json"
	"math"
	"testing"

	"metrograph/model"
)

// series asks for the analysis of the nine calibrations of the standard resistor of
// analysis/drift, with U and k in the units of their certificates.
const series = `{ analyse(unit: {text: "µΩ/Ω"}, options: {limit: "10"}, series: [
	{date: "2016-01-01", value: "2.10", unit: {text: "ppm"}, uncertainty: {kind: EXPANDED, value: "0.50", coverageFactor: "2"}},
	{date: "2017-01-07", value: "2.62", unit: {text: "ppm"}, uncertainty: {kind: EXPANDED, value: "0.50", coverageFactor: "2"}},
	{date: "2017-12-24", value: "2.95", unit: {text: "ppm"}, uncertainty: {kind: EXPANDED, value: "0.40", coverageFactor: "2"}},
	{date: "2019-01-18", value: "3.61", unit: {text: "µΩ/Ω"}, uncertainty: {kind: STANDARD, value: "0.20"}},
	{date: "2020-01-04", value: "0.000420", unit: {text: "%"}, uncertainty: {kind: STANDARD, value: "0.000015"}},
	{date: "2020-12-20", value: "4.49", unit: {text: "µΩ/Ω"}, uncertainty: {kind: STANDARD, value: "0.15"}},
	{date: "2022-01-10", value: "5.31", unit: {text: "µΩ/Ω"}, uncertainty: {kind: STANDARD, value: "0.15"}},
	{date: "2023-01-01", value: "5.66", unit: {text: "µΩ/Ω"}, uncertainty: {kind: STANDARD, value: "0.10"}},
	{date: "2024-01-15", value: "6.30", unit: {text: "µΩ/Ω"}, uncertainty: {kind: STANDARD, value: "0.10"}}]) {
		unit { symbol } points { value uncertainty segment certificate { id } } certificates { id } nominal
		drift { slope slopeUncertainty birgeRatio weighted degreesOfFreedom } trend { score probability exact }
		robustDrift { slope } forecast { reached years date } intervals { method months } notes { about message { zh en } } } }`

// TestAnalyse asks for what R computes of the series, of which the days are whole here.
func TestAnalyse(t *testing.T) {
	a := newCentre(t).as(anonymous, series, nil)
	var data struct{ Analyse model.Analysis }
	if err := json.Unmarshal(a.Data, &data); err != nil || len(a.Errors) > 0 {
		t.Fatalf("%v, %+v", err, a)
	}
	got := data.Analyse
	for _, n := range []struct {
		what                 string
		got, want, tolerance float64
	}{
		{"slope", got.Drift.Slope, 0.52914, 0.0005}, {"its uncertainty", got.Drift.SlopeUncertainty, 0.02105, 0.00005},
		{"Birge ratio", got.Drift.BirgeRatio, 0.6158, 0.005}, {"probability of the trend", got.Trend.Probability, 5.51146384486501e-06, 1e-14},
		{"robust slope", got.RobustDrift.Slope, 0.52304, 0.001}, {"years to the limit", *got.Forecast.Years, 14.3797 - 8.04, 0.02},
		{"value in per cent", got.Points[4].Value, 4.20, 1e-12}, {"U/k", *got.Points[0].Uncertainty, 0.25, 1e-12},
	} {
		if math.Abs(n.got-n.want) > n.tolerance {
			t.Errorf("%s: %v, want %v", n.what, n.got, n.want)
		}
	}
	if got.Trend.Score != 36 || !got.Trend.Exact || got.Drift.DegreesOfFreedom != 7 || !got.Drift.Weighted || got.Nominal != nil {
		t.Errorf("trend %+v, drift %+v", got.Trend, got.Drift)
	}
}

func TestAnalyseRefuses(t *testing.T) {
	c := newCentre(t)
	for _, q := range []struct{ series, options, code, message string }{
		{`[]`, "", "INVALID", "a series has one point at least"},
		{`[{date: "2020-01-01", value: "1", unit: {text: "m"}}, {date: "2021-01-01", value: "1", unit: {text: "s"}}]`, "",
			"INVALID", `"m" cannot be converted to "s": they are units of different quantities`},
		{`[{date: "2020-01-01", value: "1e9999"}]`, "", "INVALID", "a number in the range of floating-point numbers is needed"},
		{`[{date: "2020-01-01", value: "1"}]`, `, options: {limit: "0"}`, "INVALID", "limit is a number above 0 and below 1e+100"},
	} {
		a := c.as(anonymous, `{ analyse(series: `+q.series+q.options+`) { mean } }`, nil)
		a.wantError(t, model.Code(q.code), q.message)
	}
}

// TestCompare is the sulfur content of coal at the third level of ISO 5725-2, B.1, in two units,
// whose m, s_r and s_R are printed there as 1.667, 0.017 and 0.035.
func TestCompare(t *testing.T) {
	a := newCentre(t).as(anonymous, `{ compare(results: [
		{label: "1", unit: {text: "%"}, values: ["1.68", "1.70", "1.68", "1.69"]}, {label: "2", unit: {text: "%"}, values: ["1.64", "1.64", "1.65"]},
		{label: "3", unit: {text: "‰"}, values: ["16.1", "16.1", "16.2"]}, {label: "4", unit: {text: "%"}, values: ["1.68", "1.66", "1.66"]},
		{label: "5", unit: {text: "%"}, values: ["1.64", "1.67", "1.60", "1.66", "1.68"]}, {label: "6", unit: {text: "%"}, values: ["1.70", "1.73", "1.73"]},
		{label: "7", unit: {text: "%"}, values: ["1.69", "1.70", "1.68"]}, {label: "8", unit: {text: "%"}, values: ["1.67", "1.68", "1.67"]}]) {
		components { within total } cochran { label statistic criticalFive straggler } grubbs { outlier } robust { mean count } notes { about } consistency { reference } } }`, nil)
	var data struct{ Compare model.Comparison }
	if err := json.Unmarshal(a.Data, &data); err != nil || len(a.Errors) > 0 {
		t.Fatalf("%v, %+v", err, a)
	}
	c := data.Compare
	if math.Abs(c.Components.Within-0.017078251276599312) > 1e-11 || math.Abs(c.Components.Total-0.03476751689918961) > 1e-11 {
		t.Errorf("components %+v", c.Components)
	}
	if c.Cochran.Label != "5" || !c.Cochran.Straggler || c.Grubbs.Outlier || c.Robust.Count != 8 || c.Consistency != nil {
		t.Errorf("Cochran %+v, Grubbs %+v, robust %+v, consistency %+v", c.Cochran, c.Grubbs, c.Robust, c.Consistency)
	}
}

// TestCompareScores: scores against a reference value, by hand.
func TestCompareScores(t *testing.T) {
	c := newCentre(t)
	u := func(value string) string {
		return `uncertainty: {kind: EXPANDED, value: "` + value + `", coverageFactor: "2"}`
	}
	a := c.as(anonymous, `{ compare(sigma: "0.5", reference: {label: "X", unit: {text: "mV"}, values: ["10"], `+u("0.6")+`},
		results: [{label: "A", unit: {text: "mV"}, values: ["11"], `+u("0.8")+`}, {label: "B", unit: {text: "V"}, values: ["0.0105"]}]) {
		reference laboratories { label deviation en zeta z } } }`, nil)
	a.wantData(t, `{"compare": {"reference": 10, "laboratories": [
		{"label": "A", "deviation": 1, "en": 1, "zeta": 2, "z": 2},
		{"label": "B", "deviation": 0.5, "en": null, "zeta": null, "z": 1}]}}`)
	c.as(anonymous, `{ compare(results: [{label: "A", unit: {text: "V"}, values: ["1"]}, {label: "B", unit: {text: "A"}, values: ["1"]}]) { reference } }`, nil).
		wantError(t, model.CodeInvalid, `"A" cannot be converted to "V": they are units of different quantities`)
	c.as(anonymous, `{ compare(results: [{label: "A", values: []}]) { reference } }`, nil).
		wantError(t, model.CodeInvalid, `0 results given, at least 1 needed`)
}
