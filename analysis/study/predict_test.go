package study

import (
	"fmt"
	"math"
	"testing"

	"metrograph/model"
)

// calibrated is a certificate with one error at 10 V.
func calibrated(id string, day model.Date, value, expanded model.Decimal, a model.Adjustment) *model.Certificate {
	column := model.Column{Role: model.ColumnError, Units: []model.Unit{{Text: "mV"}}, Values: []model.Decimal{value}}
	if expanded != "" {
		column.Uncertainty = &model.ColumnUncertainty{Kind: model.UncertaintyExpanded, Values: []model.Decimal{expanded}, CoverageFactor: []model.Decimal{"2"}}
	}
	c := &model.Certificate{PerformedTo: day, Items: make([]model.Item, 1)}
	c.ID = model.ID(id)
	c.Results = []model.MeasurementResult{{Adjustment: a, Series: []model.Series{{Columns: []model.Column{
		{Role: model.ColumnNominal, Units: []model.Unit{{Text: "V"}}, Values: []model.Decimal{"10"}}, column}}}}}
	return c
}

// TestPredict: the drift goes on, an adjustment begins a new level, and the interval is that
// of a further reading: of unweighted points on days 0 to 3 with residuals of 0.1, -0.1, -0.1 and 0.1,
// s² = 0.04/2 and u² = s²·(1/4 + 2.5²/5).
func TestPredict(t *testing.T) {
	days := []model.Date{"2025-03-01", "2025-03-02", "2025-03-03", "2025-03-04"}
	values := []model.Decimal{"1.1", "1.9", "2.9", "4.1"}
	var earlier []*model.Certificate
	for i, day := range days {
		earlier = append(earlier, calibrated(fmt.Sprint("c", i), day, values[i], "", model.AdjustmentNone))
	}
	now := calibrated("now", "2025-03-05", "6", "", model.AdjustmentAsFound)
	got := Predict(now, earlier)
	const s2, student = 0.04 / 2, 4.302652729749462 // t of 97.5 % with two degrees of freedom
	want := student * math.Sqrt(s2*(1+0.25+2.5*2.5/5))
	if len(got) != 1 || math.Abs(got[0].Expected-5) > 1e-9 || math.Abs(got[0].Half-want) > 1e-9 || got[0].Points != 4 {
		t.Fatalf("%+v, want 5 ± %g", got, want)
	}
	if left := Predict(calibrated("now", "2025-03-05", "0", "", model.AdjustmentAsLeft), earlier); left != nil {
		t.Errorf("a result as left is predicted: %+v", left)
	}
	adjusted := append(earlier, calibrated("left", "2025-03-04", "0.1", "", model.AdjustmentAsLeft))
	if got := Predict(now, adjusted); len(got) != 1 || math.Abs(got[0].Expected-1.1) > 1e-9 {
		t.Errorf("after an adjustment: %+v", got)
	}
	if few := Predict(now, earlier[:2]); few != nil {
		t.Errorf("of two points: %+v", few)
	}
}
