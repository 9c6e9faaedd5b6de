package sqlitestore

import (
	"context"
	"errors"
	"fmt"

	sqlite3 "modernc.org/sqlite/lib"

	"metrograph/model"
)

// wrap says at which operation of the store, and on what, an error came up. An error that has
// a code passes as it is.
func wrap(ctx context.Context, err error, operation string, key any) error {
	if err == nil {
		return nil
	}
	var coded *model.Error
	switch {
	case errors.As(err, &coded):
		return err
	case is(err, sqlite3.SQLITE_INTERRUPT) && ctx.Err() != nil:
		err = ctx.Err()
	case is(err, sqlite3.SQLITE_CORRUPT), is(err, sqlite3.SQLITE_NOTADB):
		err = fmt.Errorf("the file is damaged; restore it from a copy: %w", err)
	case is(err, sqlite3.SQLITE_FULL):
		err = fmt.Errorf("the disk is full: %w", err)
	}
	return fmt.Errorf("sqlitestore: %s %v: %w", operation, key, err)
}

// invalid is the error of what a caller asks for that there is not.
func invalid(field, format string, args ...any) error {
	e := model.Errorf(model.CodeInvalid, format, args...)
	e.Path = field
	return e
}
