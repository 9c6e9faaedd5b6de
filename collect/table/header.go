package table

import (
	"errors"
	"io"
	"strings"

	"metrograph/collect/row"
)

// headerWithin is how many rows may stand before the header: titles and remarks.
const headerWithin = 12

// locate finds the header of a table, and by it what the table holds. It returns nil for one
// that is not known.
func locate(t bookTable, lone bool) (*located, error) {
	in, err := t.open()
	if err != nil {
		return nil, err
	}
	for range headerWithin {
		found, err := in.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(err, in.close())
		}
		if found.marked() {
			return nil, errors.Join(row.ErrMarked, in.close())
		}
		l := match(t.name, found)
		if l == nil {
			continue
		}
		l.lines = in
		if l.name = t.name; lone {
			l.name = ""
		}
		return l, l.skipNames()
	}
	return nil, in.close()
}

// skipNames passes over a second row of names, as exports have one.
func (l *located) skipNames() error {
	again, err := l.next()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return err
	}
	if other := match(l.name, again); other == nil {
		l.ahead = again
	}
	return nil
}

// match takes a row for the header of the sheet that it names most columns of.
func match(name string, found *line) *located {
	const enough = 2
	var best *located
	most := 0
	for _, s := range sheets() {
		l := s.place(found)
		n := 0
		for _, c := range l.columns {
			switch {
			case c.column == nil:
			case c.required:
				n += 2
			default:
				n++
			}
		}
		if named(name, s) {
			n += 3
		}
		if n > most && l.has() >= enough && l.complete() {
			best, most = l, n
		}
	}
	return best
}

// named tells whether the name of a table is that of a sheet.
func named(name string, s sheet) bool {
	k := key(name)
	return strings.Contains(k, key(s.name)) || strings.Contains(k, key(s.zh))
}

// has is how many columns are known.
func (l *located) has() int {
	n := 0
	for _, c := range l.columns {
		if c.column != nil {
			n++
		}
	}
	return n
}

// complete tells whether the columns are there that a row cannot be without.
func (l *located) complete() bool {
	for i := range l.sheet.columns {
		if want := &l.sheet.columns[i]; want.required && !l.hasPath(want.path) {
			return false
		}
	}
	return true
}

func (l *located) hasPath(path string) bool {
	for _, c := range l.columns {
		if c.column != nil && c.path == path && !c.result {
			return true
		}
	}
	return false
}

// place finds the columns of a header.
func (s sheet) place(found *line) *located {
	l := &located{sheet: s, header: found.cells, columns: make([]placed, len(found.cells))}
	known := map[string]placed{}
	if s.name == "certificates" {
		for _, c := range results()[1:] { // each of its rows may be a point
			c := c
			for _, name := range c.names() {
				known[name] = placed{column: &c, result: true}
			}
		}
	}
	for i := range s.columns {
		for _, name := range s.columns[i].names() {
			known[name] = placed{column: &s.columns[i]}
		}
	}
	for _, name := range findingsColumn.names() {
		known[name] = placed{column: &findingsColumn}
	}
	taken := map[string]bool{}
	for i, header := range found.cells {
		if header == "" {
			continue
		}
		c := find(known, header)
		switch {
		case c.column == nil:
			l.note(ruleHeader, at(l.name, found.number, i), found.number, header)
			continue
		case taken[c.path]:
			l.note(ruleTwice, at(l.name, found.number, i), found.number, header)
			continue
		}
		taken[c.path] = true
		l.columns[i] = c
	}
	return l
}

func (l *located) note(rule row.Rule, path string, number int, arg string) {
	l.notes = append(l.notes, rule)
	l.said = append(l.said, noteArgs{path, number, row.Echo(arg)})
}

// find finds the column that a header names: as it stands, without a star, or without the unit
// behind it, as in 示值/MPa and 温度(℃).
func find(known map[string]placed, header string) placed {
	if c, ok := known[key(header)]; ok {
		return c
	}
	text := plain(header)
	cut := strings.LastIndexAny(text, "(/[")
	if cut <= 0 {
		return placed{}
	}
	c, ok := known[key(text[:cut])]
	if !ok {
		return placed{}
	}
	if unit, fine := unitOf(strings.Trim(text[cut+1:], " )]")); fine && (c.as == asQuantity || c.as == asInfluence) {
		c.unit = unit.Text
	}
	return c
}

// at names a cell as workbooks do: 证书!C7.
func at(table string, number, column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	if table != "" {
		table += "!"
	}
	return table + name + itoa(number)
}
