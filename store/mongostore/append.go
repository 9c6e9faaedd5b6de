package mongostore

import (
	"context"
	"math/rand/v2"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"metrograph/store"
)

// appendAll appends changes to the journal and returns what was written. Where another writer
// was faster, the rest is planned anew: from the journal itself, which knows what is not yet
// projected.
func (s *Store) appendAll(ctx context.Context, changes []*change) ([]revision, error) {
	var written []revision
	for try := 0; len(changes) > 0; try++ {
		if err := pause(ctx, try); err != nil {
			return nil, err
		}
		if err := s.locate(ctx); err != nil {
			return nil, err
		}
		planned, err := s.plan(ctx, changes, try > 0)
		if err != nil {
			return nil, err
		}
		if len(planned) == 0 {
			break
		}
		if err := s.o.Faults.At(store.BeforeJournal); err != nil {
			return nil, err
		}
		n, err := s.appendEntries(ctx, planned)
		if err != nil {
			return nil, err
		}
		for _, p := range planned[:n] {
			p.change.outcome.Sequence, p.change.outcome.Hash = p.Sequence, p.Hash
			written = append(written, p.revision)
		}
		changes = rest(planned[n:])
	}
	return written, nil
}

// pause lets other writers pass before a further try, a random while.
func pause(ctx context.Context, try int) error {
	if try == 0 {
		return nil
	}
	longest := time.Millisecond << min(try, 6)
	select {
	case <-time.After(rand.N(longest)):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func rest(planned []planned) []*change {
	changes := make([]*change, len(planned))
	for i, p := range planned {
		changes[i] = p.change
	}
	return changes
}

// appendEntries inserts entries where the journal is expected to end, in order: the server
// stops at the first that is not unique, so that no gap can arise. It returns how many were
// inserted. Less than all means that another writer was faster: with a number, with a version
// of the record, or with a claim to its key.
func (s *Store) appendEntries(ctx context.Context, list []planned) (int, error) {
	done := 0
	for i, part := range s.portions(list) {
		if i > 0 {
			if err := s.o.Faults.At(store.InsideJournal); err != nil {
				return 0, err
			}
		}
		documents := make([]any, len(part))
		for j := range part {
			documents[j] = part[j].stored()
		}
		_, err := s.journal().InsertMany(ctx, documents, options.InsertMany().SetOrdered(true))
		if before, is := duplicate(err); is {
			s.next = 0
			return done + before, nil
		}
		if err != nil {
			return 0, err
		}
		done += len(part)
	}
	s.next += int64(len(list))
	return done, nil
}

// portions splits entries as [Store.parts] splits revisions.
func (s *Store) portions(list []planned) [][]planned {
	if s.o.Faults == nil || len(list) < 2 {
		return [][]planned{list}
	}
	return [][]planned{list[:len(list)/2], list[len(list)/2:]}
}
