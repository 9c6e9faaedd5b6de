package model

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSeriesPoints(t *testing.T) {
	kelvin, celsius := unit(`\kelvin`), unit(`\degreecelsius`)
	s := Series{Columns: []Column{
		{Role: ColumnNominal, QuantityKind: "temperature", Label: Text{En: "nominal"}, Units: []Unit{celsius}, Values: []Decimal{"20"}},
		{Role: ColumnReferenceValue, Units: []Unit{kelvin, celsius}, Values: []Decimal{"293.15", ""},
			Uncertainty: &ColumnUncertainty{Kind: UncertaintyExpanded, Values: []Decimal{"0.1", ""}, CoverageFactor: []Decimal{"2"}}},
		{Role: ColumnConformity, Texts: []string{"PASS", "FAIL"}},
		{Role: ColumnInfluence, Values: []Decimal{"1", "2"},
			Uncertainty: &ColumnUncertainty{Kind: UncertaintyInterval, Lower: []Decimal{"0", "1"}, Upper: []Decimal{"3"},
				Probability: []Decimal{"0.95"}, Distribution: "normal", Relative: true}},
	}}
	want := []Point{
		{Index: 0, Cells: []Cell{
			{ColumnNominal, Quantity{Kind: "temperature", Label: Text{En: "nominal"}, Value: "20", Unit: celsius}},
			{ColumnReferenceValue, Quantity{Value: "293.15", Unit: kelvin,
				Uncertainty: &Uncertainty{Kind: UncertaintyExpanded, Value: "0.1", CoverageFactor: "2"}}},
			{ColumnConformity, Quantity{Text: "PASS"}},
			{ColumnInfluence, Quantity{Value: "1", Uncertainty: &Uncertainty{Kind: UncertaintyInterval, Lower: "0", Upper: "3",
				Probability: "0.95", Distribution: "normal", Relative: true}}},
		}},
		{Index: 1, Cells: []Cell{
			{ColumnNominal, Quantity{Kind: "temperature", Label: Text{En: "nominal"}, Value: "20", Unit: celsius}},
			{ColumnReferenceValue, Quantity{Unit: celsius}}, // without a value there is no uncertainty either
			{ColumnConformity, Quantity{Text: "FAIL"}},
			{ColumnInfluence, Quantity{Value: "2", Uncertainty: &Uncertainty{Kind: UncertaintyInterval, Lower: "1", Upper: "3",
				Probability: "0.95", Distribution: "normal", Relative: true}}},
		}},
	}
	if diff := cmp.Diff(want, s.Points()); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
}

func TestSeriesOfUnevenColumns(t *testing.T) {
	s := Series{Columns: []Column{{Values: []Decimal{"1", "2", "3"}}, {Values: []Decimal{"4", "5"}}, {}}}
	points := s.Points()
	if s.Rows() != 3 || len(points) != 3 || points[2].Cells[1].Value != "" || points[0].Cells[2].Value != "" {
		t.Errorf("%d rows: %+v", s.Rows(), points)
	}
	if (Series{}).Rows() != 0 || len((Series{}).Points()) != 0 {
		t.Error("an empty table has rows")
	}
}

// TestCellJSON: a cell is flat, so that its value is where that of a quantity is.
func TestCellJSON(t *testing.T) {
	cell := Cell{Role: ColumnError, Quantity: Quantity{Kind: "length", Value: "0.10", Unit: Unit{Text: `\metre`}}}
	got, err := json.Marshal(cell)
	want := `{"role":"ERROR","quantityKind":"length","value":"0.10","unit":{"text":"\\metre"}}`
	if err != nil || string(got) != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	var again Cell
	if err := json.Unmarshal(got, &again); err != nil || !cmp.Equal(cell, again) {
		t.Errorf("read back as %+v, %v", again, err)
	}
}

func TestRecordJSON(t *testing.T) {
	for _, kind := range Kinds() {
		r := complete(kind)
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		again := kind.New()
		if err := json.Unmarshal(data, again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, again); diff != "" {
			t.Errorf("%s (-written +read):\n%s", kind, diff)
		}
	}
}
