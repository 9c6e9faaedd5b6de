package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// conn is one connection to the file. It is used by one goroutine at a time.
type conn struct {
	tls   *libc.TLS
	db    uintptr
	stop  uintptr // a number in SQLite's memory, not zero when the running statement is to stop
	slot  uintptr // where SQLite puts a pointer that it returns
	cache statements
}

// stopEvery is after how many steps of its machine SQLite asks whether to stop.
const stopEvery = 4000

// fault is what SQLite says is wrong.
type fault struct {
	code    int32 // an extended result code
	message string
}

func (f *fault) Error() string { return fmt.Sprintf("sqlite %d: %s", f.code, f.message) }

// is tells whether an error is SQLite's with a primary result code.
func is(err error, code int32) bool {
	var f *fault
	return errors.As(err, &f) && f.code&0xff == code
}

// connect opens a file.
func connect(path string) (*conn, error) {
	tls := libc.NewTLS()
	c := &conn{tls: tls}
	var slot, stop buffer
	slot.need(tls, 16)
	stop.need(tls, 16)
	c.slot, c.stop = slot.p, stop.p
	atomic.StoreUint32(word32(c.stop), 0)
	name := cstring(tls, path)
	defer libc.Xfree(tls, name)
	rc := sqlite3.Xsqlite3_open_v2(tls, name, c.slot, sqlite3.SQLITE_OPEN_READWRITE|sqlite3.SQLITE_OPEN_NOMUTEX, 0)
	c.db = pointerAt(c.slot, 0)
	if rc != sqlite3.SQLITE_OK {
		err := c.fault(rc)
		c.close()
		return nil, err
	}
	sqlite3.Xsqlite3_extended_result_codes(tls, c.db, 1)
	sqlite3.Xsqlite3_progress_handler(tls, c.db, stopEvery, callback(progress), c.stop)
	return c, c.define("phrase_holds", 2, callback(phraseHolds))
}

// define adds a function to SQL.
func (c *conn) define(name string, arguments int32, function uintptr) error {
	text := cstring(c.tls, name)
	defer libc.Xfree(c.tls, text)
	flags := int32(sqlite3.SQLITE_UTF8 | sqlite3.SQLITE_DETERMINISTIC)
	return c.check(sqlite3.Xsqlite3_create_function_v2(c.tls, c.db, text, arguments, flags, 0, function, 0, 0, 0))
}

// progress is asked by SQLite whether to stop the running statement.
func progress(_ *libc.TLS, stop uintptr) int32 { return int32(atomic.LoadUint32(word32(stop))) }

// close releases the connection.
func (c *conn) close() {
	c.cache.close()
	if c.db != 0 {
		sqlite3.Xsqlite3_close_v2(c.tls, c.db)
	}
	libc.Xfree(c.tls, c.slot)
	libc.Xfree(c.tls, c.stop)
	c.tls.Close()
}

// watch stops what runs on the connection when a context ends, until the function that it
// returns is called.
func (c *conn) watch(ctx context.Context) (release func()) {
	if ctx.Done() == nil {
		return func() {}
	}
	over := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		atomic.StoreUint32(word32(c.stop), 1)
		close(over)
	})
	return func() {
		if !stop() {
			<-over
		}
		atomic.StoreUint32(word32(c.stop), 0)
	}
}

// check turns a result code into an error.
func (c *conn) check(rc int32) error {
	if rc == sqlite3.SQLITE_OK {
		return nil
	}
	return c.fault(rc)
}

func (c *conn) fault(rc int32) error {
	if c.db == 0 {
		return &fault{rc, "out of memory"}
	}
	return &fault{rc, libc.GoString(sqlite3.Xsqlite3_errmsg(c.tls, c.db))}
}

// script runs statements that have no parameters and whose rows do not matter.
func (c *conn) script(sql string) error {
	text := cstring(c.tls, sql)
	defer libc.Xfree(c.tls, text)
	return c.check(sqlite3.Xsqlite3_exec(c.tls, c.db, text, 0, 0, 0))
}

// run runs a statement that returns nothing.
func (c *conn) run(sql string, args ...value) error {
	s, err := c.prepare(sql)
	if err != nil {
		return err
	}
	defer s.release()
	_, err = s.bind(args).step()
	return err
}

// number runs a statement that returns one number; zero when there is no row.
func (c *conn) number(sql string, args ...value) (n int64, err error) {
	err = c.each(sql, args, func(s *statement) error { n = s.int(0); return nil })
	return n, err
}

// each runs a statement and calls a function for each of its rows.
func (c *conn) each(sql string, args []value, row func(*statement) error) error {
	s, err := c.prepare(sql)
	if err != nil {
		return err
	}
	defer s.release()
	s.bind(args)
	for {
		more, err := s.step()
		if err != nil || !more {
			return err
		}
		if err := row(s); err != nil {
			return err
		}
	}
}

// within runs a function in a transaction, which sees the file as it is at its first statement.
func (c *conn) within(begin string, f func() error) (err error) {
	if err := c.run(begin); err != nil {
		return err
	}
	done := false
	defer func() {
		if !done && sqlite3.Xsqlite3_get_autocommit(c.tls, c.db) == 0 {
			atomic.StoreUint32(word32(c.stop), 0) // a rollback is not to be stopped
			_ = c.run("ROLLBACK")
		}
	}()
	if err := f(); err != nil {
		return err
	}
	if err := c.run("COMMIT"); err != nil {
		return err
	}
	done = true
	return nil
}
