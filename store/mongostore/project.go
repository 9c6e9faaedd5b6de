package mongostore

import (
	"context"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"metrograph/model"
)

// revision is a journal entry with what queries are to read after it.
type revision struct {
	entry
	body body
}

// project brings what queries read up to the given entries, of each record to the last one.
// It never takes a record back, so that anybody may do it at any time, and again.
func (s *Store) project(ctx context.Context, list []revision) error {
	kinds := map[model.Kind]map[model.ID]*revision{}
	for i := range list {
		r := &list[i]
		if kinds[r.Kind] == nil {
			kinds[r.Kind] = map[model.ID]*revision{}
		}
		if before := kinds[r.Kind][r.ID]; before == nil || before.Version < r.Version {
			kinds[r.Kind][r.ID] = r
		}
	}
	for _, kind := range model.Kinds() {
		if err := s.projectKind(ctx, kind, kinds[kind]); err != nil {
			return fmt.Errorf("project %s: %w", kind, err)
		}
	}
	return nil
}

// projectKind writes records until all of them are at least where they are to be. A write that
// meets a newer version, or another writer who inserts the same record, is told that the id
// is there already; what is then still behind is written again.
func (s *Store) projectKind(ctx context.Context, kind model.Kind, records map[model.ID]*revision) error {
	for first := true; len(records) > 0; first = false {
		contended, err := s.writeRecords(ctx, kind, records, first)
		if err != nil || !contended {
			return err
		}
		if err := s.flush(ctx); err != nil { // what the other one wrote counts when it is durable
			return err
		}
		entries := map[model.ID]*entry{}
		for id, r := range records {
			entries[id] = &r.entry
		}
		late, err := s.lagging(ctx, kind, entries)
		if err != nil {
			return err
		}
		for id := range records {
			if late[id] == nil {
				delete(records, id)
			}
		}
	}
	return nil
}

// writeRecords writes records; contended tells that not all of them may be written. First
// versions are inserted, as nearly always nobody was faster.
func (s *Store) writeRecords(ctx context.Context, kind model.Kind, records map[model.ID]*revision, insert bool) (contended bool, err error) {
	var writes []mongo.WriteModel
	for id, r := range records {
		d, err := stored(&r.entry, r.body)
		if err != nil {
			return false, err
		}
		if insert && r.Version == 1 {
			writes = append(writes, mongo.NewInsertOneModel().SetDocument(d))
			continue
		}
		older := doc(fieldID, string(id), fieldVersion, doc("$lt", int64(r.Version)))
		writes = append(writes, mongo.NewReplaceOneModel().SetFilter(older).SetReplacement(d).SetUpsert(true))
	}
	for len(writes) > 0 {
		n := min(len(writes), s.o.Batch)
		_, err := s.db.Collection(string(kind)).BulkWrite(ctx, writes[:n], options.BulkWrite().SetOrdered(false))
		if _, is := duplicate(err); err != nil && !is {
			return false, err
		}
		contended = contended || err != nil
		writes = writes[n:]
	}
	return contended, nil
}

// lagging returns those of the entries that queries do not read yet, nor a later one.
func (s *Store) lagging(ctx context.Context, kind model.Kind, entries map[model.ID]*entry) (map[model.ID]*entry, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	ids := make([]model.ID, 0, len(entries))
	for id := range entries {
		ids = append(ids, id)
	}
	standing, err := s.projected(ctx, kind, ids)
	if err != nil {
		return nil, err
	}
	late := map[model.ID]*entry{}
	for id, e := range entries {
		if standing[id].version < e.Version {
			late[id] = e
		}
	}
	return late, nil
}
