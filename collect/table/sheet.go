package table

import (
	"encoding/xml"
	"errors"
	"io"
	"math/big"
	"strconv"
	"strings"
)

// sheetLines reads the rows of a sheet as they come.
type sheetLines struct {
	*workbook
	in   io.ReadCloser
	xml  *xml.Decoder
	row  int
	size int // of the row that is being read
}

func (w *workbook) sheet(name string) (lines, error) {
	f, err := w.archive.Open(name)
	if err != nil {
		return nil, errParts
	}
	return &sheetLines{workbook: w, in: f, xml: xml.NewDecoder(f)}, nil
}

func (s *sheetLines) close() error { return s.in.Close() }

// next reads up to the end of a row.
func (s *sheetLines) next() (*line, error) {
	var found *line
	var cell cellXML
	for {
		token, err := s.xml.RawToken()
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		if err != nil {
			return nil, errParts
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				found = s.begin(t)
			case "c":
				cell = cellOf(t, found)
			case "v", "t":
				cell.in = !cell.phonetic
			case "rPh":
				cell.phonetic = true
			}
		case xml.CharData:
			if cell.in {
				if s.size += len(t); s.size > maxRowBytes {
					return nil, errLongRow
				}
				cell.text = append(cell.text, t...)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "v", "t":
				cell.in = false
			case "rPh":
				cell.phonetic = false
			case "c":
				if found != nil {
					s.put(found, &cell)
				}
			case "row":
				if found != nil {
					return found, nil
				}
			case "sheetData":
				return nil, io.EOF
			}
		}
	}
}

// begin begins a row. Rows that say no number follow the one before.
func (s *sheetLines) begin(t xml.StartElement) *line {
	s.row++
	s.size = 0
	for _, a := range t.Attr {
		if n, err := strconv.Atoi(a.Value); a.Name.Local == "r" && err == nil && n >= s.row {
			s.row = n
		}
	}
	return &line{number: s.row}
}

// cellXML is a cell as it is written.
type cellXML struct {
	column       int
	kind         string
	style        int
	text         []byte
	in, phonetic bool
}

func cellOf(t xml.StartElement, row *line) (c cellXML) {
	if row != nil {
		c.column = len(row.cells)
	}
	for _, a := range t.Attr {
		switch a.Name.Local {
		case "r":
			if column := columnNumber(a.Value); column >= c.column {
				c.column = column
			}
		case "t":
			c.kind = a.Value
		case "s":
			c.style, _ = strconv.Atoi(a.Value)
		}
	}
	return c
}

// columnNumber is the column of a cell such as AB12, from 0; -1 where it says none.
func columnNumber(ref string) int {
	n := 0
	for _, c := range ref {
		if c < 'A' || c > 'Z' || n > maxColumns {
			break
		}
		n = 26*n + int(c-'A') + 1
	}
	return n - 1
}

// put puts a cell into its row.
func (s *sheetLines) put(row *line, c *cellXML) {
	if c.column >= maxColumns {
		return
	}
	text, number := s.shown(c)
	if text == "" {
		return
	}
	for len(row.cells) <= c.column {
		row.cells, row.numbers = append(row.cells, ""), append(row.numbers, false)
	}
	row.cells[c.column], row.numbers[c.column] = text, number
}

// shown is what a cell shows, as far as the reader looks at it, and whether it is a number.
func (s *sheetLines) shown(c *cellXML) (text string, number bool) {
	raw := string(c.text)
	switch c.kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(raw))
		if err != nil {
			return "", false
		}
		text, _ := s.shared.at(n)
		return strings.TrimSpace(text), false
	case "str", "inlineStr", "d":
		return strings.TrimSpace(raw), false
	case "e":
		return raw, false
	case "b":
		return map[string]string{"1": "true", "0": "false"}[raw], false
	}
	if raw == "" {
		return "", false
	}
	f := format{places: -1}
	if c.style >= 0 && c.style < len(s.formats) {
		f = s.formats[c.style]
	}
	if f.date {
		if d, ok := day(raw, true, s.from1904); ok {
			return string(d), false
		}
	}
	return f.show(raw), !f.percent
}

// show is a number with the digits that its format shows, or with all that it has where these
// are more. A workbook holds 15 digits: what is behind them is the computer's.
func (f format) show(raw string) string {
	const holds = 15
	value, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	if len(strings.Trim(raw, "-0.")) > holds {
		raw = strconv.FormatFloat(value, 'g', holds, 64)
	}
	if f.places < 0 || strings.ContainsAny(raw, "eE") && !f.percent {
		return raw
	}
	if f.percent {
		r, ok := new(big.Rat).SetString(raw)
		if !ok {
			return raw
		}
		raw = strings.TrimRight(strings.TrimRight(r.Mul(r, big.NewRat(100, 1)).FloatString(holds), "0"), ".")
	}
	whole, fraction, _ := strings.Cut(raw, ".")
	if missing := f.places - len(fraction); missing > 0 {
		raw = whole + "." + fraction + strings.Repeat("0", missing)
	}
	if f.percent {
		raw += " %"
	}
	return raw
}
