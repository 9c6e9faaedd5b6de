package sqlitestore

import (
	"context"

	"metrograph/model"
)

// Facts returns what access to records is decided by, each nil where there is no such record.
// They are in the row of a record: neither its journal entry nor its document is read.
func (s *Store) Facts(ctx context.Context, ids []model.ID) ([]*model.Facts, error) {
	list := make([]*model.Facts, len(ids))
	err := s.read(ctx, func(c *conn) (err error) {
		for i, id := range ids {
			uuid, ok := id.UUID()
			if l := s.layouts[id.Kind()]; ok && l != nil && err == nil {
				list[i], err = s.facts(c, l, uuid)
			}
		}
		return err
	})
	if err != nil {
		return nil, wrap(ctx, err, "facts", ids)
	}
	return list, nil
}

// facts reads the facts of one record; nil if there is none.
func (s *Store) facts(c *conn, l *layout, uuid [16]byte) (*model.Facts, error) {
	row, err := c.prepare(l.sql.facts)
	if err != nil {
		return nil, err
	}
	defer row.release()
	more, err := row.bind([]value{blob(uuid[:])}).step()
	if err != nil || !more {
		return nil, err
	}
	text := func(n int64) (text string) {
		if err == nil {
			text, err = s.words.text(c, n)
		}
		return text
	}
	facts := &model.Facts{
		Kind: l.kind, Classification: model.Classification(text(row.int(0))), Level: model.Level(text(row.int(1))),
		Status: model.Status(text(row.int(2))), Origin: model.ID(text(row.int(3))), Region: model.Region(text(row.int(4))),
		Discipline: model.Discipline(text(row.int(5))),
	}
	ids := func(cell int) (ids []model.ID) {
		for _, n := range parseList(row.view(cell), nil) {
			ids = append(ids, model.ID(text(n)))
		}
		return ids
	}
	facts.Manufacturers, facts.Parties = ids(6), ids(7)
	return facts, err
}
