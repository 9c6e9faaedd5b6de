package house

import (
	"testing"

	"metrograph/internal/sample"
	"metrograph/model"
	. "metrograph/workflow/rule/ruletest"
)

type (
	cert  = *model.Certificate
	world = *World
)

func errors(c cert) *model.Column { return &c.Results[0].Series[0].Columns[3] }

// past are certificates of the instrument whose first error was each of these.
func past(values ...model.Decimal) func(cert, world) {
	return func(_ cert, w world) {
		for _, v := range values {
			w.Earlier = append(w.Earlier, sample.Certificate(func(c cert) { errors(c).Values[0] = v }))
		}
	}
}

func TestRules(t *testing.T) {
	other := func(edit func(c cert)) func(cert, world) {
		return func(_ cert, w world) {
			c := sample.Certificate(edit)
			c.ID, c.Origin = sample.ID(model.KindCertificate, 2), sample.ID(model.KindInstitution, 2)
			w.Same = []*model.Certificate{c}
		}
	}
	Check(t, Rules(), []Example{
		{Rule: "stage", Name: "basic", Edit: func(c cert, _ world) { c.DerivedFrom = []model.ID{sample.ID(model.KindCertificate, 2)} }, Want: []string{"stage"}},
		{Rule: "stage", Name: "derived", Edit: func(c cert, _ world) {
			c.DerivedFrom, c.Stage = []model.ID{sample.ID(model.KindCertificate, 2)}, model.StageDerived
		}},
		{Rule: "duplicate", Name: "the same issuer", Edit: other(func(c cert) { c.Items = nil }), Want: []string{"number"}},
		{Rule: "duplicate", Name: "the same instrument", Edit: other(func(c cert) { c.IssuerID = sample.ID(model.KindInstitution, 2) }), Want: []string{"number"}},
		{Rule: "duplicate", Name: "the number alone", Edit: other(func(c cert) { c.IssuerID, c.Items = sample.ID(model.KindInstitution, 2), nil })},
		{Rule: "duplicate", Name: "withdrawn", Edit: other(func(c cert) { c.Status = model.StatusWithdrawn })},
		{Rule: "duplicate", Name: "another revision", Edit: other(func(c cert) { c.Revision = "2" })},
		{Rule: "duplicate", Name: "of the same institution", Edit: func(c cert, w world) {
			other(func(cert) {})(c, w)
			w.Same[0].Origin = c.Origin
		}},
		{Rule: "history", Name: "alike", Edit: past("0.0020", "0.0018", "0.0022", "0.0019", "0.0021")},
		{Rule: "history", Name: "a blunder", Edit: past("0.0120", "0.0118", "0.0122", "0.0119", "0.0121"),
			Want: []string{"results[0].series[0].columns[3].values[0]"}},
		{Rule: "history", Name: "a blunder in the past", Edit: past("0.0020", "0.0018", "9.0022", "0.0019", "0.0021")},
		{Rule: "history", Name: "a step of the last digit", Edit: past("0.0018", "0.0018", "0.0018", "0.0018", "0.0018")},
		{Rule: "history", Name: "little of it", Edit: past("0.0120", "0.0118", "0.0122", "0.0119"), Silent: true},
		{Rule: "history", Name: "masked", Edit: func(c cert, w world) {
			past("0.0120", "0.0118", "0.0122", "0.0119", "0.0121")(c, w)
			results, _ := model.Fields(model.KindCertificate, "results")
			for _, before := range w.Earlier {
				model.Keep(before, ^results)
			}
		}, Silent: true},
	})
}

// TestRobustZ is worked out by hand: the median is 2.45, the absolute deviations in order are
// 0.05 0.05 0.15 0.15 0.15 0.15 0.35 0.35 5.75 5.85, and their median is 0.15. Two blunders
// among ten values do not hide a third.
func TestRobustZ(t *testing.T) {
	past := []float64{2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3}
	z, median := robust(past, "8.2")
	if want := 0.6745 * (8.2 - 2.45) / 0.15; median != 2.45 || z < want-1e-6 || z > want+1e-6 {
		t.Errorf("z = %v, want %v, median %v", z, want, median)
	}
}
