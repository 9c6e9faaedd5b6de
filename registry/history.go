package registry

import (
	"context"

	"metrograph/model"
	"metrograph/store"
)

// History returns the revisions of a record, newest first, as far as the caller may read
// its history. What is masked now is masked in every revision, and what was masked when a
// revision was made stays masked in it.
func (r *Registry) History(ctx context.Context, q HistoryRequest) (RevisionPage, error) {
	id := q.ID
	record, err := r.one(ctx, id)
	if err != nil {
		return RevisionPage{}, err
	}
	v := r.view(ctx, model.ActionHistory, id.Kind(), 0)
	facts := record.Facts()
	now, newest, allowed := r.decideWhole(ctx, id, &facts, v)
	if !allowed {
		return RevisionPage{}, r.refused(ctx, Act{Action: model.ActionHistory, Kind: id.Kind(), ID: id},
			model.Errorf(model.CodeForbidden, "the history of this record is not open to you"))
	}
	high, low, err := r.historyWindow(q, newest)
	if err != nil {
		return RevisionPage{}, err
	}
	page := RevisionPage{HasNext: low > 1, HasPrevious: high < newest}
	if high < low {
		return page, nil
	}
	entries, err := r.store.History(ctx, id.Kind(), id, high+1, high-low+1)
	if err != nil {
		return RevisionPage{}, inside("history", err)
	}
	for i := range entries {
		revision, err := v.revision(&entries[i], now)
		if err != nil {
			return RevisionPage{}, inside("history", err)
		}
		version := int64(entries[i].Version)
		page.Revisions = append(page.Revisions, revision)
		page.Cursors = append(page.Cursors, r.cursor(Place{Number: &version, ID: id}, []byte(id)))
	}
	if n := len(entries); n > 0 { // fewer than asked for where their documents are large
		page.HasNext = entries[n-1].Version > 1
	}
	page.Redacted = v.redacted()
	return page, nil
}

// decideWhole decides on the record's facts as they are, not as the caller sees them: a
// masked fact still decides. Of a replica that was taken back nothing is shown. The revision
// is the number of the newest entry, which for a replica is not its version.
func (r *Registry) decideWhole(ctx context.Context, id model.ID, seen *model.Facts, v *view) (now model.FieldSet, revision int, allowed bool) {
	documents, err := r.store.Get(ctx, id.Kind(), []model.ID{id}, standingFields(id.Kind()))
	if err != nil || documents[0] == nil {
		return 0, 0, false
	}
	record, err := documents[0].Record(standingFields(id.Kind()))
	if err != nil {
		return 0, 0, false
	}
	*seen = record.Facts()
	now, allowed = v.grant.Decide(v.action, seen)
	if record.Base().Replica.Withdrawn {
		left, _ := model.Fields(id.Kind(), "id", "version", "origin", "status", replicaField)
		now &= left
	}
	return now, documents[0].Version, allowed
}

// historyWindow is the versions that a page has, from high down to low: every version from
// the newest to 1 has one revision. An empty page has high below low.
func (r *Registry) historyWindow(q HistoryRequest, newest int) (high, low int, err error) {
	limit, fromEnd, err := limitOf(q.First, q.Last)
	if err != nil {
		return 0, 0, err
	}
	after, err := r.versionOf(q.After, q.ID, "after", newest+1)
	if err != nil {
		return 0, 0, err
	}
	before, err := r.versionOf(q.Before, q.ID, "before", 0)
	if err != nil {
		return 0, 0, err
	}
	high, low = after-1, before+1
	if fromEnd {
		return min(high, low+limit-1), low, nil
	}
	return high, max(low, high-limit+1), nil
}

// versionOf is the version that a cursor of a history names.
func (r *Registry) versionOf(cursor *string, id model.ID, path string, absent int) (int, error) {
	key, err := r.keyOf(cursor, []byte(id), path)
	if key == nil {
		return absent, err
	}
	version, _ := key.Value.(int64)
	return int(version), nil
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
	if replica := record.Base().Replica; !replica.IsZero() {
		out.Version, out.Hash, out.PreviousHash = replica.Version, replica.Hash, replica.Previous
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
