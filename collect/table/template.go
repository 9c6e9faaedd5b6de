package table

import (
	"archive/zip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"metrograph/collect/spec"
	"metrograph/model"
)

// sheetName is what the sheet is called in the template.
func (s *sheet) sheetName() string { return s.zh + " " + s.name }

const (
	firstSheet   = "Sheet1" // that a new workbook has
	lastTemplate = 1_000    // row that lists are offered down to
)

// WriteTemplate writes the workbook to be filled in: a sheet a table, with headers in both
// languages, lists to choose from, remarks, and one row as an example, of about the given day.
func WriteTemplate(w io.Writer, day time.Time) error {
	book := excelize.NewFile()
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: 49})
	if err == nil {
		err = writeSheets(book, bold, day)
	}
	if err == nil {
		err = book.Write(w)
	}
	return errors.Join(err, book.Close())
}

func writeSheets(book *excelize.File, bold int, day time.Time) error {
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // so that what is typed stays as it is
	if err != nil {
		return err
	}
	all := ordered()
	for i := range all {
		name := all[i].sheetName()
		if i == 0 {
			err = book.SetSheetName(firstSheet, name)
		} else {
			_, err = book.NewSheet(name)
		}
		if err == nil {
			err = writeSheet(book, &all[i], bold, text, day)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ordered are the sheets as people look for them: certificates first.
func ordered() []sheet {
	all := sheets()
	slices.SortStableFunc(all, func(a, b sheet) int { return rank(a.name) - rank(b.name) })
	return all
}

func rank(name string) int {
	return slices.Index([]string{"certificates", "instruments", "results", "environments", "persons", "methods"}, name)
}

func writeSheet(book *excelize.File, s *sheet, bold, text int, day time.Time) error {
	name, codes := s.sheetName(), spec.Load()
	for i, c := range s.columns {
		header, err := excelize.CoordinatesToCellName(i+1, 1)
		if err != nil {
			return err
		}
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		example, title := column+"2", c.header()
		if c.required {
			title += " *"
		}
		err = errors.Join(book.SetCellStr(name, header, title), book.SetCellStr(name, example, c.exampleOf(day)),
			book.SetColStyle(name, column, text), book.SetColWidth(name, column, column, 18), book.SetCellStyle(name, header, header, bold))
		if note := c.remark(); err == nil && note != "" {
			err = book.AddComment(name, excelize.Comment{Cell: header, Author: "Metrograph", Paragraph: []excelize.RichTextRun{{Text: note}}})
		}
		if err == nil && (c.as == asEnum || c.as == asFlag) {
			err = offer(book, name, column, c.choices(codes))
		}
		if err != nil {
			return err
		}
	}
	return book.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// offer lets people choose from a list; what is not in it is refused when it is typed.
func offer(book *excelize.File, sheet, column string, choices []string) error {
	rule := excelize.NewDataValidation(true)
	rule.SetSqref(column + "2:" + column + itoa(lastTemplate))
	if err := rule.SetDropList(choices); err != nil {
		return err
	}
	return book.AddDataValidation(sheet, rule)
}

// exampleOf is what the example has in the column: documents are issued about the day on which
// they are recorded.
func (c *column) exampleOf(day time.Time) string {
	if days, err := strconv.Atoi(c.example); err == nil && c.as == asDate {
		return day.AddDate(0, 0, days).Format(time.DateOnly)
	}
	return c.example
}

// choices are what may be written, as short as a list of a cell has to be.
func (c *column) choices(s *spec.Spec) (all []string) {
	if c.as == asFlag {
		return []string{"是", "否"}
	}
	for _, v := range s.Enum(c.enum).Values {
		if v.Zh == "" {
			v.Zh = v.Code
		}
		all = append(all, v.Zh)
	}
	return all
}

// remark says what to write into a column.
func (c *column) remark() string {
	parts := []string{}
	if c.required {
		parts = append(parts, "Required. 必填。")
	}
	switch c.as {
	case asDate:
		parts = append(parts, "A date: 2024-03-05, 2024/3/5, 2024年3月5日 or 20240305. 日期。")
	case asQuantity, asInfluence:
		parts = append(parts, "A number, with unit and uncertainty if you like: 10.002 ± 0.005 (k=2), 10.0021(12), 20.0 °C. 数值，可带单位和不确定度。")
	case asDecimal:
		parts = append(parts, "A number. 数字。")
	}
	if c.note != "" {
		parts = append(parts, c.note)
	}
	return strings.Join(parts, "\n")
}

// WriteCSVTemplate writes an archive with a table a file, to be filled in.
func WriteCSVTemplate(w io.Writer, day time.Time) error {
	archive := zip.NewWriter(w)
	for _, s := range ordered() {
		f, err := archive.Create(s.name + ".csv")
		if err != nil {
			return err
		}
		header, example := make([]string, len(s.columns)), make([]string, len(s.columns))
		for i := range s.columns {
			header[i], example[i] = s.columns[i].header(), s.columns[i].exampleOf(day)
		}
		if err := writeCSV(f, [][]string{header, example}); err != nil {
			return err
		}
	}
	return archive.Close()
}

// writeCSV writes rows that spreadsheets open as UTF-8.
func writeCSV(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// told is what was wrong with a row, in one cell.
func told(findings []model.Finding) string {
	var parts []string
	for _, f := range findings {
		parts = append(parts, f.Path+": "+f.Message.Zh+" "+f.Message.En)
	}
	return strings.Join(parts, "\n")
}

// parse reads a row as it was kept.
func parse(r *model.RejectedRow) (k Kept, err error) {
	if len(r.Raw) == 0 {
		return Kept{}, nil
	}
	return k, json.Unmarshal(r.Raw, &k)
}
