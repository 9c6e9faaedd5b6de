package dcx_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"os"
	"slices"
	"strings"
	"testing"

	"metrograph/collect/dcx"
	"metrograph/collect/parcel"
	"metrograph/collect/xmltree"
	"metrograph/internal/golden"
	"metrograph/model"
)

const weights = "testdata/weights.xml"

func read(t testing.TB, raw []byte) *parcel.Parcel {
	t.Helper()
	p, err := dcx.Read(context.Background(), "weights.xml", raw, xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func file(t testing.TB) []byte {
	t.Helper()
	raw, err := os.ReadFile(weights)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestGolden fixes all that is read from a document that has everything.
func TestGolden(t *testing.T) {
	golden.Check(t, "testdata/weights.golden.json", asJSON(t, read(t, file(t))))
}

func asJSON(t testing.TB, p *parcel.Parcel) string {
	t.Helper()
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(p); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestTable states the numbers of the table: uncertainty, factor and probability are with the
// column that they are of, each row at its place, decimals as they were written.
func TestTable(t *testing.T) {
	s := read(t, file(t)).Certificate.Results[0].Series[0]
	if s.Rows() != 2 {
		t.Fatalf("%d rows", s.Rows())
	}
	byRole := map[model.ColumnRole]model.Column{}
	for _, c := range s.Columns {
		if byRole[c.Role].Role == "" {
			byRole[c.Role] = c
		}
	}
	correction := byRole[model.ColumnCorrection]
	for row, want := range []struct{ value, u string }{{"7.30", "3.1"}, {"-1.0", "1.6"}} {
		q := correction.At(row)
		if string(q.Value) != want.value || q.Unit.UCUM != "mg" || q.Uncertainty == nil || string(q.Uncertainty.Value) != want.u ||
			q.Uncertainty.CoverageFactor != "2" || q.Uncertainty.Probability != "0.95" {
			t.Errorf("row %d: %+v with %+v", row, q, q.Uncertainty)
		}
	}
	if got := byRole[model.ColumnConformity].Texts; !slices.Equal(got, []string{"PASS", "CONDITIONAL_PASS"}) {
		t.Errorf("verdicts %v", got)
	}
	if c := byRole[model.ColumnInfluence]; c.Units[0].UCUM != "Cel" || c.Values[0] != "20.1" || c.Values[1] != "" || c.Uncertainty != nil {
		t.Errorf("an uncertainty in another unit is not that of the column: %+v", c)
	}
}

// TestRecordsAreValid says that what is read passes the model's own rules.
func TestRecordsAreValid(t *testing.T) {
	for _, r := range read(t, file(t)).Records() {
		for _, f := range r.Validate() {
			if f.Severity == model.SeverityError {
				t.Errorf("%s: %s: %s", r.Kind(), f.Path, f.Message.En)
			}
		}
	}
}

// TestNothingIsDropped looks for every word and every attribute of the document in what was
// read, apart from those that became words of the model.
func TestNothingIsDropped(t *testing.T) {
	raw := file(t)
	kept := asJSON(t, read(t, raw))
	became := []string{"digitalCalibrationCertificate", "atProvider", "deviceForMeasurement", "as", "found", "quantityUnitDefRef", "pass", "conditionalPass",
		"VGVzdAo="}
	for text, line := range words(t, raw) {
		if !slices.Contains(became, text) && !strings.Contains(kept, text) {
			t.Errorf("line %d: %q is nowhere", line, text)
		}
	}
}

// words are the texts and the values of attributes of a document, with their lines.
func words(t testing.TB, raw []byte) map[string]int {
	t.Helper()
	found := map[string]int{}
	d := xml.NewDecoder(bytes.NewReader(raw))
	for {
		token, err := d.Token()
		if err != nil {
			return found
		}
		line, _ := d.InputPos()
		switch token := token.(type) {
		case xml.CharData:
			for _, word := range strings.Fields(string(token)) {
				found[word] = line
			}
		case xml.StartElement:
			for _, a := range token.Attr {
				if a.Name.Space == "" && a.Name.Local != "idx" && a.Name.Local != "numRows" && a.Name.Local != "numCols" {
					for _, part := range strings.FieldsFunc(a.Value, func(c rune) bool { return c == '|' || c == ' ' }) {
						found[part] = line
					}
				}
			}
		}
	}
}

// TestRefusals says what is no certificate, and why.
func TestRefusals(t *testing.T) {
	whole := string(file(t))
	for name, c := range map[string]struct{ old, new, rule string }{
		"a request":    {`value="digitalCalibrationCertificate"`, `value="request:digitalCalibrationCertificate"`, "dcx.content"},
		"a template":   {`value="digitalCalibrationCertificate"`, `value="template:digitalTestReport"`, "dcx.content"},
		"no number":    {`<x:uniqueDocumentIdentifier value="MX-2025-0817">`, `<x:uniqueDocumentIdentifier value="">`, "dcx.missing"},
		"no issuer":    {`<x:name>Mass Laboratory</x:name>`, `<x:name>-</x:name>`, "dcx.missing"},
		"not closed":   {`</x:digitalCalibrationExchange>`, ``, "xml.malformed"},
		"another root": {`digitalCalibrationExchange`, `digitalCalibrationExchanges`, "dcx.root"},
		"a doctype":    {`<x:digitalCalibrationExchange `, `<!DOCTYPE x [<!ENTITY a "b">]><x:digitalCalibrationExchange `, "xml.doctype"},
	} {
		p := read(t, []byte(strings.ReplaceAll(whole, c.old, c.new)))
		if !slices.ContainsFunc(p.Findings, func(f model.Finding) bool {
			return f.Rule == c.rule && f.Severity == model.SeverityError && f.Message.Zh != ""
		}) {
			t.Errorf("%s: no %s among %+v", name, c.rule, p.Findings)
		}
	}
}

// FuzzRead says that no document makes the reader fail, and that tables are aligned and
// references point somewhere whatever the document.
func FuzzRead(f *testing.F) {
	f.Add(file(f))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := dcx.Read(context.Background(), "fuzz.xml", raw, xmltree.Limits{Bytes: 1 << 20, Nodes: 20_000})
		if err != nil {
			t.Fatal(err)
		}
		if p.Certificate == nil {
			if !model.Grave(p.Findings) {
				t.Fatal("no certificate, and no error that says why")
			}
			return
		}
		aligned(t, p.Certificate)
		ids := map[model.ID]bool{}
		for _, r := range p.Records() {
			ids[r.Base().ID] = true
		}
		for _, known := range p.Known {
			ids[known.ID] = true
		}
		for _, r := range p.Records() {
			for _, ref := range r.References() {
				if !ids[ref.To] {
					t.Fatalf("%s %s points nowhere", r.Kind(), ref.Path())
				}
			}
		}
	})
}

func aligned(t *testing.T, c *model.Certificate) {
	for _, res := range c.Results {
		for _, s := range res.Series {
			for _, col := range s.Columns {
				if n := col.Len(); n != s.Rows() || len(col.Values) > 0 && len(col.Texts) > 0 || len(col.Units) > 1 {
					t.Fatalf("column of %d values and %d units in %d rows", n, len(col.Units), s.Rows())
				}
			}
		}
	}
}
