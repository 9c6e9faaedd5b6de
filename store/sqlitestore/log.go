package sqlitestore

import (
	"sync/atomic"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// ledger is SQLite's log of pages (WAL), as far as somebody has to see to its being copied into
// the file. That is done in large portions, because a page that was written often is copied only
// once, and beside the writer: when the log is long, a connection of its own copies it, and the
// writer, at the end of the next transaction, what was added meanwhile. Then nothing is left, and
// the log begins anew.
type ledger struct {
	length uintptr // a number in SQLite's memory: the pages in the log after the last commit
	copier *conn
	right  chan struct{} // holds one token: the right to copy
	copied bool          // the copier is done; belongs to whoever holds the right to copy
	long   uint32        // the pages of a log that is copied; the writer waits for one four times as long
}

const (
	longLog     = 16 << 10
	copyOfLog   = "PRAGMA wal_checkpoint(PASSIVE)"
	copyOfWhole = "PRAGMA wal_checkpoint(TRUNCATE)"
)

// open begins to look after the log of a writer.
func (l *ledger) open(path string, writer *conn) (err error) {
	l.right, l.long = make(chan struct{}, 1), longLog
	if l.copier, err = connect(path); err != nil {
		return err
	}
	if err := l.copier.script(syncing); err != nil {
		return err
	}
	var length buffer
	length.need(writer.tls, 4)
	l.length = length.p
	atomic.StoreUint32(word32(l.length), 0)
	sqlite3.Xsqlite3_wal_hook(writer.tls, writer.db, callback(committed), l.length)
	return nil
}

// committed is told by SQLite how long the log is.
func committed(_ *libc.TLS, length, _, _ uintptr, pages int32) int32 {
	atomic.StoreUint32(word32(length), uint32(pages))
	return sqlite3.SQLITE_OK
}

// tend has a long log copied. A copy that fails is no harm: the log has what the file lacks, and
// the next transaction tries again.
func (l *ledger) tend(writer *conn) {
	pages := atomic.LoadUint32(word32(l.length))
	if pages < l.long || !l.take(pages >= 4*l.long) {
		return
	}
	if l.copied {
		l.copied = false
		_ = writer.script(copyOfLog)
		<-l.right
		return
	}
	go func() {
		l.copied = l.copier.script(copyOfLog) == nil
		<-l.right
	}()
}

// take takes the right to copy; false when somebody else has it and it is not to be waited for.
func (l *ledger) take(wait bool) bool {
	if wait {
		l.right <- struct{}{}
		return true
	}
	select {
	case l.right <- struct{}{}:
		return true
	default:
		return false
	}
}

// close waits for what is copied, and brings the rest of the log into the file.
func (l *ledger) close(writer *conn) error {
	if l.copier == nil {
		return nil
	}
	l.take(true)
	l.copier.close()
	err := writer.script(copyOfWhole)
	sqlite3.Xsqlite3_wal_hook(writer.tls, writer.db, 0, 0)
	libc.Xfree(writer.tls, l.length)
	return err
}
