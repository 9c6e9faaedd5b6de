package sqlitestore

import (
	"context"
	"fmt"

	"metrograph/model"
	"metrograph/store"
)

// List answers each of the queries with a page, all of them from one state of the store.
func (s *Store) List(ctx context.Context, queries ...store.Query) ([]store.Page, error) {
	pages := make([]store.Page, len(queries))
	for i := range queries {
		if err := queries[i].CheckPage(); err != nil {
			return nil, err
		}
	}
	err := s.read(ctx, func(c *conn) error {
		for i := range queries {
			var err error
			if pages[i], err = s.page(c, &queries[i]); err != nil {
				return fmt.Errorf("%s: %w", queries[i].Kind, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, wrap(ctx, err, "list", kindsOf(queries))
	}
	return pages, nil
}

func kindsOf(queries []store.Query) []model.Kind {
	kinds := make([]model.Kind, len(queries))
	for i, q := range queries {
		kinds[i] = q.Kind
	}
	return kinds
}

func (s *Store) page(c *conn, q *store.Query) (store.Page, error) {
	l := s.layouts[q.Kind]
	f := &finder{s: s, c: c, l: l, order: l.orderOf(q), need: q.Limit + 1}
	hits, more, err := f.page(q)
	if err != nil {
		return store.Page{}, err
	}
	page := store.Page{Documents: make([]*store.Document, len(hits)), More: more}
	for i := range hits {
		d, err := l.document(c, "c.rec = ?", number(hits[i].rec))
		if err == nil && d == nil {
			err = fmt.Errorf("record %d has no entry in the journal", hits[i].rec)
		}
		if err != nil {
			return store.Page{}, err
		}
		d.Key = f.order.keyOf(&hits[i], d.ID)
		page.Documents[i] = d
	}
	return page, nil
}

// document reads the document of a record; nil if there is none.
func (l *layout) document(c *conn, where string, key value) (d *store.Document, err error) {
	sql := "SELECT j.id, j.version, j.hash, j.document FROM " + l.table + " AS c CROSS JOIN journal AS j ON j.sequence = c.sequence WHERE " + where
	err = c.each(sql, []value{key}, func(s *statement) error {
		d = &store.Document{Kind: l.kind, ID: model.ID(s.text(0)), Version: int(s.int(1)), Raw: s.blob(3)}
		copy(d.Hash[:], s.view(2))
		d.Key = store.Key{Value: string(d.ID), ID: d.ID}
		return nil
	})
	return d, err
}
