package table

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"

	"metrograph/model"
)

// Rows gives rejected rows one after the other, and io.EOF after the last.
type Rows func() (*model.RejectedRow, error)

// MendCSV writes rejected rows as a table, with what is wrong with each in a column of its own.
func MendCSV(w io.Writer, rows Rows) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	var header []string
	err := each(rows, func(k Kept, findings string) error {
		if header == nil && k.Header != nil {
			header = withoutFindings(k.Header, k.Header)
			if err := out.Write(append(slices.Clone(header), findingsColumn.header())); err != nil {
				return err
			}
		}
		for i, cells := range k.Cells {
			line := make([]string, len(header)+1)
			copy(line, withoutFindings(k.Header, cells))
			if line[len(header)] = ""; i == 0 {
				line[len(header)] = findings
			}
			if err := out.Write(line); err != nil {
				return err
			}
		}
		return nil
	})
	out.Flush()
	return errors.Join(err, out.Error())
}

// each goes through the rows.
func each(rows Rows, do func(k Kept, findings string) error) error {
	for {
		r, err := rows()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		k, err := parse(r)
		if err == nil {
			err = do(k, told(r.Findings))
		}
		if err != nil {
			return err
		}
	}
}

// withoutFindings leaves what an earlier rejection said out of a row.
func withoutFindings(header, cells []string) []string {
	kept := make([]string, 0, len(header))
	for i, name := range header {
		if slices.Contains(findingsColumn.names(), key(name)) {
			continue
		}
		cell := ""
		if i < len(cells) {
			cell = cells[i]
		}
		kept = append(kept, cell)
	}
	return kept
}

// MendBook writes rejected rows as a workbook: the sheets that they stood in, each row with
// what is wrong with it. Rows wait on disk until the workbook is done.
func MendBook(w io.Writer, rows Rows) error {
	m := &mended{book: excelize.NewFile(), sheets: map[string]*mendedSheet{}}
	err := each(rows, func(k Kept, findings string) error {
		if k.Table != "" {
			if err := m.put(k.Table, k.Header, k.Cells, findings); err != nil {
				return err
			}
			findings = ""
		}
		return m.put("results", k.ResultHeader, k.Results, findings)
	})
	for _, s := range m.sheets {
		if err == nil {
			err = s.out.Flush()
		}
	}
	if err == nil && len(m.sheets) > 0 {
		err = m.book.DeleteSheet(firstSheet)
	}
	if err == nil {
		err = m.book.Write(w)
	}
	return errors.Join(err, m.book.Close())
}

type mended struct {
	book   *excelize.File
	sheets map[string]*mendedSheet
}

type mendedSheet struct {
	out   *excelize.StreamWriter
	width int
	row   int
}

// put writes rows into a sheet, which is made when it is first needed.
func (m *mended) put(table string, header []string, rows [][]string, findings string) error {
	if len(rows) == 0 {
		return nil
	}
	s, err := m.sheet(table, header)
	if err != nil {
		return err
	}
	for i, cells := range rows {
		values := make([]string, s.width+1)
		copy(values, withoutFindings(header, cells))
		if values[s.width] = ""; i == 0 {
			values[s.width] = findings
		}
		if err := s.write(values); err != nil {
			return err
		}
	}
	return nil
}

func (m *mended) sheet(table string, header []string) (*mendedSheet, error) {
	if s := m.sheets[table]; s != nil {
		return s, nil
	}
	name := table
	for _, s := range sheets() {
		if s.name == table {
			name = s.sheetName()
		}
	}
	if _, err := m.book.NewSheet(name); err != nil {
		return nil, err
	}
	out, err := m.book.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	names := withoutFindings(header, header)
	s := &mendedSheet{out: out, width: len(names)}
	m.sheets[table] = s
	return s, s.write(append(names, findingsColumn.header()))
}

// write writes texts, so that everything stays as it was typed.
func (s *mendedSheet) write(cells []string) error {
	const longest = 1<<15 - 1
	s.row++
	values := make([]any, len(cells))
	for i, c := range cells {
		if r := []rune(c); len(c) > longest && len(r) > longest {
			c = string(r[:longest])
		}
		if c != "" {
			values[i] = c
		}
	}
	return s.out.SetRow("A"+itoa(s.row), values)
}
