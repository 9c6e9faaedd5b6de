package federate

import (
	"context"
	"crypto/rand"
	"errors"

	bolt "go.etcd.io/bbolt"

	"metrograph/model"
	"metrograph/registry"
)

// Resync has all that a peer shares come anew, and takes back what came from it before and does
// not come again. It is for peers that were restored from a backup: they do not know what they
// sent since. It is done by a harvest, whose submission is returned.
//
// The peer is asked from a position that it never gave, so that it sends everything; what has come
// is noted until it says that there is no more.
func (n *Node) Resync(ctx context.Context, id model.ID) (submission model.ID, err error) {
	if _, err := n.peer(id); err != nil {
		return "", err
	}
	turn := n.turn("take", id)
	turn.Lock()
	err = n.state.beginResync(id)
	turn.Unlock()
	if err != nil {
		return "", err
	}
	asked, err := n.registry.RequestHarvest(n.account(ctx), id)
	if err == nil {
		err = asked.Err
	}
	if err != nil {
		return "", err
	}
	return asked.Record.Base().ID, nil
}

// sweep takes back what came from a peer and has not come anew, once all has.
func (n *Node) sweep(ctx context.Context, p *Peer, session model.ID, progress Progress) error {
	if !progress.Resync {
		return nil
	}
	if r := progress.Run; r == nil || r.Session != session {
		progress.Run = &run{Session: session, Mode: model.SubmissionHarvest, Started: n.now()}
	}
	err := n.registry.ReceivedFrom(ctx, p.ID, func(ids []model.ID) error {
		left, err := n.state.notAnew(p.ID, ids)
		if err != nil || len(left) == 0 {
			return err
		}
		results, err := n.registry.Replicate(ctx, n.source(p), left)
		if err != nil {
			return err
		}
		var gone []registry.Received
		for _, r := range results {
			if r.Outcome != registry.OutcomeUnchanged { // else it was taken back before, or came from elsewhere since
				gone = append(gone, r)
			}
		}
		progress.Run.report(gone)
		progress.account(gone, 0, 0)
		n.metrics.took(p.ID, gone, 0)
		return n.state.putProgress(p.ID, &progress)
	})
	if err != nil {
		return err
	}
	progress.Resync, progress.Ahead = false, 0
	return n.state.endResync(p.ID, &progress)
}

// beginResync makes the position one that the peer does not know.
func (s *state) beginResync(peer model.ID) error {
	if err := s.update(func(tx *bolt.Tx) error { return forgetAnew(tx, peer) }); err != nil {
		return wrap("write its state", err)
	}
	return change(s, bucketProgress, peer, func(p *Progress) error {
		p.After, p.Resync = "anew."+rand.Text(), true
		return nil
	})
}

func (s *state) endResync(peer model.ID, p *Progress) error {
	return wrap("write its state", s.update(func(tx *bolt.Tx) error {
		if err := forgetAnew(tx, peer); err != nil {
			return err
		}
		return putProgress(tx, peer, p)
	}))
}

func forgetAnew(tx *bolt.Tx, peer model.ID) error {
	err := tx.Bucket(bucketAnew).DeleteBucket([]byte(peer))
	if errors.Is(err, bolt.ErrBucketNotFound) {
		return nil
	}
	return err
}

// keepTaken keeps how far this node has come with a peer, and in a resync what has come.
func (s *state) keepTaken(peer model.ID, p *Progress, parcels []registry.Parcel) error {
	return wrap("write its state", s.update(func(tx *bolt.Tx) error {
		if p.Resync {
			b, err := tx.Bucket(bucketAnew).CreateBucketIfNotExists([]byte(peer))
			if err != nil {
				return err
			}
			for i := range parcels {
				if err := b.Put([]byte(parcels[i].ID), []byte{1}); err != nil {
					return err
				}
			}
		}
		return putProgress(tx, peer, p)
	}))
}

// notAnew are the parcels that take back those of the records that have not come anew.
func (s *state) notAnew(peer model.ID, ids []model.ID) (left []registry.Parcel, err error) {
	err = s.db.View(func(tx *bolt.Tx) error {
		b := tx.Bucket(bucketAnew).Bucket([]byte(peer))
		for _, id := range ids {
			if b == nil || b.Get([]byte(id)) == nil {
				left = append(left, registry.Parcel{Act: registry.ActRevoke, ID: id})
			}
		}
		return nil
	})
	return left, wrap("read its state", err)
}
