package table

import (
	"metrograph/collect/row"
	"metrograph/model"
)

// line is a row of a table as it stands: the texts of its cells, and which of them are numbers
// of a workbook.
type line struct {
	number  int // from 1
	cells   []string
	numbers []bool
	problem string // why it cannot be read
}

func (l *line) blank() bool {
	for _, c := range l.cells {
		if c != "" {
			return false
		}
	}
	return l.problem == ""
}

func (l *line) cell(i int) string {
	if i < len(l.cells) {
		return l.cells[i]
	}
	return ""
}

func (l *line) isNumber(i int) bool { return i < len(l.numbers) && l.numbers[i] }

// marked tells whether a cell is a marking of a state secret.
func (l *line) marked() bool {
	for _, c := range l.cells {
		if model.IsMarking(c) {
			return true
		}
	}
	return false
}

// lines gives the rows of a table in order; next returns io.EOF after the last one.
type lines interface {
	next() (*line, error)
	close() error
}

// book is several tables.
type book struct {
	tables   []bookTable
	from1904 bool
	lone     bool // one table without a name
}

type bookTable struct {
	name string
	open func() (lines, error)
}

// located is a table of which it is known what it holds.
type located struct {
	sheet
	name    string // of the table in its book; empty for the only one
	lines   lines
	columns []placed
	header  []string
	ahead   *line      // read already, and not taken yet
	notes   []row.Rule // of the header
	said    []noteArgs // what they are about
	done    bool
}

type noteArgs struct {
	path string
	line int
	arg  string
}

// placed is a cell's column; nil for one that is left out.
type placed struct {
	*column
	result bool   // a column of results in a table of certificates
	unit   string // that the header has
}

// next is the next row that is not blank.
func (l *located) next() (*line, error) {
	if l.ahead != nil {
		found := l.ahead
		l.ahead = nil
		return found, nil
	}
	for {
		found, err := l.lines.next()
		if err != nil || !found.blank() {
			return found, err
		}
	}
}
