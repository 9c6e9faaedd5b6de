package ndjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/export"
	"metrograph/export/ndjson"
	"metrograph/internal/sample"
	"metrograph/model"
)

func write(t *testing.T, kind model.Kind, write func(export.Writer) error) []string {
	t.Helper()
	var out bytes.Buffer
	w, err := ndjson.Format{}.New(&out, export.Options{Kind: kind})
	if err != nil {
		t.Fatal(err)
	}
	if err := write(w); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Finish(), w.Close()); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

// A line reads back as the record: nothing is lost, whatever the kind.
func TestLinesReadBack(t *testing.T) {
	for _, record := range []model.Record{sample.Certificate(), sample.Instrument(), sample.Institution(), sample.Method(),
		sample.Person(), sample.Environment(), sample.Dataset(), sample.Attachment()} {
		lines := write(t, record.Kind(), func(w export.Writer) error { return w.Write(record, nil) })
		got := record.Kind().New()
		if err := json.Unmarshal([]byte(lines[0]), got); err != nil || len(lines) != 1 {
			t.Fatal(err, lines)
		}
		if d := cmp.Diff(record, got); d != "" {
			t.Errorf("%s (-written +read):\n%s", record.Kind(), d)
		}
	}
}

// What is masked is absent, also where its empty value would look like a value; what may be
// seen and is a list or a number is there.
func TestMasks(t *testing.T) {
	masked, _ := model.Fields(model.KindCertificate, "number", "mandatory", "customer", "methods")
	c := sample.Certificate(func(c *model.Certificate) { c.Standards = nil })
	model.Keep(c, model.AllFields&^masked)
	model.Present(c, model.AllFields&^masked)
	lines := write(t, model.KindCertificate, func(w export.Writer) error { return w.Write(c, nil) })
	var got map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &got); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"number", "mandatory", "customer", "methods"} {
		if _, there := got[name]; there {
			t.Errorf("%s is masked and in the line", name)
		}
	}
	if list, ok := got["standards"].([]any); !ok || len(list) != 0 {
		t.Errorf("standards: %v", got["standards"])
	}
	for name := range got {
		if _, known := model.Fields(model.KindCertificate, name); !known {
			t.Errorf("the schema has no %s", name)
		}
	}
}

func TestDeletionsAndFaults(t *testing.T) {
	id := sample.ID(model.KindMethod, 7)
	lines := write(t, model.KindMethod, func(w export.Writer) error {
		if err := w.Deleted(id, 3); err != nil {
			return err
		}
		return w.Fail("the node stopped")
	})
	want := []string{`{"id":"` + string(id) + `","version":3,"deleted":true}`, `{"error":{"message":"the node stopped"}}`}
	if d := cmp.Diff(want, lines); d != "" {
		t.Error(d)
	}
}
