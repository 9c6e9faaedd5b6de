package mongostore

import (
	"context"
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"metrograph/model"
	"metrograph/store"
)

// The fields of a journal entry. The record is kept as bytes that no server looks into, so
// that they are the ones that the hash was computed over.
const (
	entrySequence   = "_id"
	entryKind       = "kind"
	entryID         = "id"
	entryVersion    = "version"
	entryOperation  = "operation"
	entryHash       = "hash"
	entryKey        = "key"
	entryClaim      = "claim"
	entryGeneration = "generation"
	entryDocument   = "document"
)

// entry is an entry of the journal with what only this store knows of it.
type entry struct {
	store.Entry
	Key string // the unique key that the record has from here on; empty for a deletion

	// A record that takes a key it did not have before claims it, in the next generation of
	// that key. Every claim is made once, whoever tries: that is what keeps keys unique.
	Claim      string
	Generation int64
}

// stored is an entry as it is kept.
type storedEntry struct {
	Sequence   int64     `bson:"_id"`
	Kind       string    `bson:"kind"`
	ID         string    `bson:"id"`
	Version    int64     `bson:"version"`
	At         time.Time `bson:"at"`
	Actor      string    `bson:"actor"`
	Operation  string    `bson:"operation"`
	Reason     string    `bson:"reason"`
	Document   []byte    `bson:"document"`
	Previous   []byte    `bson:"previous"`
	Hash       []byte    `bson:"hash"`
	Key        string    `bson:"key"`
	Claim      string    `bson:"claim,omitempty"`
	Generation int64     `bson:"generation,omitempty"`
}

func (e *entry) stored() storedEntry {
	return storedEntry{
		Sequence: e.Sequence, Kind: string(e.Kind), ID: string(e.ID), Version: int64(e.Version), At: e.At,
		Actor: e.Actor, Operation: string(e.Operation), Reason: e.Reason, Document: e.Document,
		Previous: e.Previous[:], Hash: e.Hash[:], Key: e.Key, Claim: e.Claim, Generation: e.Generation,
	}
}

// entry reads a kept entry. Hashes of a wrong length are read as they can be: it is for
// verification to find out.
func (s *storedEntry) entry() entry {
	e := entry{Key: s.Key, Claim: s.Claim, Generation: s.Generation, Entry: store.Entry{
		Sequence: s.Sequence, Kind: model.Kind(s.Kind), ID: model.ID(s.ID), Version: int(s.Version), At: s.At.UTC(),
		Actor: s.Actor, Operation: store.Operation(s.Operation), Reason: s.Reason, Document: s.Document,
	}}
	copy(e.Previous[:], s.Previous)
	copy(e.Hash[:], s.Hash)
	return e
}

func (s *Store) journal() *mongo.Collection { return s.db.Collection(journalName) }

// maxRead bounds the bytes of journal entries that one call returns; it always returns one.
const maxRead = 32 << 20

// Changes returns entries after a sequence number. It stops at a gap, which is either the end
// of the journal or an entry that this server does not have yet.
func (s *Store) Changes(ctx context.Context, after int64, limit int) ([]store.Entry, error) {
	after = max(after, 0)
	list, err := s.entriesAfter(ctx, after, min(limit, store.MaxPage))
	if err == nil && len(list) > 0 {
		last := list[len(list)-1]
		err = s.settle(ctx, place{last.Sequence, last.Hash})
	}
	if err != nil {
		return nil, wrap(err, "changes after", after)
	}
	return list, nil
}

func (s *Store) entriesAfter(ctx context.Context, after int64, limit int) ([]store.Entry, error) {
	if limit < 1 {
		return nil, invalid("limit", "the limit has to be positive")
	}
	var list []store.Entry
	filter, order := doc(entrySequence, doc("$gt", after)), doc(entrySequence, 1)
	err := s.scan(ctx, filter, order, limit, func(e *entry) bool {
		if e.Sequence != after+int64(len(list))+1 {
			return false
		}
		list = append(list, e.Entry)
		return true
	})
	return list, err
}

// Last returns the sequence number of the newest entry.
func (s *Store) Last(ctx context.Context) (last int64, err error) {
	err = s.scan(ctx, doc(), doc(entrySequence, -1), 1, func(e *entry) bool {
		last = e.Sequence
		return true
	})
	return last, wrap(err, "last entry", s.journal().Name())
}

// History returns the entries of one record, newest first.
func (s *Store) History(ctx context.Context, kind model.Kind, id model.ID, before, limit int) ([]store.Entry, error) {
	list, err := s.history(ctx, kind, id, before, min(limit, store.MaxPage))
	return list, wrap(err, "history of", id)
}

func (s *Store) history(ctx context.Context, kind model.Kind, id model.ID, before, limit int) ([]store.Entry, error) {
	if limit < 1 {
		return nil, invalid("limit", "the limit has to be positive")
	}
	if !isText(string(kind)) || !isText(string(id)) {
		return nil, nil
	}
	filter := doc(entryKind, string(kind), entryID, string(id))
	if before > 0 {
		filter = append(filter, bson.E{Key: entryVersion, Value: doc("$lt", int64(before))})
	}
	var list []store.Entry
	err := s.scan(ctx, filter, doc(entryVersion, -1), limit, func(e *entry) bool {
		list = append(list, e.Entry)
		return true
	})
	return list, err
}

// scan reads entries until there are enough of them, in number or in bytes, or each says no.
func (s *Store) scan(ctx context.Context, filter, order bson.D, limit int, each func(*entry) bool) error {
	cursor, err := s.journal().Find(ctx, filter, options.Find().SetSort(order).SetLimit(int64(limit)))
	if err != nil {
		return err
	}
	size := 0
	return walk(ctx, cursor, func(raw bson.Raw) error {
		var kept storedEntry
		if err := bson.Unmarshal(raw, &kept); err != nil {
			return fmt.Errorf("decode entry: %w", err)
		}
		e := kept.entry()
		if size += len(raw); !each(&e) || size >= maxRead {
			return errEnough
		}
		return nil
	})
}
