package sqlitestore

import (
	"context"
	"math"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// mostBytes is about how many bytes of documents are returned at once from the journal.
const mostBytes = 32 << 20

const entryColumns = "sequence, kind, id, version, at, actor, operation, reason, previous, hash, document"

// Changes returns journal entries in order, without a gap: fewer than the limit when they are
// large, but at least one if there is one.
func (s *Store) Changes(ctx context.Context, after int64, limit int) ([]store.Entry, error) {
	entries, err := s.entries(ctx, limit, "SELECT "+entryColumns+" FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?",
		number(after), number(int64(limit)))
	return entries, wrap(ctx, err, "changes after", after)
}

// Last returns the sequence number of the newest journal entry.
func (s *Store) Last(ctx context.Context) (last int64, err error) {
	err = s.read(ctx, func(c *conn) error {
		last, err = c.number("SELECT max(sequence) FROM journal")
		return err
	})
	return last, wrap(ctx, err, "last entry", s.path)
}

// History returns the journal entries of a record, newest first.
func (s *Store) History(ctx context.Context, kind model.Kind, id model.ID, before, limit int) ([]store.Entry, error) {
	if before <= 0 {
		before = math.MaxInt32
	}
	entries, err := s.entries(ctx, limit, "SELECT "+entryColumns+" FROM journal WHERE id = ? AND kind = ? AND version < ? ORDER BY version DESC LIMIT ?",
		text(string(id)), text(string(kind)), number(int64(before)), number(int64(limit)))
	return entries, wrap(ctx, err, "history", id)
}

func (s *Store) entries(ctx context.Context, limit int, sql string, args ...value) (entries []store.Entry, err error) {
	if limit <= 0 {
		return nil, nil
	}
	err = s.read(ctx, func(c *conn) error {
		q, err := c.prepare(sql)
		if err != nil {
			return err
		}
		defer q.release()
		q.bind(args)
		for size := 0; size < mostBytes; {
			more, err := q.step()
			if err != nil || !more {
				return err
			}
			e := q.entry()
			size += len(e.Document)
			entries = append(entries, e)
		}
		return nil
	})
	return entries, err
}

// entry reads a journal entry.
func (s *statement) entry() store.Entry {
	e := store.Entry{
		Sequence: s.int(0), Kind: model.Kind(s.text(1)), ID: model.ID(s.text(2)), Version: int(s.int(3)),
		At: time.UnixMilli(s.int(4)).UTC(), Actor: s.text(5), Operation: store.Operation(s.text(6)), Reason: s.text(7),
	}
	copy(e.Previous[:], s.view(8))
	copy(e.Hash[:], s.view(9))
	if s.cell(10).of != 0 {
		e.Document = s.blob(10)
	}
	return e
}
