package mongostore

import (
	"context"
	"errors"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"metrograph/model"
	"metrograph/store"
)

// alive is the condition of not having been deleted.
func alive() bson.E { return bson.E{Key: fieldGone, Value: doc("$exists", false)} }

// Get returns documents by id.
func (s *Store) Get(ctx context.Context, kind model.Kind, ids []model.ID, fields model.FieldSet) ([]*store.Document, error) {
	found := make(map[string]*store.Document, len(ids))
	names := distinctTexts(ids)
	for len(names) > 0 {
		n := min(len(names), store.MaxPage)
		filter := append(doc(fieldID, anyOf(names[:n])), alive())
		err := s.read(ctx, kind, filter, loaded(kind, fields, ""), func(_ bson.Raw, d *store.Document) {
			found[string(d.ID)] = d
		})
		if err != nil {
			return nil, wrap(err, "get", kind)
		}
		names = names[n:]
	}
	list := make([]*store.Document, len(ids))
	for i, id := range ids {
		list[i] = found[string(id)]
	}
	return list, nil
}

// Facts returns what access to records is decided by, reading the records of one kind after
// those of the other.
func (s *Store) Facts(ctx context.Context, ids []model.ID) ([]*model.Facts, error) {
	kinds := map[model.Kind][]model.ID{}
	for _, id := range ids {
		if kind := id.Kind(); kind != "" {
			kinds[kind] = append(kinds[kind], id)
		}
	}
	found := make(map[model.ID]*model.Facts, len(ids))
	for kind, list := range kinds {
		documents, err := s.Get(ctx, kind, list, store.FactFields(kind))
		if err != nil {
			return nil, err
		}
		for _, d := range documents {
			if d == nil || found[d.ID] != nil {
				continue
			}
			record, err := d.Record(store.FactFields(kind))
			if err != nil {
				return nil, wrap(err, "facts", d.ID)
			}
			facts := record.Facts()
			found[d.ID] = &facts
		}
	}
	facts := make([]*model.Facts, len(ids))
	for i, id := range ids {
		facts[i] = found[id]
	}
	return facts, nil
}

// Lookup returns documents by unique key. Should two records have one key, because the older
// holder's next version is still on its way, the younger holder is it.
func (s *Store) Lookup(ctx context.Context, kind model.Kind, keys []string) ([]*store.Document, error) {
	kept := make([]string, len(keys))
	for i, key := range keys {
		kept[i] = storedKey(key)
	}
	found := map[string]*store.Document{}
	youngest := map[string]int64{}
	names := distinctTexts(kept)
	for len(names) > 0 {
		n := min(len(names), store.MaxPage)
		part := append(loaded(kind, 0, ""), doc(fieldKey, 1, fieldSequence, 1)...)
		err := s.read(ctx, kind, doc(fieldKey, anyOf(names[:n])), part, func(raw bson.Raw, d *store.Document) {
			key, _ := raw.Lookup(fieldKey).StringValueOK()
			if at, _ := raw.Lookup(fieldSequence).AsInt64OK(); at > youngest[key] {
				found[key], youngest[key] = d, at
			}
		})
		if err != nil {
			return nil, wrap(err, "look up", kind)
		}
		names = names[n:]
	}
	list := make([]*store.Document, len(keys))
	for i, key := range kept {
		list[i] = found[key]
	}
	return list, nil
}

// distinctTexts returns the texts that a server can be asked about, each once.
func distinctTexts[T ~string](list []T) []string {
	seen := make(map[T]bool, len(list))
	var kept []string
	for _, v := range list {
		if !seen[v] && isText(string(v)) {
			seen[v] = true
			kept = append(kept, string(v))
		}
	}
	return kept
}

// read finds documents of a kind, in no order.
func (s *Store) read(ctx context.Context, kind model.Kind, filter, part bson.D, each func(bson.Raw, *store.Document)) error {
	if store.SchemaOf(kind) == nil {
		return invalid("kind", "there is no kind of record %q", kind)
	}
	cursor, err := s.reads.Collection(string(kind)).Find(ctx, filter, options.Find().SetProjection(part))
	if err != nil {
		return err
	}
	return walk(ctx, cursor, func(raw bson.Raw) error {
		d, err := document(kind, raw, "")
		if err == nil {
			each(raw, d)
		}
		return err
	})
}

// errEnough ends a walk early.
var errEnough = errors.New("enough was read")

// walk goes over what a cursor finds and closes it.
func walk(ctx context.Context, cursor *mongo.Cursor, each func(bson.Raw) error) error {
	for cursor.Next(ctx) {
		if err := each(cursor.Current); err != nil {
			closed := cursor.Close(ctx)
			if errors.Is(err, errEnough) {
				return closed
			}
			return err
		}
	}
	return errors.Join(cursor.Err(), cursor.Close(ctx))
}
