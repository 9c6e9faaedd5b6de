package mongostore

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"metrograph/store"
)

// Scan calls a function with some fields of every record that is wanted. The server sends the
// values alone.
func (s *Store) Scan(ctx context.Context, q store.Scan, each func([]store.Cell) error) error {
	if err := q.Check(); err != nil {
		return err
	}
	filter, err := counted(q.Kind, q.Where, q.Scope)
	if err != nil {
		return err
	}
	part, asked := doc(fieldVersion, 1), map[string]bool{}
	for _, name := range q.Fields {
		if !asked[name] {
			part = append(part, bson.E{Key: path(name), Value: 1})
		}
		asked[name] = true
	}
	cursor, err := s.reads.Collection(string(q.Kind)).Find(ctx, filter, options.Find().SetProjection(part))
	if err != nil {
		return wrap(err, "scan", q.Kind)
	}
	cells := make([]store.Cell, len(q.Fields))
	return wrap(walk(ctx, cursor, func(raw bson.Raw) error {
		for i, name := range q.Fields {
			fill(&cells[i], valuesAt(raw, path(name)))
		}
		return each(cells)
	}), "scan", q.Kind)
}

func fill(cell *store.Cell, values []store.Value) {
	cell.Texts, cell.Number = cell.Texts[:0], 0
	for _, v := range values {
		switch v := v.(type) {
		case int64:
			cell.Number = v
		case string:
			if v != "" {
				cell.Texts = append(cell.Texts, v)
			}
		}
	}
}
