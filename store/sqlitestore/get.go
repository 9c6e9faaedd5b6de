package sqlitestore

import (
	"context"

	"metrograph/model"
	"metrograph/store"
)

// Get returns the documents of a kind by id, each nil where there is no such record.
func (s *Store) Get(ctx context.Context, kind model.Kind, ids []model.ID, _ model.FieldSet) ([]*store.Document, error) {
	documents := make([]*store.Document, len(ids))
	err := s.read(ctx, func(c *conn) (err error) {
		l := s.layouts[kind]
		if l == nil {
			return invalid("kind", "there is no kind of record %q", kind)
		}
		for i, id := range ids {
			u, ok := uuidOf(kind, string(id))
			if !ok {
				continue
			}
			if documents[i], err = l.document(c, "c.id = ?", blob(u[:])); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, wrap(ctx, err, "get", ids)
	}
	return documents, nil
}

// Lookup returns the documents of a kind by unique key, each nil where there is none.
func (s *Store) Lookup(ctx context.Context, kind model.Kind, keys []string) ([]*store.Document, error) {
	documents := make([]*store.Document, len(keys))
	err := s.read(ctx, func(c *conn) (err error) {
		l := s.layouts[kind]
		if l == nil {
			return invalid("kind", "there is no kind of record %q", kind)
		}
		for i, key := range keys {
			where, of := "c.unique_key = ? AND c.unique_key IS NOT NULL", text(key)
			if u, ok := uuidOf(kind, key); ok {
				where, of = "c.id = ? AND c.unique_key IS NULL", blob(u[:])
			}
			if documents[i], err = l.document(c, where, of); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, wrap(ctx, err, "look up", keys)
	}
	return documents, nil
}
