package registry

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// WatchRequest says which changes of records to tell of.
type WatchRequest struct {
	Kinds      []model.Kind           // none for all
	IDs        []model.ID             // none for all
	Operations []string               // none for all
	Where      map[model.Kind]*Filter // of records of these kinds; a deletion passes
	Since      *string                // the cursor of the last change that is known; nil: from now on
	Pace       *Pace                  // nil for as fast as changes are read
}

// Pace is that of somebody who is done with a change before the next one is decided.
type Pace struct {
	Turn   <-chan struct{}     // has one for each change that may be told
	Passed func(cursor string) // hears up to where all changes are done, or were not to be told
}

// Change is a change of a record that the caller may read.
type Change struct {
	Cursor    string
	ID        model.ID
	Version   int
	Operation string
	At        time.Time // zero for whom the time of a record's modification is masked
}

// Watch tells of the changes of records that the caller may read, in the order of the
// journal, until the context ends. Each is decided by the policy that is in force when it is
// told, by the record as the change left it and as it is then. The channel has no memory:
// who reads slowly is told later, and misses nothing.
func (r *Registry) Watch(ctx context.Context, q WatchRequest) (<-chan Change, error) {
	for kind, where := range q.Where {
		if where == nil {
			continue
		}
		if _, err := reads(store.SchemaOf(kind), where); err != nil {
			return nil, err
		}
	}
	position, leave, err := r.feed.join(ctx)
	if err != nil {
		return nil, err
	}
	if q.Since != nil {
		since, ok := r.readPosition(*q.Since)
		if !ok {
			leave()
			return nil, invalid("since", "this cursor does not belong to a subscription of this node")
		}
		position = min(position, since)
	}
	changes := make(chan Change)
	go func() {
		defer close(changes)
		defer leave()
		if err := r.tell(ctx, q, position, changes); err != nil && ctx.Err() == nil {
			r.log.ErrorContext(ctx, "a subscription ended", "error", err)
		}
	}()
	return changes, nil
}

// tell sends the changes after a position.
func (r *Registry) tell(ctx context.Context, q WatchRequest, position int64, changes chan<- Change) error {
	ready := q.Pace == nil
	for {
		events, err := r.feed.next(ctx, position)
		if err != nil {
			return err
		}
		for i := range events {
			if !ready {
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-q.Pace.Turn:
					ready = true
				}
			}
			position = events[i].sequence
			change, ok, err := r.change(ctx, &q, &events[i])
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case changes <- change:
				ready = q.Pace == nil
			}
		}
		if q.Pace != nil && ready {
			q.Pace.Passed(r.position(position))
		}
	}
}

// change is an event as the caller may see it; ok is false for one not asked for, or not for
// the caller.
func (r *Registry) change(ctx context.Context, q *WatchRequest, e *event) (c Change, ok bool, err error) {
	if e.kind == model.KindCredential || !among(q.Kinds, e.kind) || !among(q.IDs, e.id) || !among(q.Operations, string(e.operation)) {
		return c, false, nil
	}
	visible, allowed := r.grant(ctx).Decide(model.ActionRead, &e.facts)
	if !allowed {
		return c, false, nil
	}
	if e.operation != store.Delete {
		if ok, err := r.isThere(ctx, e, q.Where[e.kind]); err != nil || !ok {
			return c, false, err
		}
	}
	c = Change{Cursor: r.position(e.sequence), ID: e.id, Version: e.version, Operation: string(e.operation)}
	if modified, _ := model.Fields(e.kind, "modified"); visible.Has(modified) {
		c.At = e.at
	}
	return c, true, nil
}

func among[V comparable](list []V, v V) bool { return len(list) == 0 || slices.Contains(list, v) }

// isThere tells whether the caller may read the record as it is now, and a filter lets it
// through.
func (r *Registry) isThere(ctx context.Context, e *event, where *Filter) (bool, error) {
	if where == nil {
		found, err := r.Load(ctx, e.kind, []model.ID{e.id}, factFields(e.kind))
		return err == nil && found.Records[0] != nil, err
	}
	one := 1
	pages, err := r.List(ctx, ListRequest{Kind: e.kind, First: &one, Fields: factFields(e.kind),
		Where: store.All(where, Equal("id", string(e.id)))})
	return err == nil && len(pages[0].Records) == 1, err
}

// position is the cursor of an event: its sequence number, encrypted, because that counts
// what the caller may not see. Half of the block is zero, so that no other text is one.
func (r *Registry) position(sequence int64) string {
	var block [aes.BlockSize]byte
	binary.BigEndian.PutUint64(block[:], uint64(sequence))
	r.positions().Encrypt(block[:], block[:])
	return base64.RawURLEncoding.EncodeToString(block[:])
}

func (r *Registry) readPosition(cursor string) (sequence int64, ok bool) {
	block, ok := decodeCursor(cursor)
	if !ok || len(block) != aes.BlockSize {
		return 0, false
	}
	r.positions().Decrypt(block, block)
	return int64(binary.BigEndian.Uint64(block)), binary.BigEndian.Uint64(block[8:]) == 0
}

func (r *Registry) positions() cipher.Block {
	digest := hmac.New(sha256.New, r.secret)
	digest.Write([]byte("positions in the journal"))
	block, err := aes.NewCipher(digest.Sum(nil))
	if err != nil {
		panic("registry: " + err.Error()) // only for keys of other lengths
	}
	return block
}
