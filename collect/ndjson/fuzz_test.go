package ndjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"metrograph/collect/row"
	"metrograph/model"
)

func rowsOf(t *testing.T, text string) (rows []*row.Row) {
	t.Helper()
	in := NewReader(strings.NewReader(text), Options{RowBytes: 1 << 16})
	for {
		r, err := in.Next()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
}

// FuzzRead: whatever comes is read to its end, each row is a record or has a fault, and what is
// mended is read again as it was.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "{}", "[]", "[{},{}]", "{\"number\":\"1\"}\n{\"number\":2}", "[{\"number\":\"1\"", "{\n\"items\":[{\"instrument\":{\"manufacturer\":\"a\",\"serialNumber\":\"1\"}}]}",
		`{"__typename":"Environment","influences":[{"value":{"value":1.0e3,"unit":"kPa"},"recordedAt":"2024-01-02T03:04:05Z"}]}`, `{"id":"instr_01jd9y3kq8f7vb2m5n6p7q8r9s","classified":"yes"}`,
		"\xef\xbb\xbf{\"title\":\"机密\"}", "{\"number\":\"\xff\"}", "1\n2", `{"findings":[],"line":1}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range rowsOf(t, text) {
			if r.Record == nil && !model.Grave(r.Findings) {
				t.Fatalf("a row without a record has no fault: %q", r.Raw)
			}
			if r.Record == nil || model.Grave(r.Findings) {
				continue
			}
			if !json.Valid(r.Raw) {
				t.Errorf("no JSON is taken for a record: %q", r.Raw)
			}
			r.Record.Validate()
			var mended bytes.Buffer
			if err := Mend(&mended, r.Line, r.Raw, []model.Finding{{Rule: "x"}}); err != nil {
				t.Fatal(err)
			}
			again := rowsOf(t, mended.String())
			if len(again) == 0 && len(r.Fields) == 0 {
				continue // there was nothing in it
			}
			if len(again) != 1 {
				t.Fatalf("%d rows of %q", len(again), mended.String())
			}
			a, _ := json.Marshal(r.Record)
			b, _ := json.Marshal(again[0].Record)
			if !bytes.Equal(a, b) {
				t.Errorf("%s is not %s", b, a)
			}
		}
	})
}

// TestLines: a row knows the line that it begins at, however the source is laid out.
func TestLines(t *testing.T) {
	for text, want := range map[string][]int{
		"{\"number\":\"1\"}\n\n{\"number\":\"2\"}\n":                              {1, 3},
		"\n\n[\n{\"number\":\"1\"},\n\n{\"number\":\n\"2\"}]":                     {4, 6},
		"\n{\n\"number\":\"1\"}\n{\"number\":\"2\"}":                              {2, 4},
		"{\"number\":\"" + strings.Repeat("x", 1<<17) + "\"}\n{\"number\":\"2\"}": {1, 2},
	} {
		var got []int
		for _, r := range rowsOf(t, text) {
			got = append(got, r.Line)
		}
		if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] {
			t.Errorf("%.40q: %v, want %v", text, got, want)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	line := `{"number":"C-1","documentType":"CALIBRATION_CERTIFICATE","activity":"CALIBRATION","discipline":"MECHANICS","title":{"zh":"弹性元件式一般压力表校准证书"},` +
		`"issuer":{"name":{"zh":"示例检测中心"}},"customer":{"name":{"zh":"佛山示例陶瓷有限公司"}},"items":[{"name":"压力表","manufacturer":"示例仪表厂","model":"Y-100","serialNumber":"A1"}],` +
		`"methods":[{"code":"JJG 52-2013"}],"issuedAt":"2024-03-05","results":[{"adjustment":"NONE","series":[{"columns":[` +
		`{"role":"NOMINAL","quantityKind":"pressure","units":[{"text":"MPa","ucum":"MPa","symbol":"MPa"}],"values":["0.1","0.2","0.3","0.4","0.5","0.6","0.7","0.8"]},` +
		`{"role":"INDICATION","quantityKind":"pressure","units":[{"text":"MPa","ucum":"MPa","symbol":"MPa"}],"values":["0.101","0.202","0.303","0.404","0.505","0.606","0.707","0.808"],` +
		`"uncertainty":{"kind":"EXPANDED","values":["0.0040"],"coverageFactor":["2"],"probability":["0.95"]}}]}]}]}` + "\n"
	text := strings.Repeat(line, 1000)
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	in := NewReader(strings.NewReader(""), Options{})
	for b.Loop() {
		if _, err := in.Next(); errors.Is(err, io.EOF) {
			in = NewReader(strings.NewReader(text), Options{})
		}
	}
}
