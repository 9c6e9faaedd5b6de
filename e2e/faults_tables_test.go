package e2e_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// form is a sheet of the template as whoever fills it in sees it.
type form struct {
	name            string // of the sheet
	header, example []string
	remarks         []string   // of the headers
	choices         [][]string // lists to choose from
}

// forms are the sheets of the template that the program writes.
func forms(t *testing.T) (all []form, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "t.xlsx")
	succeed(t, "template", "xlsx", path)
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		if err != nil || len(rows) != 2 {
			t.Fatalf("%s: %d rows, %v", name, len(rows), err)
		}
		f := form{name: name, header: rows[0], example: append(rows[1], make([]string, len(rows[0])-len(rows[1]))...),
			remarks: make([]string, len(rows[0])), choices: make([][]string, len(rows[0]))}
		comments, err := book.GetComments(name)
		lists, err2 := book.GetDataValidations(name)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		for _, c := range comments {
			column, _, _ := excelize.CellNameToCoordinates(c.Cell)
			for _, run := range c.Paragraph {
				f.remarks[column-1] += run.Text
			}
		}
		for _, l := range lists {
			column, _, _ := excelize.CellNameToCoordinates(strings.Split(l.Sqref, ":")[0])
			f.choices[column-1] = strings.Split(strings.Trim(l.Formula1, `"`), ",")
		}
		all = append(all, f)
	}
	return all, path
}

// faults are texts that are wrong in a column, going by what the template says of it.
func (f *form) faults(i int) (list []string) {
	remark := f.remarks[i]
	switch {
	case f.choices[i] != nil:
		list = []string{"不存在", "12.5", f.choices[i][0] + "x", "03/05/2024"}
	case strings.Contains(remark, "A date:"):
		list = []string{"03/05/2024", "2024-02-30", "2024年13月5日", "soon", "5 mm"}
	case strings.Contains(remark, "A number, with unit"):
		list = []string{"about 5", "5 ±", "5 flurb", "1.2.3", "5 mm ± 1 kg", "2024-03-05"}
	case strings.Contains(remark, "A number."):
		list = []string{"two", "0", "-2", "2 mm", "1,2,3"}
	default:
		list = []string{strings.Repeat("长", 100_001), "#REF!", "#N/A", "#DIV/0!"}
	}
	if strings.Contains(remark, "Required.") && !strings.Contains(f.name, "results") { // there an empty number is that of the row above
		list = append(list, "")
	}
	return list
}

// keyed is the example with another key, so that it is a record of its own. Certificates of
// results are named by theirs.
func (f *form) keyed(n int) []string {
	row := slices.Clone(f.example)
	for i, header := range f.header {
		for name, key := range map[string]string{"Certificate number": "FAULT-%d", "Serial number": "SN%d", "Environment number": "E-%d", "Employee number": "P%d", "Code": "JJG %d-2020"} {
			if strings.HasSuffix(strings.TrimSuffix(header, " *"), " "+name) {
				row[i] = fmt.Sprintf(key, n)
			}
		}
	}
	return row
}

// sheetsOf is a file with the rows of sheets, by the names of the sheets.
type sheetsOf map[string][][]string

// book is a workbook.
func (f sheetsOf) book(t *testing.T) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for r, row := range f[name] {
			for c, text := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if text == "" {
					continue
				}
				if len(text) > excelize.TotalCellChars {
					text = strings.Repeat("长", excelize.TotalCellChars)
				}
				if err := book.SetCellStr(name, cell, text); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// tables is a CSV file, or an archive of several.
func (f sheetsOf) tables(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	if len(f) == 1 {
		for _, rows := range f {
			if err := csv.NewWriter(&out).WriteAll(rows); err != nil {
				t.Fatal(err)
			}
		}
		return out.String()
	}
	archive := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		w, err := archive.Create(name + ".csv")
		if err == nil {
			err = csv.NewWriter(w).WriteAll(f[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestFaultyTables fills the template in as laboratories do, a file for every fault of every
// column of every sheet, as a workbook and as CSV: each fault is told at its cell, in both
// languages, the other rows are taken in, and the counts are those of what the node has.
func TestFaultyTables(t *testing.T) {
	sheets, template := forms(t)
	h := newFaulty(t)
	whole, err := os.ReadFile(template)
	if err != nil {
		t.Fatal(err)
	}
	if r := h.hand("xlsx", string(whole)); r.Created != len(sheets)-1 || r.Rejected > 0 {
		t.Fatalf("the template itself: %+v", r)
	}
	h.created = len(sheets) - 1
	certificates := sheets[slices.IndexFunc(sheets, func(f form) bool { return strings.Contains(f.name, "certificates") })]
	for _, f := range sheets {
		for i := range f.header {
			for _, fault := range f.faults(i) {
				for _, format := range []string{"csv", "xlsx"} {
					h.table(certificates, f, i, fault, format)
				}
			}
		}
	}
	h.reconcile()
	t.Logf("%d files", h.files)
}

// table hands a file in with three rows, of which the second has a fault in a column.
func (h *faulty) table(certificates, f form, i int, fault, format string) {
	h.Helper()
	if format == "xlsx" && len([]rune(fault)) > excelize.TotalCellChars {
		return // no workbook can hold it
	}
	rows := [][]string{f.header}
	first := h.files * 3
	for n := range 3 {
		rows = append(rows, f.keyed(first+n))
	}
	rows[2][i] = fault
	file := sheetsOf{f.name: rows}
	results := strings.Contains(f.name, "results")
	if results {
		of := [][]string{certificates.header}
		for n := range 3 {
			of = append(of, certificates.keyed(first+n))
		}
		file[certificates.name] = of
	}
	cell, _ := excelize.CoordinatesToCellName(i+1, 3)
	if format == "xlsx" || results {
		cell = f.name + "!" + cell
	}
	content := file.tables
	if format == "xlsx" {
		content = file.book
	}
	read := 3
	if results && strings.HasPrefix(f.header[i], "证书编号") {
		read = 4 // the certificate without its results, and results without a certificate
	}
	h.check(fmt.Sprintf("%s of %s, %s, %.20q", format, f.name, f.header[i], fault), format, content(h.T), read, cell, 3)
}
