package sqlitestore

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"metrograph/store"
)

// Scan calls a function with some columns of every record that is wanted.
func (s *Store) Scan(ctx context.Context, q store.Scan, each func([]store.Cell) error) error {
	if err := q.Check(); err != nil {
		return err
	}
	l := s.layouts[q.Kind]
	wanted := l.scoped(q.Scope, q.Where)
	if wanted.never() {
		return ctx.Err()
	}
	x := &scanner{store: s, cells: make([]store.Cell, len(q.Fields)), each: each}
	columns := []string{"1"}
	for _, name := range q.Fields {
		c := l.column(name)
		x.columns = append(x.columns, c)
		expression := "c." + c.name
		if c.form == valueList {
			expression = "(SELECT lists FROM " + l.rare + " AS r WHERE r.rec = c.rec)"
			x.names = append(x.names, append(appendJSON(nil, name), ':', '['))
		} else {
			x.names = append(x.names, nil)
		}
		columns = append(columns, expression)
	}
	err := s.read(ctx, func(c *conn) error {
		x.conn = c
		t, err := s.scan(c, l, wanted, strings.Join(columns, ", "))
		if err != nil {
			return err
		}
		return c.each(t.text.String(), t.args, x.row)
	})
	return wrap(ctx, err, "scan", q.Kind)
}

// scanner reads rows into cells.
type scanner struct {
	store   *Store
	conn    *conn
	columns []*column
	names   [][]byte // of lists of values: how they begin
	cells   []store.Cell
	numbers []int64
	each    func([]store.Cell) error
}

func (x *scanner) row(s *statement) error {
	for i, c := range x.columns {
		if err := x.read(s, i, c); err != nil {
			return err
		}
	}
	return x.each(x.cells)
}

func (x *scanner) read(s *statement, i int, c *column) (err error) {
	cell := &x.cells[i]
	cell.Texts = cell.Texts[:0]
	switch {
	case c.Type == store.Int:
		cell.Number = s.int(i + 1)
	case c.form == word:
		x.numbers = append(x.numbers[:0], s.int(i+1))
		return x.words(cell)
	case c.form == wordList:
		x.numbers = parseList(s.view(i+1), x.numbers[:0])
		return x.words(cell)
	case c.form == valueList:
		cell.Texts, err = listed(s.view(i+1), x.names[i], cell.Texts)
		return err
	default:
		if text := s.text(i + 1); text != "" {
			cell.Texts = append(cell.Texts, text)
		}
	}
	return nil
}

func (x *scanner) words(cell *store.Cell) error {
	for _, n := range x.numbers {
		if n == 0 {
			continue
		}
		text, err := x.store.words.text(x.conn, n)
		if err != nil {
			return err
		}
		cell.Texts = append(cell.Texts, text)
	}
	return nil
}

// listed reads one list of those that [layout.listsOf] wrote. What it begins with stands nowhere
// else: a quotation mark within a text has a backslash before it.
func listed(lists, begin []byte, into []string) ([]string, error) {
	at := bytes.Index(lists, begin)
	if at < 0 {
		return into, nil
	}
	rest := lists[at+len(begin):]
	for len(rest) > 0 && rest[0] != ']' {
		if rest[0] == ',' {
			rest = rest[1:]
		}
		end := 1
		for end < len(rest) && rest[end] != '"' {
			if rest[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(rest) {
			return nil, fmt.Errorf("the list %q does not end", lists)
		}
		text := string(rest[1:end])
		if strings.Contains(text, `\`) {
			if err := json.Unmarshal(rest[:end+1], &text); err != nil {
				return nil, err
			}
		}
		into, rest = append(into, text), rest[end+1:]
	}
	return into, nil
}
