package sqlitestore

import (
	"context"
	"fmt"
	"strings"

	"metrograph/model"
)

// applicationID marks a file as a store of Metrograph: "MtrG".
const applicationID = 0x4d747247

// migrations bring a file from one version of its tables to the next: the n-th brings version
// n to version n+1.
var migrations = []func(*Store, *conn) error{
	func(_ *Store, c *conn) error { return c.script(common) },
}

// version returns the version of the tables of a file, zero for an empty one. A file of another
// program, or of a newer one, is an error; it is left as it is.
func (s *Store) version(c *conn) (int64, error) {
	application, err := c.number("PRAGMA application_id")
	if err != nil {
		return 0, err
	}
	tables, err := c.number("SELECT count(*) FROM sqlite_schema")
	if err != nil {
		return 0, err
	}
	version, err := c.number("PRAGMA user_version")
	switch {
	case err != nil:
		return 0, err
	case application != applicationID && tables > 0:
		return 0, fmt.Errorf("%s is a database of another program", s.path)
	case version > int64(len(migrations)):
		return 0, fmt.Errorf("%s was written by a newer program: its tables have version %d, this program knows %d", s.path, version, len(migrations))
	}
	return version, nil
}

// migrate makes the tables of a new file and brings those of an older one up to date. What
// queries read is made anew from the journal where what can be asked has changed. Several
// processes may do so at once, and any may be killed: each step begins where the last ended.
func (s *Store) migrate(ctx context.Context, c *conn) error {
	if version, err := s.version(c); err != nil || version == int64(len(migrations)) && s.current(c) {
		return err
	}
	if err := c.within("BEGIN IMMEDIATE", func() error { return s.upgrade(c) }); err != nil {
		return err
	}
	for _, kind := range model.Kinds() {
		for more := true; more; {
			err := c.within("BEGIN IMMEDIATE", func() (err error) {
				more, err = s.refill(c, s.layouts[kind])
				return err
			})
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return fmt.Errorf("index %s anew: %w", kind, err)
			}
		}
	}
	return nil
}

// upgrade brings the tables that all kinds share up to date, and makes those of a kind anew
// that are kept otherwise than they are to be.
func (s *Store) upgrade(c *conn) error {
	version, err := s.version(c)
	if err != nil {
		return err
	}
	if err := c.script(fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		return err
	}
	for n := version; n < int64(len(migrations)); n++ {
		if err := migrations[n](s, c); err != nil {
			return fmt.Errorf("bring %s to version %d: %w", s.path, n+1, err)
		}
	}
	if err := c.script(fmt.Sprintf("PRAGMA user_version = %d", len(migrations))); err != nil {
		return err
	}
	for _, kind := range model.Kinds() {
		l := s.layouts[kind]
		known, err := c.number("SELECT count(*) FROM fingerprint WHERE kind = ? AND text = ?", text(string(kind)), text(l.fingerprint()))
		if err != nil {
			return err
		}
		if known > 0 {
			continue
		}
		if err := c.script(l.drop() + l.create()); err != nil {
			return err
		}
		err = c.run("INSERT OR REPLACE INTO fingerprint SELECT ?, ?, (SELECT 0 FROM journal WHERE kind = ?1 LIMIT 1)", text(string(kind)), text(l.fingerprint()))
		if err != nil {
			return err
		}
	}
	return nil
}

// fingerprint tells one way of keeping a kind's records from another.
func (l *layout) fingerprint() string {
	var fields strings.Builder
	for _, c := range l.columns {
		fmt.Fprintf(&fields, "%s %s %v %d\n", c.Field.Name, c.Type, c.Many, c.form)
	}
	for _, p := range l.paths {
		fmt.Fprintln(&fields, names(p.columns))
	}
	return l.create() + fields.String() + tokenForm
}

// current tells whether the tables of every kind are as they are to be, and filled.
func (s *Store) current(c *conn) bool {
	for kind, l := range s.layouts {
		n, err := c.number("SELECT count(*) FROM fingerprint WHERE kind = ? AND text = ? AND filled IS NULL", text(string(kind)), text(l.fingerprint()))
		if err != nil || n == 0 {
			return false
		}
	}
	return true
}
