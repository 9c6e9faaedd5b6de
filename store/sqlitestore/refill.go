package sqlitestore

import (
	"metrograph/model"
	"metrograph/store"
)

// refill writes what queries read of a kind from the journal, the next portion of it: the last
// revision of every record that was not deleted. It tells whether there is more to be written.
func (s *Store) refill(c *conn, l *layout) (more bool, err error) {
	const portion = 1000
	kind := text(string(l.kind))
	filled, err := c.number("SELECT ifnull(filled, -1) FROM fingerprint WHERE kind = ?", kind)
	if err != nil || filled < 0 {
		return false, err
	}
	w, err := s.newWriter(c)
	if err != nil {
		return false, err
	}
	rows, last, err := s.lastRevisions(c, l, filled, portion)
	if err != nil {
		return false, err
	}
	for _, r := range rows {
		w.sequence = r.entry.Sequence
		if err := w.insert(r, r.entry.Sequence); err != nil {
			return false, err
		}
	}
	if err := w.finish(func() error { return nil }); err != nil {
		return false, err
	}
	if len(rows) == portion {
		return true, c.run("UPDATE fingerprint SET filled = ? WHERE kind = ?", number(last), kind)
	}
	return false, c.run("UPDATE fingerprint SET filled = NULL WHERE kind = ?", kind)
}

// lastRevisions reads the entries of a kind that no later entry of the record follows.
func (s *Store) lastRevisions(c *conn, l *layout, after int64, limit int) (rows []*row, last int64, err error) {
	last = after
	m := &memory{}
	err = c.each(`SELECT sequence, id, version, document FROM journal AS j WHERE sequence > ? AND kind = ? AND document IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM journal AS later WHERE later.id = j.id AND later.version > j.version) ORDER BY sequence LIMIT ?`,
		[]value{number(after), text(string(l.kind)), number(int64(limit))}, func(q *statement) error {
			last = q.int(0)
			record, err := store.Decode(l.kind, q.view(3), 0)
			if err != nil {
				return err
			}
			r := s.rowOf(store.Prepared{Kind: l.kind, ID: model.ID(q.text(1)), Version: int(q.int(2)), Index: store.IndexOf(record)}, m)
			r.entry.Sequence = last
			rows = append(rows, r)
			return r.refused
		})
	return rows, last, err
}
