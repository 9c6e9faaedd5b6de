package dcc_test

import (
	"fmt"
	"io"
	"runtime"
	"testing"

	"metrograph/export/dcc"
	"metrograph/internal/sample"
	"metrograph/model"
)

// large is a certificate with a table of so many rows.
func large(rows int) *model.Certificate {
	c := sample.Certificate()
	unit, _ := model.ParseUnit(`\kilo\pascal`)
	u := &model.ColumnUncertainty{Kind: model.UncertaintyExpanded, CoverageFactor: []model.Decimal{"2"}, Probability: []model.Decimal{"0.95"}}
	value := model.Column{Role: model.ColumnMeasuredValue, Units: []model.Unit{unit}, Uncertainty: u}
	for i := range rows {
		value.Values = append(value.Values, model.Decimal(fmt.Sprintf("%d.250", i)))
		u.Values = append(u.Values, "0.010")
	}
	c.Results = []model.MeasurementResult{{Adjustment: model.AdjustmentNone, Series: []model.Series{{Columns: []model.Column{value}}}}}
	return c
}

// TestMemoryIsFlat says that writing takes no more memory for a long table or a large file.
func TestMemoryIsFlat(t *testing.T) {
	allocated := func(rows, bytes int) uint64 {
		w := newWorld()
		a := sample.Attachment()
		w.add(a)
		d := w.document(large(rows))
		d.Attachments = []*model.Attachment{a}
		d.Files = func(model.ID) (io.ReadCloser, error) {
			return io.NopCloser(io.LimitReader(zeros{}, int64(bytes))), nil
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if err := dcc.Write(io.Discard, d); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	small, big := allocated(10, 10), allocated(200_000, 20<<20)
	if big > small+256<<10 {
		t.Errorf("a small document takes %d bytes, one of 200,000 rows and 20 MiB of files %d", small, big)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

func BenchmarkWrite(b *testing.B) {
	w, certificate := single()
	for name, c := range map[string]*model.Certificate{"certificate": certificate, "rows=100000": large(100_000)} {
		d := w.document(c)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			size := countingWriter(0)
			if err := dcc.Write(&size, d); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(size))
			for b.Loop() {
				if err := dcc.Write(io.Discard, d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

type countingWriter int64

func (c *countingWriter) Write(b []byte) (int, error) {
	*c += countingWriter(len(b))
	return len(b), nil
}
