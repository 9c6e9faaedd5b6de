package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

func TestDocumentRoundTrip(t *testing.T) {
	c := &model.Certificate{Number: "GP-1", Results: []model.MeasurementResult{{Adjustment: model.AdjustmentNone,
		Series: []model.Series{{Columns: []model.Column{{Role: model.ColumnError, Values: []model.Decimal{"0.10", "", "3"}, Units: []model.Unit{{Text: `\kelvin`}}}}}}}},
		IssuedAt: "2024-01-02", Remarks: model.Text{Zh: "备注"}}
	c.ID, c.Version = "cert_x", 1
	raw, err := Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(model.KindCertificate, raw, 0)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(model.Record(c), got); d != "" {
		t.Error(d)
	}
	set, _ := model.Fields(model.KindCertificate, "number")
	got, err = Decode(model.KindCertificate, raw, set)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(&model.Certificate{Head: model.Head{ID: "cert_x", Version: 1}, Number: "GP-1"}, got); d != "" {
		t.Error(d)
	}
}

func TestTerms(t *testing.T) {
	got := Terms("数字压力计 JJG196-2006 Ｎｏ．１２ ΔT")
	want := []string{"数字", "字压", "压力", "力计", "jjg", "196", "2006", "no", "12", "δt"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
