package report

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// CSV is a table to be computed with: UTF-8 with a byte order mark, RFC 4180, numbers without
// the spaces of print.
func (t *Table) CSV() []byte {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	row := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		row[i] = c.Title
	}
	_ = w.Write(row) // into memory, which takes everything
	for _, values := range t.Rows {
		row := make([]string, len(values))
		for i, v := range values {
			row[i] = plainCell(v, t.Columns[i].Text)
		}
		_ = w.Write(row)
	}
	w.Flush()
	return out.Bytes()
}

// plainCell undoes the typography of numbers. A text that a spreadsheet would take for a formula
// has an apostrophe before it.
func plainCell(v string, text bool) string {
	if !text {
		return strings.NewReplacer("\u2009", "", "−", "-").Replace(v)
	}
	if v != "" && strings.ContainsRune("=+-@\t\r", rune(v[0])) {
		return "'" + v
	}
	return v
}
