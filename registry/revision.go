package registry

import (
	"context"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// Records as they once were, for the node itself: whoever asks, and without masks.

// atVersion returns a record in one of its versions; NOT_FOUND where there is none, or where the
// record is not there any more.
func (r *Registry) atVersion(ctx context.Context, id model.ID, version int) (model.Record, error) {
	return r.once(ctx, id, func(record model.Record) bool { return record.Base().Version <= version },
		func(record model.Record) bool { return record.Base().Version == version })
}

// atTime returns a record as it was at a time, or as it is, where that is zero.
func (r *Registry) atTime(ctx context.Context, id model.ID, at time.Time) (model.Record, error) {
	then := func(record model.Record) bool {
		head := record.Base()
		changed := head.Modified.At
		if !head.Replica.IsZero() {
			changed = head.Replica.ReceivedAt
		}
		return at.IsZero() || !changed.After(at)
	}
	return r.once(ctx, id, then, then)
}

// revisionPage is how many revisions are looked at together.
const revisionPage = 20

// once goes back in the history of a record, from the record as it is, until one of its revisions
// has come far enough, and returns that if it is right. The record has to be there still.
func (r *Registry) once(ctx context.Context, id model.ID, enough, right func(model.Record) bool) (model.Record, error) {
	kind := id.Kind()
	if kind == "" {
		return nil, model.NotFound()
	}
	documents, err := r.store.Get(ctx, kind, []model.ID{id}, model.AllFields)
	if err != nil {
		return nil, inside("read "+string(kind), err)
	}
	if documents[0] == nil {
		return nil, model.NotFound()
	}
	record, err := documents[0].Record(0)
	if err != nil {
		return nil, inside("read "+string(kind), err)
	}
	if record.Base().Replica.Withdrawn {
		return nil, model.NotFound()
	}
	for before := documents[0].Version; !enough(record); {
		entries, err := r.store.History(ctx, kind, id, before, revisionPage)
		if err != nil {
			return nil, inside("history", err)
		}
		if len(entries) == 0 {
			return nil, model.NotFound()
		}
		if record, before, err = earlier(entries, enough); err != nil {
			return nil, inside("history", err)
		}
		if record == nil || before == 1 && !enough(record) {
			return nil, model.NotFound()
		}
	}
	if !right(record) {
		return nil, model.NotFound()
	}
	return record, nil
}

// earlier is the newest of some revisions that has come far enough, or the last of them.
func earlier(entries []store.Entry, enough func(model.Record) bool) (record model.Record, version int, err error) {
	for i := range entries {
		e := &entries[i]
		version = e.Version
		if e.Document == nil {
			continue
		}
		if record, err = store.Decode(e.Kind, e.Document, 0); err != nil || enough(record) {
			return record, version, err
		}
	}
	return record, version, err
}
