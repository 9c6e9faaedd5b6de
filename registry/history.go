package registry

import (
	"context"

	"metrograph/model"
	"metrograph/store"
)

// History returns the revisions of a record, newest first, as far as the caller may read
// its history. What is masked now is masked in every revision, and what was masked when a
// revision was made stays masked in it.
func (r *Registry) History(ctx context.Context, id model.ID, first *int, after *string) (RevisionPage, error) {
	record, err := r.one(ctx, id)
	if err != nil {
		return RevisionPage{}, err
	}
	v := r.view(ctx, model.ActionHistory, id.Kind(), 0)
	facts := record.Facts()
	now, allowed := r.decideWhole(ctx, id, &facts, v)
	if !allowed {
		return RevisionPage{}, model.Errorf(model.CodeForbidden, "the history of this record is not open to you")
	}
	limit, before, err := r.historyWindow(id, first, after)
	if err != nil {
		return RevisionPage{}, err
	}
	entries, err := r.store.History(ctx, id.Kind(), id, before, limit+1)
	if err != nil {
		return RevisionPage{}, inside("history", err)
	}
	page := RevisionPage{HasNext: len(entries) > limit}
	for i := range entries[:min(limit, len(entries))] {
		revision, err := v.revision(&entries[i], now)
		if err != nil {
			return RevisionPage{}, inside("history", err)
		}
		version := int64(entries[i].Version)
		page.Revisions = append(page.Revisions, revision)
		page.Cursors = append(page.Cursors, r.cursor(place{Number: &version, ID: id}, []byte(id)))
	}
	page.Redacted = v.redacted()
	return page, nil
}

// decideWhole decides on the record's facts as they are, not as the caller sees them: a
// masked fact still decides.
func (r *Registry) decideWhole(ctx context.Context, id model.ID, seen *model.Facts, v *view) (model.FieldSet, bool) {
	documents, err := r.store.Get(ctx, id.Kind(), []model.ID{id}, factFields(id.Kind()))
	if err != nil || documents[0] == nil {
		return 0, false
	}
	record, err := documents[0].Record(factFields(id.Kind()))
	if err != nil {
		return 0, false
	}
	*seen = record.Facts()
	return v.grant.Decide(v.action, seen)
}

func (r *Registry) historyWindow(id model.ID, first *int, after *string) (limit, before int, err error) {
	limit = defaultPage
	if first != nil {
		limit = *first
	}
	if limit < 1 || limit > maxPage {
		return 0, 0, invalid("first", "first must be from 1 to %d", maxPage)
	}
	key, err := r.keyOf(after, []byte(id), "after")
	if key != nil {
		version, _ := key.Value.(int64)
		before = int(version)
	}
	return limit, before, err
}

// revision shows a journal entry with what the caller may see of it.
func (v *view) revision(e *store.Entry, now model.FieldSet) (Revision, error) {
	out := Revision{
		Version: e.Version, At: e.At, By: e.Actor, Reason: e.Reason, Operation: string(e.Operation),
		Hash: e.Hash.String(), PreviousHash: e.Previous.String(),
	}
	if e.Document == nil {
		return out, nil
	}
	record, err := store.Decode(e.Kind, e.Document, 0)
	if err != nil {
		return out, err
	}
	if record = v.show(record); record == nil {
		return out, nil
	}
	v.masked |= v.wanted &^ now
	model.Keep(record, now)
	model.Present(record, now)
	out.Record = record
	return out, nil
}
