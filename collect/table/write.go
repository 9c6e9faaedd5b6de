package table

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"metrograph/collect/row"
	"metrograph/model"
)

// writing is one record as it is made of the cells of its row, and of its points.
type writing struct {
	*Reader
	*located
	first  *line
	points []point
	out    *row.Row
	cells  map[string]place // where the fields of the record stand
}

// place is a cell.
type place struct {
	table  *located
	line   int
	column int
}

// gather takes the points of a certificate: those of the same table, a row each, and those of
// the tables of results.
func (w *writing) gather() error {
	number := plain(w.first.cell(w.columnOf("number")))
	if slices.ContainsFunc(w.columns, func(c placed) bool { return c.column != nil && c.result }) {
		w.points = append(w.points, point{w.located, w.first})
		for {
			following, err := w.located.next()
			if isEOF(err) {
				break
			}
			if err != nil {
				return err
			}
			if again := plain(following.cell(w.columnOf("number"))); again != "" && again != number || number == "" {
				w.ahead = following
				break
			}
			w.points = append(w.points, point{w.located, following})
		}
	}
	found, err := w.Reader.points.of(number)
	w.points = append(w.points, found...)
	return err
}

// row makes the record.
func (w *writing) row() *row.Row {
	w.out = &row.Row{Line: w.first.number, Record: w.kind.New(), Classified: w.first.marked()}
	w.cells = map[string]place{}
	w.out.Place = w.find
	if w.first.problem != "" {
		w.out.Fault(ruleRow, w.cell(0), w.first.problem)
	}
	for i := range w.columns {
		w.read(i)
	}
	if c, ok := w.out.Record.(*model.Certificate); ok {
		w.results(c)
		w.link(c)
	}
	w.out.Raw = rawOf(&point{w.located, w.first}, w.points)
	for _, p := range w.points {
		w.out.Classified = w.out.Classified || p.line.marked()
	}
	return w.out
}

// cell names a cell of the record's row.
func (w *writing) cell(i int) string { return at(w.name, w.first.number, i) }

// fault says what is wrong with a cell of the record's row.
func (w *writing) fault(i int, rule row.Rule, args ...any) { w.out.Fault(rule, w.cell(i), args...) }

// find is where a field of the record stands: the cell of it, or of what it is a part of, or
// the first of its row.
func (w *writing) find(path string) (string, int) {
	for p := path; p != ""; p = p[:max(strings.LastIndexAny(p, ".["), 0)] {
		if at1, known := w.cells[p]; known {
			return at(at1.table.name, at1.line, at1.column), at1.line
		}
	}
	part := "" // the first that is there of what is missing a part
	for known := range w.cells {
		if path != "" && strings.HasPrefix(known, path) && (part == "" || known < part) {
			part = known
		}
	}
	if at1, known := w.cells[part]; known {
		return at(at1.table.name, at1.line, at1.column), at1.line
	}
	return at(w.name, w.first.number, 0), w.first.number
}

// read reads a cell into the record.
func (w *writing) read(i int) {
	c := w.columns[i]
	if c.column == nil || c.result || c.as == asNothing {
		return
	}
	text := strings.TrimSpace(w.first.cell(i))
	if text == "" {
		if c.required {
			w.fault(i, ruleMissing, c.zh)
		}
		return
	}
	if isError(text) {
		w.fault(i, ruleCell, text)
		return
	}
	w.value(i, c, text)
}

// isError tells whether a cell has what a workbook shows for a formula that came to nothing.
func isError(text string) bool {
	return strings.HasPrefix(text, "#") && strings.HasSuffix(text, "!") || text == "#N/A" || text == "#NAME?"
}

// value reads a text as what its column is of.
func (w *writing) value(i int, c placed, text string) {
	switch c.as {
	case asText:
		w.set(i, c.path, text)
	case asCode:
		w.set(i, c.path, plain(text))
	case asDate:
		if d, ok := day(text, w.first.isNumber(i), w.book.from1904); ok {
			w.first.cells[i] = string(d) // as it is kept, whatever the workbook counts from
			w.set(i, c.path, string(d))
		} else {
			w.fault(i, ruleDay, row.Echo(text))
		}
	case asEnum:
		if code, ok := w.codes[c.enum][key(text)]; ok {
			w.set(i, c.path, code)
		} else {
			w.fault(i, ruleEnum, row.Echo(text), w.values(c.enum))
		}
	case asFlag:
		yes, ok := flag(text)
		if !ok {
			w.fault(i, ruleFlag, row.Echo(text))
			return
		}
		w.at(i, c.path).SetBool(yes)
	case asQuantity:
		if q := w.quantity(i, c, text); q != nil {
			w.at(i, c.path).Set(reflect.ValueOf(*q))
		}
	default:
		w.special(i, c, text)
	}
}

// quantity reads a quantity; where the cell has no unit, it is that of the header.
func (w *writing) quantity(i int, c placed, text string) *model.Quantity {
	q, ok := quantity(text)
	if !ok {
		w.fault(i, ruleQuantity, row.Echo(text))
		return nil
	}
	if q.Unit == (model.Unit{}) {
		q.Unit, _ = unitOf(c.unit)
	}
	return q
}

// values lists a code list as people write it.
func (w *writing) values(enum string) string {
	byCode := map[string]string{}
	for name, code := range w.codes[enum] {
		if strings.ContainsFunc(name, func(c rune) bool { return c > 0x2e7f }) {
			byCode[code] = name
		} else if byCode[code] == "" {
			byCode[code] = code
		}
	}
	var all []string
	for code, name := range byCode {
		if name != code {
			name += " " + code
		}
		all = append(all, name)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// set puts a text into a field of the record.
func (w *writing) set(i int, path, text string) { w.at(i, path).SetString(text) }

// at is a field of the record, which is made where it is not there yet.
func (w *writing) at(i int, path string) reflect.Value {
	w.stated(path)
	w.cells[path] = place{w.located, w.first.number, i}
	return field(reflect.ValueOf(w.out.Record).Elem(), path)
}

// stated notes that the row says something of a field.
func (w *writing) stated(path string) {
	name := path
	if end := strings.IndexAny(path, ".["); end >= 0 {
		name = path[:end]
	}
	if !slices.Contains(w.out.Fields, name) {
		w.out.Fields = append(w.out.Fields, name)
	}
}

// rawOf is what is kept of a row to be mended.
func rawOf(own *point, points []point) []byte {
	var kept Kept
	if own != nil {
		kept.Table = own.table.sheet.name
		kept.Header, kept.Cells = own.table.header, [][]string{own.line.cells}
	}
	for _, p := range points {
		if own != nil && p.table == own.table {
			if p.line != own.line {
				kept.Cells = append(kept.Cells, p.line.cells)
			}
			continue
		}
		kept.ResultHeader = p.table.header
		kept.Results = append(kept.Results, p.line.cells)
	}
	raw, err := json.Marshal(kept)
	if err != nil {
		return nil // which texts never fail to
	}
	return raw
}

// Kept is a rejected row as it is kept.
type Kept struct {
	Table        string     `json:"table,omitempty"`
	Header       []string   `json:"header,omitempty"`
	Cells        [][]string `json:"cells,omitempty"`
	ResultHeader []string   `json:"resultHeader,omitempty"`
	Results      [][]string `json:"results,omitempty"`
}
