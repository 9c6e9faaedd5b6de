package sqlitestore

import (
	"context"

	"metrograph/model"
)

// Facts returns what access to records is decided by, each nil where there is no such record.
// They are in the row of a record: neither its journal entry nor its document is read.
func (s *Store) Facts(ctx context.Context, kind model.Kind, ids []model.ID) ([]*model.Facts, error) {
	list := make([]*model.Facts, len(ids))
	err := s.read(ctx, func(c *conn) error {
		l := s.layouts[kind]
		if l == nil {
			return invalid("kind", "there is no kind of record %q", kind)
		}
		row, err := c.prepare(l.sql.facts)
		if err != nil {
			return err
		}
		defer row.release()
		for i, id := range ids {
			u, ok := uuidOf(kind, string(id))
			if !ok {
				continue
			}
			if list[i], err = s.facts(row, kind, u); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, wrap(ctx, err, "facts", kind)
	}
	return list, nil
}

// facts reads the facts of one record; nil if there is none.
func (s *Store) facts(row *statement, kind model.Kind, uuid [16]byte) (*model.Facts, error) {
	row.reset()
	row.bind([]value{blob(uuid[:])})
	more, err := row.step()
	if err != nil || !more {
		return nil, err
	}
	text := func(n int64) (text string) {
		if err == nil {
			text, err = s.words.text(row.c, n)
		}
		return text
	}
	facts := &model.Facts{
		Kind: kind, Classification: model.Classification(text(row.int(0))), Level: model.Level(text(row.int(1))),
		Status: model.Status(text(row.int(2))), Origin: model.ID(text(row.int(3))), Region: model.Region(text(row.int(4))),
		Discipline: model.Discipline(text(row.int(5))),
	}
	for _, n := range parseList(row.view(6), nil) {
		facts.Manufacturers = append(facts.Manufacturers, model.ID(text(n)))
	}
	return facts, err
}
