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
