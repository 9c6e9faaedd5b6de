package sqlitestore

import (
	"context"
	"errors"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Backup copies the store in a file to another file, as it is at one moment. The store may be
// open meanwhile, by another process too, and be written to: readers and writers do not wait.
func Backup(ctx context.Context, path, to string) error {
	return wrap(ctx, backup(ctx, path, to), "back up", path)
}

func backup(ctx context.Context, path, to string) error {
	from, err := connect(path)
	if err != nil {
		return err
	}
	defer from.close()
	if err := private(to); err != nil {
		return err
	}
	target, err := connect(to)
	if err != nil {
		return err
	}
	defer target.close()
	if err := from.script("PRAGMA busy_timeout = 10000"); err != nil {
		return err
	}
	s := &Store{path: path}
	return from.within("BEGIN", func() error {
		version, err := s.version(from) // from this statement on the transaction sees one moment
		if err == nil && version == 0 {
			err = errors.New("the file is empty")
		}
		if err != nil {
			return s.unreadable(err)
		}
		return from.copyTo(ctx, target)
	})
}

// backupPages is how many pages are copied before the context is looked at again.
const backupPages = 1024

// copyTo copies every page of the file that the transaction of c sees.
func (c *conn) copyTo(ctx context.Context, to *conn) error {
	name := cstring(c.tls, "main")
	defer libc.Xfree(c.tls, name)
	b := sqlite3.Xsqlite3_backup_init(to.tls, to.db, name, c.db, name)
	if b == 0 {
		return to.fault(sqlite3.Xsqlite3_errcode(to.tls, to.db))
	}
	for ctx.Err() == nil && sqlite3.Xsqlite3_backup_step(to.tls, b, backupPages) == sqlite3.SQLITE_OK {
	}
	if err := to.check(sqlite3.Xsqlite3_backup_finish(to.tls, b)); err != nil {
		return err
	}
	return ctx.Err()
}
