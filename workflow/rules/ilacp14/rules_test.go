package ilacp14

import (
	"testing"

	"metrograph/model"
	. "metrograph/workflow/rule/ruletest"
)

type (
	cert  = *model.Certificate
	world = *World
)

func errors(c cert) *model.Column { return &c.Results[0].Series[0].Columns[3] }

func TestRules(t *testing.T) {
	u := func(edit func(u *model.ColumnUncertainty)) func(cert, world) {
		return func(c cert, _ world) {
			c.Activity = model.ActivityCalibration
			edit(errors(c).Uncertainty)
		}
	}
	const at = "results[0].series[0].columns[3]."
	Check(t, Rules(), []Example{
		{Rule: "form", Name: "standard", Edit: u(func(u *model.ColumnUncertainty) { u.Kind = model.UncertaintyStandard }), Want: []string{at + "uncertainty.kind"}},
		{Rule: "form", Name: "expanded", Edit: u(func(*model.ColumnUncertainty) {})},
		{Rule: "probability", Name: "none", Edit: u(func(u *model.ColumnUncertainty) { u.Probability = nil }), Want: []string{at + "uncertainty.probability"}},
		{Rule: "digits", Name: "three", Edit: u(func(u *model.ColumnUncertainty) { u.Values = []model.Decimal{"0.00402"} }), Want: []string{at + "uncertainty.values[0]"}},
		{Rule: "digits", Name: "one", Edit: u(func(u *model.ColumnUncertainty) { u.Values = []model.Decimal{"0.004"} })},
		{Rule: "digits", Name: "zeros that hold a place", Edit: u(func(u *model.ColumnUncertainty) { u.Values = []model.Decimal{"1200"} })},
		{Rule: "digits", Name: "an exponent", Edit: u(func(u *model.ColumnUncertainty) { u.Values = []model.Decimal{"1.25e-3"} }), Want: []string{at + "uncertainty.values[0]"}},
		{Rule: "rounding", Name: "coarser", Edit: u(func(u *model.ColumnUncertainty) { u.Values = []model.Decimal{"0.04"} }),
			Want: []string{at + "values[0]", at + "values[1]", at + "values[2]"}},
		{Rule: "rounding", Name: "relative", Edit: u(func(u *model.ColumnUncertainty) { u.Relative = true }), Silent: true},
		{Rule: "unit", Name: "kilopascals", Edit: func(c cert, _ world) {
			u := *errors(c).Uncertainty
			u.Values = []model.Decimal{"4.0"}
			c.Results[0].Series[0].Columns[1].Uncertainty = &u
		}, Want: []string{"results[0].series[0].columns[1].uncertainty.values"}},
		{Rule: "unit", Name: "megapascals", Edit: func(c cert, _ world) { c.Results[0].Series[0].Columns[1].Uncertainty = errors(c).Uncertainty }},
		{Rule: "relative", Name: "of zero", Edit: func(c cert, _ world) {
			errors(c).Uncertainty.Relative = true
			errors(c).Values[1] = "0.0000"
		}, Want: []string{at + "values[1]"}},
		{Rule: "relative", Name: "of something", Edit: u(func(u *model.ColumnUncertainty) { u.Relative = true })},
	})
}

func TestDigits(t *testing.T) {
	for _, c := range []struct {
		number      model.Decimal
		significant int
		places      int
		known       bool
	}{
		{"0.0040", 2, 4, true}, {"-0.10", 2, 2, true}, {"12", 2, 0, true}, {"1200", 2, 0, false}, {"1200.", 4, 0, true},
		{"1.25e-3", 3, 0, false}, {"0", 0, 0, false}, {"0.00", 0, 2, true}, {"", 0, 0, false}, {"x", 1, 0, false},
	} {
		places, known := places(c.number)
		if significant(c.number) != c.significant || places != c.places || known != c.known {
			t.Errorf("%s: %d significant, %d places (%t)", c.number, significant(c.number), places, known)
		}
	}
}
