package table

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"metrograph/export"
	"metrograph/model"
)

// XLSX writes tables as the sheets of a workbook. Where a table has more rows than a sheet
// can have it goes on in another one. Rows wait on disk until the workbook is done.
type XLSX struct{}

// Takes tells whether records of the kind can be written.
func (XLSX) Takes(kind model.Kind) bool { return takes(kind) }

// Needs are the kinds of records that are named.
func (XLSX) Needs(kind model.Kind) []export.Need { return needs(kind) }

// File is the registered media type of workbooks.
func (XLSX) File(model.Kind) (ending, mediaType string) {
	return ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}

// New begins a workbook.
func (XLSX) New(w io.Writer, o export.Options) (export.Writer, error) {
	tables := tablesOf(o.Kind)
	book := excelize.NewFile(excelize.Options{TmpDir: o.Dir})
	// The library would gather the whole archive in memory first.
	book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return export.NewArchive(w) })
	out := &xlsxSink{book: book, tables: tables, sheets: make([]sheet, len(tables)), styles: map[int]int{}, rows: maxRows}
	for i := range tables {
		if err := out.open(i); err != nil {
			return nil, errors.Join(err, book.Close())
		}
	}
	return newWriter(tables, out)
}

const (
	maxRows = 1 << 20   // of a sheet
	maxText = 1<<15 - 1 // characters of a cell
	digits  = 15        // that a number of a sheet holds
	first   = "Sheet1"  // that a new workbook has
	headers = 2         // rows of names
	cut     = " […]"    // the end of a text that was cut
)

type xlsxSink struct {
	book   *excelize.File
	tables []table
	sheets []sheet
	styles map[int]int // by the digits behind the point
	rows   int
	values []any
}

// sheet is where a table is written at present.
type sheet struct {
	out    *excelize.StreamWriter
	number int // of the sheets of the table
	row    int
	names  [][]any // the rows of names, for the sheets to come
}

// open begins a sheet of a table.
func (s *xlsxSink) open(i int) error {
	t, at := s.tables[i], &s.sheets[i]
	at.number, at.row = at.number+1, 0
	name := t.name + " " + t.zh
	if at.number > 1 {
		name += " " + strconv.Itoa(at.number)
	}
	if i == 0 && at.number == 1 {
		if err := s.book.SetSheetName(first, name); err != nil {
			return err
		}
	} else if _, err := s.book.NewSheet(name); err != nil {
		return err
	}
	var err error
	if at.out, err = s.book.NewStreamWriter(name); err != nil {
		return err
	}
	if err := at.out.SetPanes(&excelize.Panes{Freeze: true, YSplit: headers, TopLeftCell: "A3", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for _, names := range at.names {
		if err := at.put(names); err != nil {
			return err
		}
	}
	return nil
}

func (at *sheet) put(values []any) error {
	at.row++
	return at.out.SetRow("A"+strconv.Itoa(at.row), values)
}

func (s *xlsxSink) row(i int, cells []cell) error {
	at := &s.sheets[i]
	if at.row == s.rows {
		if err := at.out.Flush(); err != nil {
			return err
		}
		if err := s.open(i); err != nil {
			return err
		}
	}
	s.values = s.values[:0]
	for n := range cells {
		v, err := s.value(&cells[n])
		if err != nil {
			return err
		}
		s.values = append(s.values, v)
	}
	if len(at.names) < headers {
		at.names = append(at.names, append([]any(nil), s.values...))
	}
	return at.put(s.values)
}

// value is what a cell holds: a number where the sheet's numbers hold it whole, shown with
// the digits that it was written with, and a text otherwise. A text is never a formula.
func (s *xlsxSink) value(c *cell) (any, error) {
	if c.text == "" {
		return nil, nil
	}
	if number, places, ok := exact(c); ok {
		style, err := s.style(places)
		return excelize.Cell{StyleID: style, Value: number}, err
	}
	text := strings.Map(printable, c.text)
	if len(text) > maxText && utf8.RuneCountInString(text) > maxText {
		text = string([]rune(text)[:maxText-len([]rune(cut))]) + cut
	}
	return text, nil
}

// printable leaves out what XML cannot hold.
func printable(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
		return -1
	}
	return r
}

// exact is the number of a cell, and how many digits it has behind the point.
func exact(c *cell) (number float64, places int, ok bool) {
	if !c.number {
		return 0, 0, false
	}
	mantissa, _, exponent := strings.Cut(strings.ToLower(strings.TrimLeft(c.text, "+-")), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if exponent || len(strings.TrimLeft(whole+fraction, "0")) > digits || whole == "" || len(fraction) > digits {
		return 0, 0, false
	}
	number, err := strconv.ParseFloat(c.text, 64)
	return number, len(fraction), err == nil && !math.IsInf(number, 0)
}

// style is that of numbers with so many digits behind the point.
func (s *xlsxSink) style(places int) (int, error) {
	if id, known := s.styles[places]; known {
		return id, nil
	}
	format := "0"
	if places > 0 {
		format += "." + strings.Repeat("0", places)
	}
	id, err := s.book.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return 0, fmt.Errorf("format of numbers: %w", err)
	}
	s.styles[places] = id
	return id, nil
}

func (s *xlsxSink) finish() error {
	for _, at := range s.sheets {
		if err := at.out.Flush(); err != nil {
			return err
		}
	}
	_, err := s.book.WriteToBuffer() // which has nothing in it, see New
	return err
}

func (s *xlsxSink) close() error { return s.book.Close() }
