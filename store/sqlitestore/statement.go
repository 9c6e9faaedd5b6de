package sqlitestore

import (
	"container/list"
	"slices"
	"strings"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"metrograph/store"
)

// value is a parameter of a statement.
type value struct {
	of   byte // 'n', 't', 'b' or 0 for NULL
	n    int64
	data []byte
}

func number(n int64) value { return value{of: 'n', n: n} }
func text(s string) value  { return value{of: 't', data: bytesOf(s)} }
func blob(b []byte) value  { return value{of: 'b', data: b} }
func scalar(v store.Value) value {
	if s, ok := v.(string); ok {
		return text(s)
	}
	n, _ := v.(int64)
	return number(n)
}

// statement is a prepared statement. Between prepare and release it belongs to its user.
type statement struct {
	c      *conn
	of     *sentence
	p      uintptr
	params buffer
	place  *list.Element // in the order of use
	used   bool
}

// sentence is the statements of one text.
type sentence struct {
	sql   string
	all   int
	spare []*statement // those that nobody uses
}

// bind sets the parameters, all of them.
func (s *statement) bind(args []value) *statement {
	size := 0
	for i := range args {
		size += len(args[i].data)
	}
	tls := s.c.tls
	s.params.need(tls, size+1)
	offset := 0
	for i := range args {
		a, at := &args[i], int32(i+1)
		switch a.of {
		case 'n':
			sqlite3.Xsqlite3_bind_int64(tls, s.p, at, a.n)
			continue
		case 't':
			sqlite3.Xsqlite3_bind_text(tls, s.p, at, s.params.put(offset, a.data), int32(len(a.data)), 0)
		case 'b':
			sqlite3.Xsqlite3_bind_blob(tls, s.p, at, s.params.put(offset, a.data), int32(len(a.data)), 0)
		default:
			sqlite3.Xsqlite3_bind_null(tls, s.p, at)
		}
		offset += len(a.data)
	}
	return s
}

// step runs the statement to its next row; more is false when there is none.
func (s *statement) step() (more bool, err error) {
	switch rc := sqlite3.Xsqlite3_step(s.c.tls, s.p); rc {
	case sqlite3.SQLITE_ROW:
		return true, nil
	case sqlite3.SQLITE_DONE:
		return false, nil
	default:
		return false, s.c.fault(rc)
	}
}

// reset makes the statement ready for other parameters.
func (s *statement) reset() { sqlite3.Xsqlite3_reset(s.c.tls, s.p) }

func (s *statement) int(column int) int64 {
	return sqlite3.Xsqlite3_column_int64(s.c.tls, s.p, int32(column))
}
func (s *statement) text(column int) string { return string(s.view(column)) }
func (s *statement) blob(column int) []byte {
	return append([]byte{}, s.view(column)...)
}

// view looks at the bytes of a column. They are there until the next step.
func (s *statement) view(column int) []byte {
	p := sqlite3.Xsqlite3_column_blob(s.c.tls, s.p, int32(column))
	return view(p, sqlite3.Xsqlite3_column_bytes(s.c.tls, s.p, int32(column)))
}

// value reads a queryable value.
func (s *statement) value(column int) store.Value {
	if sqlite3.Xsqlite3_column_type(s.c.tls, s.p, int32(column)) == sqlite3.SQLITE_INTEGER {
		return s.int(column)
	}
	return s.text(column)
}

// cell reads a column as a parameter.
func (s *statement) cell(column int) value {
	switch sqlite3.Xsqlite3_column_type(s.c.tls, s.p, int32(column)) {
	case sqlite3.SQLITE_INTEGER:
		return number(s.int(column))
	case sqlite3.SQLITE_TEXT:
		return value{of: 't', data: s.blob(column)}
	case sqlite3.SQLITE_NULL:
		return value{}
	}
	return blob(s.blob(column))
}

// statements keeps prepared statements for use again: those in use, and the ones last used.
type statements struct {
	sentences map[string]*sentence
	order     list.List // all of them, the one used last in front
}

// spareStatements is how many statements a connection keeps if nobody uses them.
const spareStatements = 200

// prepare returns a statement that the caller has to release.
func (c *conn) prepare(sql string) (*statement, error) {
	of := c.cache.sentences[sql]
	if of != nil && len(of.spare) > 0 {
		last := len(of.spare) - 1
		s := of.spare[last]
		of.spare, s.used = of.spare[:last], true
		return s, nil
	}
	text := cstring(c.tls, sql)
	defer libc.Xfree(c.tls, text)
	if err := c.check(sqlite3.Xsqlite3_prepare_v3(c.tls, c.db, text, int32(len(sql)), sqlite3.SQLITE_PREPARE_PERSISTENT, c.slot, 0)); err != nil {
		return nil, err
	}
	return c.cache.add(&statement{c: c, p: pointerAt(c.slot, 0), used: true}, sql), nil
}

func (k *statements) add(s *statement, sql string) *statement {
	if k.sentences == nil {
		k.sentences = map[string]*sentence{}
	}
	s.of = k.sentences[sql]
	if s.of == nil {
		s.of = &sentence{sql: strings.Clone(sql)}
		k.sentences[s.of.sql] = s.of
	}
	s.of.all++
	s.place = k.order.PushFront(s)
	return s
}

// release gives a statement back.
func (s *statement) release() {
	s.reset()
	s.used = false
	s.of.spare = append(s.of.spare, s)
	k := &s.c.cache
	k.order.MoveToFront(s.place)
	for e := k.order.Back(); e != nil && k.order.Len() > spareStatements; {
		last := e.Value.(*statement)
		if e = e.Prev(); !last.used {
			k.drop(last)
		}
	}
}

func (k *statements) drop(s *statement) {
	k.order.Remove(s.place)
	s.of.spare = slices.DeleteFunc(s.of.spare, func(other *statement) bool { return other == s })
	if s.of.all--; s.of.all == 0 {
		delete(k.sentences, s.of.sql)
	}
	s.finalize()
}

func (s *statement) finalize() {
	sqlite3.Xsqlite3_finalize(s.c.tls, s.p)
	s.params.free(s.c.tls)
}

func (k *statements) close() {
	for k.order.Len() > 0 {
		k.drop(k.order.Front().Value.(*statement))
	}
}
