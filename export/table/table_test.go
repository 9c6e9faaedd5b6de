package table

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"metrograph/export"
	"metrograph/internal/sample"
	"metrograph/model"
)

func written(t *testing.T, f export.Format, records ...model.Record) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := f.New(&out, export.Options{Kind: records[0].Kind(), Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	related := export.Related{}
	related[sample.Institution().ID] = sample.Institution()
	for _, r := range records {
		if err := w.Write(r, related); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Finish(), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// entries are the files of an archive; one that is none is one file.
func entries(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return map[string]string{"": string(raw)}
	}
	all := map[string]string{}
	for _, f := range archive.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in) // which checks the sum
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(content)
	}
	return all
}

func rows(t *testing.T, text string) [][]string {
	t.Helper()
	text, marked := strings.CutPrefix(text, byteOrderMark)
	if !marked {
		t.Error("no byte order mark")
	}
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// named returns the columns of a row by name.
func byName(all [][]string, row int) map[string]string {
	cells := map[string]string{}
	for i, name := range all[0] {
		if all[row][i] != "" {
			cells[name] = all[row][i]
		}
	}
	return cells
}

func samples() []model.Record {
	return []model.Record{sample.Certificate(), sample.Instrument(), sample.Institution(), sample.Method(), sample.Person(),
		sample.Environment(), sample.Dataset(), sample.Attachment()}
}

// Every kind has tables with two rows of names, and a row that begins with its id.
func TestCSVOfEveryKind(t *testing.T) {
	for _, r := range samples() {
		files := entries(t, written(t, CSV{}, r, r))
		for _, table := range tablesOf(r.Kind()) {
			content := files[""]
			if len(files) > 1 {
				content = files[table.name+".csv"]
			}
			all := rows(t, content)
			if len(all) < 4 || len(all[0]) != len(table.columns) || all[0][0] == all[1][0] {
				t.Fatalf("%s: %d rows: %q", table.name, len(all), all)
			}
			if all[2][0] != string(r.Base().ID) {
				t.Errorf("%s: first cell %q", table.name, all[2][0])
			}
			if strings.Count(content, "\n") != strings.Count(content, "\r\n") {
				t.Errorf("%s: lines do not end as RFC 4180 has it", table.name)
			}
		}
	}
}

// A point has a row: its values by role with their units, and the uncertainty of one of them.
func TestPoints(t *testing.T) {
	volt := []model.Unit{{Text: `\volt`, Symbol: "V"}}
	c := sample.Certificate(func(c *model.Certificate) {
		c.Number = "N-1"
		c.Results = []model.MeasurementResult{{Name: model.Text{En: "DC"}, Adjustment: "AS_FOUND", Series: []model.Series{{Columns: []model.Column{
			{Role: model.ColumnNominal, Units: volt, Values: []model.Decimal{"1.0", "10.00"}},
			{Role: model.ColumnError, Units: volt, Values: []model.Decimal{"-0.01", "-0.020"}, Uncertainty: &model.ColumnUncertainty{
				Kind: "EXPANDED", Values: []model.Decimal{"0.0030"}, CoverageFactor: []model.Decimal{"2"}}},
			{Role: model.ColumnInfluence, Label: model.Text{En: "t"}, Values: []model.Decimal{"20"}},
			{Role: model.ColumnInfluence, Label: model.Text{En: "rh"}, Values: []model.Decimal{"50"}},
			{Role: model.ColumnConformity, Texts: []string{"CONFORMS", "=1+1"}},
		}}}}}
	})
	all := rows(t, entries(t, written(t, CSV{}, c))["results.csv"])
	if len(all) != 4 {
		t.Fatalf("%d rows", len(all))
	}
	want := map[string]string{"certificate": string(c.ID), "number": "N-1", "result": "1", "result.name": "DC", "adjustment": "AS_FOUND",
		"series": "1", "index": "2", "NOMINAL": "10.00", "NOMINAL.unit": "V", "ERROR": "-0.020", "ERROR.unit": "V", "INFLUENCE": "20",
		"CONFORMITY": "'=1+1", "uncertainty.of": "ERROR", "uncertainty.kind": "EXPANDED", "uncertainty.value": "0.0030",
		"uncertainty.coverageFactor": "2", "uncertainty.relative": "false", "more": "INFLUENCE: rh 50"}
	if d := cmp.Diff(want, byName(all, 3)); d != "" {
		t.Error(d)
	}
}

// A text that a spreadsheet program would take for a formula is a text in both formats; a
// negative number stays a number.
func TestNoFormulas(t *testing.T) {
	for _, evil := range []string{"=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1"} {
		i := sample.Instrument(func(i *model.Instrument) { i.Model = evil })
		if got := byName(rows(t, entries(t, written(t, CSV{}, i))[""]), 2)["model"]; got != "'"+strings.ReplaceAll(evil, "\r", "") {
			t.Errorf("%q is %q in CSV", evil, got)
		}
		book := open(t, written(t, XLSX{}, i))
		column := 0
		for n, c := range instruments() {
			if c.name == "model" {
				column = n + 1
			}
		}
		at, _ := excelize.CoordinatesToCellName(column, 3)
		formula, err := book.GetCellFormula(book.GetSheetName(0), at)
		if err != nil || formula != "" {
			t.Errorf("%q is the formula %q, %v", evil, formula, err)
		}
	}
}

func open(t *testing.T, raw []byte) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

// Numbers are numbers that show the digits they were written with; those that a sheet cannot
// hold are texts.
func TestNumbersInSheets(t *testing.T) {
	values := []model.Decimal{"0.10", "-3.500", "12", "123456789012345678", "1.0e-7", "0.1234567890123456"}
	c := sample.Certificate(func(c *model.Certificate) {
		c.Results = []model.MeasurementResult{{Series: []model.Series{{Columns: []model.Column{{Role: model.ColumnNominal, Values: values}}}}}}
	})
	book := open(t, written(t, XLSX{}, c))
	if d := cmp.Diff([]string{"certificates 证书", "results 测量结果"}, book.GetSheetList()); d != "" {
		t.Fatal(d)
	}
	for i, v := range values {
		at, _ := excelize.CoordinatesToCellName(firstRole+1, headers+1+i)
		shown, err := book.GetCellValue("results 测量结果", at)
		if err != nil || shown != string(v) {
			t.Errorf("%s is shown as %s, %v", v, shown, err)
		}
		kind, _ := book.GetCellType("results 测量结果", at)
		if numeric := kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber; numeric != (i < 3) {
			t.Errorf("%s is a cell of type %v", v, kind)
		}
	}
}

// A table goes on in another sheet where one is full, with its names.
func TestSheetsGoOn(t *testing.T) {
	var out bytes.Buffer
	w, err := XLSX{}.New(&out, export.Options{Kind: model.KindInstrument, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	w.(*writer).out.(*xlsxSink).rows = 5
	for range 7 {
		if err := w.Write(sample.Instrument(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Finish(), w.Close()); err != nil {
		t.Fatal(err)
	}
	book := open(t, out.Bytes())
	var counts []int
	for _, name := range book.GetSheetList() {
		all, err := book.GetRows(name)
		if err != nil || all[0][0] != "id" || all[1][0] != "标识" {
			t.Fatal(err, all)
		}
		counts = append(counts, len(all)-headers)
	}
	if d := cmp.Diff([]int{3, 3, 1}, counts); d != "" {
		t.Error(d)
	}
}

// Masked fields are empty cells.
func TestMaskedCells(t *testing.T) {
	r := sample.Attachment()
	masked, _ := model.Fields(model.KindAttachment, "size", "sha256", "modified")
	model.Keep(r, model.AllFields&^masked)
	got := byName(rows(t, entries(t, written(t, CSV{}, r))[""]), 2)
	for _, name := range []string{"size", "sha256", "modified.at"} {
		if got[name] != "" {
			t.Errorf("%s: %q", name, got[name])
		}
	}
}
