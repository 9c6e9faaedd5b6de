package store

import (
	"strings"
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

func TestPrepareRefusesWhatIsNotText(t *testing.T) {
	c := &model.Certificate{Number: "1", Items: []model.Item{{Model: "ok"}, {Model: "\xff"}}}
	_, err := Prepare(Change{Record: c, Operation: Create}, nil)
	want := &model.Error{Code: model.CodeInvalid, Message: "a text is not valid UTF-8", Path: "items.1.model"}
	if d := cmp.Diff(error(want), err); d != "" {
		t.Error(d)
	}
	c.Items[1].Model = strings.Repeat("长", 100) // whose length does not fit into seven bits
	if _, err := Prepare(Change{Record: c, Operation: Create}, nil); err != nil {
		t.Error(err)
	}
}
