package mongostore

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"metrograph/model"
	"metrograph/store"
)

// The documents of the state collection.
const (
	stateMark  = "applied" // the low-water mark: entries up to it are surely read by queries
	stateFence = "fence"   // counts how often somebody waited for what others wrote
	stateCount = "n"
)

// markEvery is how many entries the kept low-water mark may lag behind. The next start looks
// at so many entries in vain.
const markEvery = 256

// errVanished is the error of an entry that was read and then taken back, by a server that
// failed before it was durable.
var errVanished = errors.New("an entry of the journal was taken back by a failing server")

func (s *Store) state() *mongo.Collection { return s.db.Collection(stateName) }

// place is an entry's place in the journal.
type place struct {
	sequence int64
	hash     store.Hash
}

// last returns the place of the last entry; zero for an empty journal.
func (s *Store) last(ctx context.Context) (place, error) {
	return s.placeOf(ctx, doc())
}

func (s *Store) placeOf(ctx context.Context, filter bson.D) (place, error) {
	find := options.FindOne().SetSort(doc(entrySequence, -1)).SetProjection(doc(entryHash, 1))
	raw, err := s.journal().FindOne(ctx, filter, find).Raw()
	if errors.Is(err, mongo.ErrNoDocuments) {
		return place{}, nil
	}
	if err != nil {
		return place{}, err
	}
	n, ok := raw.Lookup(entrySequence).AsInt64OK()
	hash, _ := hashAt(raw, entryHash)
	if !ok {
		return place{}, fmt.Errorf("entry %v has no sequence number", raw.Lookup(entrySequence))
	}
	return place{n, hash}, nil
}

// fence waits until an entry that somebody else wrote is durable, and with it all before it:
// servers make writes durable in the order in which they become visible, so what was read
// before a write is durable when the write is. The entry is looked up again after, because a
// failing server may have lost it in between.
func (s *Store) fence(ctx context.Context, p place) error {
	if err := s.flush(ctx); err != nil {
		return err
	}
	again, err := s.placeOf(ctx, doc(entrySequence, p.sequence))
	if err == nil && again != p {
		err = errVanished
	}
	return err
}

// flush returns when everything that was seen before is durable.
func (s *Store) flush(ctx context.Context) error {
	_, err := s.state().UpdateOne(ctx, doc(fieldID, stateFence), doc("$inc", doc(stateCount, int64(1))))
	return err
}

// settle makes sure, before a reader passes an entry, that no failure can take it back and
// that queries read what it wrote.
func (s *Store) settle(ctx context.Context, last place) error {
	if s.settled.Load() >= last.sequence {
		return nil
	}
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.leave()
	if s.settled.Load() >= last.sequence {
		return nil
	}
	if err := s.fence(ctx, last); err != nil {
		return err
	}
	return s.catchUp(ctx, last.sequence)
}

// catchUp projects durable entries that their writers may have left to others. It needs the
// turn.
func (s *Store) catchUp(ctx context.Context, last int64) error {
	from := s.settled.Load()
	if from >= last {
		return nil
	}
	mark, err := s.readMark(ctx) // another process may have done most of it
	if err != nil {
		return err
	}
	for from = max(from, mark); from < last; {
		upTo := min(from+int64(s.o.Batch), last)
		if err := s.help(ctx, from, upTo); err != nil {
			return err
		}
		from = upTo
	}
	return s.advance(ctx, last)
}

// advance notes that entries up to last are settled.
func (s *Store) advance(ctx context.Context, last int64) error {
	s.settled.Store(last)
	if last-s.kept < markEvery {
		return nil
	}
	return s.keepMark(ctx)
}

func (s *Store) readMark(ctx context.Context) (int64, error) {
	raw, err := s.state().FindOne(ctx, doc(fieldID, stateMark)).Raw()
	if errors.Is(err, mongo.ErrNoDocuments) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n, _ := raw.Lookup(stateCount).AsInt64OK()
	return n, nil
}

func (s *Store) keepMark(ctx context.Context) error {
	mark := s.settled.Load()
	if mark <= s.kept {
		return nil
	}
	_, err := s.state().UpdateOne(ctx, doc(fieldID, stateMark), doc("$max", doc(stateCount, mark)))
	if err == nil {
		s.kept = mark
	}
	return err
}

// rollForward finishes the commits that were cut short, from the kept mark on.
func (s *Store) rollForward(ctx context.Context) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.leave()
	for _, id := range []string{stateMark, stateFence} {
		_, err := s.state().InsertOne(ctx, doc(fieldID, id, stateCount, int64(0)))
		if _, exists := duplicate(err); err != nil && !exists {
			return err
		}
	}
	mark, err := s.readMark(ctx)
	if err != nil {
		return err
	}
	s.settled.Store(mark)
	s.kept = mark
	if err := s.locate(ctx); err != nil {
		return err
	}
	if err := s.catchUp(ctx, s.next-1); err != nil {
		return err
	}
	return s.keepMark(ctx)
}

