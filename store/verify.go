package store

import (
	"bytes"
	"context"
	"fmt"

	"metrograph/model"
)

// Fault is something wrong that [Verify] found.
type Fault struct {
	Sequence int64
	Kind     model.Kind
	ID       model.ID
	Version  int
	What     string
}

func (f Fault) String() string {
	return fmt.Sprintf("entry %d, %s version %d: %s", f.Sequence, f.ID, f.Version, f.What)
}

// head is the last revision of a record seen while reading the journal.
type head struct {
	version int
	hash    Hash
	deleted bool
	seen    int64
}

// Verify reads the whole journal and tells what does not hold: a gap in the sequence, a hash
// that does not match its entry, a chain that is broken, or a record that queries read
// otherwise than the journal has it. It returns the number of entries read. Memory grows
// with the number of records, not of their size.
func Verify(ctx context.Context, s Store, found func(Fault)) (entries int64, err error) {
	heads := map[model.ID]head{}
	for {
		batch, err := s.Changes(ctx, entries, MaxPage)
		if err != nil {
			return entries, err
		}
		if len(batch) == 0 {
			break
		}
		for i := range batch {
			check(&batch[i], entries+1, heads, found)
			entries = batch[i].Sequence
		}
	}
	return entries, verifyProjection(ctx, s, heads, found)
}

func check(e *Entry, want int64, heads map[model.ID]head, found func(Fault)) {
	fault := func(what string) { found(Fault{e.Sequence, e.Kind, e.ID, e.Version, what}) }
	before := heads[e.ID]
	switch {
	case e.Sequence != want:
		fault(fmt.Sprintf("the journal has a gap: entry %d is missing", want))
	case e.Compute() != e.Hash:
		fault("the entry was changed: its hash does not match")
	case e.Previous != before.hash || e.Version != before.version+1:
		fault("the chain is broken: the entry does not follow the version before it")
	}
	heads[e.ID] = head{version: e.Version, hash: e.Hash, deleted: e.Operation == Delete, seen: e.Sequence}
}

// verifyProjection compares what queries read with the last revision in the journal.
func verifyProjection(ctx context.Context, s Store, heads map[model.ID]head, found func(Fault)) error {
	pending := map[model.Kind][]model.ID{}
	flush := func(kind model.Kind) error {
		ids := pending[kind]
		pending[kind] = nil
		documents, err := s.Get(ctx, kind, ids, 0)
		if err != nil {
			return err
		}
		for i, id := range ids {
			if err := compare(ctx, s, kind, id, heads[id], documents[i], found); err != nil {
				return err
			}
		}
		return nil
	}
	for id := range heads {
		kind := id.Kind()
		pending[kind] = append(pending[kind], id)
		if len(pending[kind]) == MaxPage {
			if err := flush(kind); err != nil {
				return err
			}
		}
	}
	for kind := range pending {
		if err := flush(kind); err != nil {
			return err
		}
	}
	return nil
}

func compare(ctx context.Context, s Store, kind model.Kind, id model.ID, h head, d *Document, found func(Fault)) error {
	fault := func(what string) { found(Fault{h.seen, kind, id, h.version, what}) }
	switch {
	case h.deleted && d != nil:
		fault("the record was deleted but is still read")
	case h.deleted:
	case d == nil:
		fault("the record is in the journal but not read")
	case d.Version != h.version || d.Hash != h.hash:
		fault(fmt.Sprintf("version %d is read instead", d.Version))
	default:
		last, err := s.History(ctx, kind, id, 0, 1)
		if err != nil {
			return err
		}
		if len(last) != 1 || !bytes.Equal(last[0].Document, d.Raw) {
			fault("the record that is read differs from its journal entry")
		}
	}
	return nil
}