// locate finds where the next entry is to go: after a last one that cannot be taken back, or
// else a gap would be left. It needs the turn.
func (s *Store) locate(ctx context.Context) error {
	for s.next == 0 {
		last, err := s.last(ctx)
		if err != nil {
			return err
		}
		if last.sequence > s.settled.Load() {
			err = s.fence(ctx, last)
		}
		if errors.Is(err, errVanished) {
			continue // the server that failed has been replaced: look again
		}
		if err != nil {
			return err
		}
		s.next = last.sequence + 1
	}
	return nil
}

// help projects those of a range of entries that queries do not read yet. It ends when it has
// seen all of them twice, before and after a flush: another writer may be projecting them.
func (s *Store) help(ctx context.Context, from, to int64) error {
	latest, err := s.latestIn(ctx, from, to)
	if err != nil {
		return err
	}
	for flushed := false; ; flushed = true {
		missing, err := s.missing(ctx, latest)
		if err != nil || len(missing) == 0 && flushed {
			return err
		}
		if err := s.projectAgain(ctx, missing); err != nil {
			return err
		}
		if err := s.flush(ctx); err != nil {
			return err
		}
	}
}

// missing lists the entries that queries do not read yet.
func (s *Store) missing(ctx context.Context, latest map[model.Kind]map[model.ID]*entry) ([]int64, error) {
	var list []int64
	for _, kind := range model.Kinds() {
		late, err := s.lagging(ctx, kind, latest[kind])
		if err != nil {
			return nil, err
		}
		for _, e := range late {
			list = append(list, e.Sequence)
		}
	}
	return list, nil
}

// latestIn returns the heads of the last entries of each record in a range.
func (s *Store) latestIn(ctx context.Context, from, to int64) (map[model.Kind]map[model.ID]*entry, error) {
	filter := doc(entrySequence, doc("$gt", from, "$lte", to))
	heads, err := s.heads(ctx, filter)
	latest := map[model.Kind]map[model.ID]*entry{}
	for i := range heads {
		e := &heads[i]
		if latest[e.Kind] == nil {
			latest[e.Kind] = map[model.ID]*entry{}
		}
		if before := latest[e.Kind][e.ID]; before == nil || before.Version < e.Version {
			latest[e.Kind][e.ID] = e
		}
	}
	return latest, err
}

// heads reads entries without their documents.
func (s *Store) heads(ctx context.Context, filter bson.D) ([]entry, error) {
	part := doc(entryKind, 1, entryID, 1, entryVersion, 1, entryOperation, 1, entryHash, 1, entryKey, 1,
		entryClaim, 1, entryGeneration, 1)
	cursor, err := s.journal().Find(ctx, filter, options.Find().SetProjection(part))
	if err != nil {
		return nil, err
	}
	var kept []storedEntry
	if err := cursor.All(ctx, &kept); err != nil {
		return nil, err
	}
	list := make([]entry, len(kept))
	for i := range kept {
		list[i] = kept[i].entry()
	}
	return list, nil
}

// projectAgain projects entries from the journal.
func (s *Store) projectAgain(ctx context.Context, sequences []int64) error {
	for len(sequences) > 0 {
		var revisions []revision
		var failed error
		filter := doc(entrySequence, anyOf(sequences))
		err := s.scan(ctx, filter, doc(entrySequence, 1), len(sequences), func(e *entry) bool {
			var r revision
			r, failed = revisionOf(e)
			revisions = append(revisions, r)
			return failed == nil
		})
		if err = errors.Join(err, failed); err != nil {
			return err
		}
		if len(revisions) == 0 {
			return errVanished
		}
		if err := s.project(ctx, revisions); err != nil {
			return err
		}
		sequences = sequences[len(revisions):]
	}
	return nil
}

// revisionOf computes anew, from its journal entry, what queries read of a record.
func revisionOf(e *entry) (revision, error) {
	p := store.Prepared{Kind: e.Kind, ID: e.ID, Version: e.Version, Document: e.Document}
	if e.Operation == store.Delete {
		return revision{entry: *e}, nil
	}
	record, err := store.Decode(e.Kind, e.Document, 0)
	if err != nil {
		return revision{}, err
	}
	p.Index = store.IndexOf(record)
	b, err := bodyOf(p)
	return revision{entry: *e, body: b}, err
}
