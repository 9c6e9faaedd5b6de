package federate

import (
	"context"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"metrograph/model"
	"metrograph/registry"
)

// served is how far a peer has come with what this node shares. The peer holds the token of
// its position; where in the journal that is stays here, so that a position tells nothing of
// what the peer may not see.
type served struct {
	Pass         uint32          `json:"pass"`              // how often the journal was begun anew
	Policy       string          `json:"policy"`            // for which version of the policy
	Acked        string          `json:"acked"`             // the token that the peer has come to
	Reach        string          `json:"reach"`             // up to where the journal was looked through
	Pending      string          `json:"pending"`           // the token of the last batch, which the peer may not have
	PendingReach string          `json:"pendingReach"`      // up to where that batch leads
	Sent         []registry.Sent `json:"sent,omitempty"`    // with that batch
	Anew         bool            `json:"anew,omitempty"`    // the peer is not where it was: it gets everything anew
	Waiting      []model.ID      `json:"waiting,omitempty"` // institutions whose records wait until the peer may hold them
	Batches      int64           `json:"batches"`           // that the peer has taken
	Records      int64           `json:"records"`           // in them
	LastAt       string          `json:"lastAt,omitempty"`  // when the peer asked last
}

// share makes the next batch for a peer that has come to a position. It is decided by the
// policy in force now: where that is another than before, the journal is looked through from
// its beginning for what the peer may hold now and could not before, and the other way round;
// what it holds already is not sent again.
func (n *Node) share(ctx context.Context, p *Peer, b *Batch, limit int) error {
	turn := n.turn("share", p.ID)
	turn.Lock()
	defer turn.Unlock()
	s, _, err := get[served](n.state, bucketServed, p.ID)
	if err != nil {
		return err
	}
	before := s.Acked + s.Reach + s.Policy
	settled := s.settle(b.After)
	if policy := n.registry.PolicyVersion(as(ctx, p)); policy != s.Policy {
		s.Policy, s.Pass, s.Reach = policy, s.Pass+1, ""
	}
	s.comeForth(settled)
	harvest, err := n.registry.Harvestable(as(ctx, p), registry.HarvestRequest{
		After: s.Reach, Limit: limit, Bytes: batchBytes, Signer: n.keys, Anew: s.Anew,
		Held: func(ids []model.ID) (map[model.ID]registry.Held, error) { return n.heldAfter(p.ID, settled, ids) },
	})
	if err != nil {
		return err
	}
	b.Next, b.More, b.Parcels = b.After, harvest.More, harvest.Parcels
	s.Pending, s.PendingReach, s.Sent = "", "", nil
	if len(harvest.Parcels) == 0 {
		s.Reach = harvest.Reached
		s.Anew = s.Anew && harvest.More
	} else {
		s.Pending, s.PendingReach, s.Sent = fmt.Sprintf("%d.%s", s.Pass, harvest.Reached), harvest.Reached, harvest.Sent
		b.Next = s.Pending
	}
	for _, id := range harvest.Waiting {
		if !slices.Contains(s.Waiting, id) {
			s.Waiting = append(s.Waiting, id)
		}
	}
	if len(settled)+len(s.Sent) == 0 && before == s.Acked+s.Reach+s.Policy {
		return nil
	}
	return n.state.keepServed(p.ID, &s, settled)
}

// settle takes the position that a peer says it has come to. What the batch before brought is
// held by the peer then, and returned. A peer at any other position than the last two has
// lost what it had, or was given back an older state: it gets everything anew.
func (s *served) settle(after string) (arrived []registry.Sent) {
	switch {
	case after == s.Pending && s.Pending != "":
		arrived = s.Sent
		s.Acked, s.Reach = s.Pending, s.PendingReach
		s.Batches++
		s.Records += int64(len(s.Sent))
	case after != s.Acked:
		s.Acked, s.Anew, s.Reach = after, true, ""
		s.Pass++
	}
	return arrived
}

// comeForth has the journal looked through from its beginning when an institution has arrived
// whose records were waiting for it.
func (s *served) comeForth(arrived []registry.Sent) {
	waited := len(s.Waiting)
	s.Waiting = slices.DeleteFunc(s.Waiting, func(id model.ID) bool {
		return slices.ContainsFunc(arrived, func(a registry.Sent) bool { return a.ID == id && !a.Gone })
	})
	if len(s.Waiting) < waited {
		s.Pass, s.Reach = s.Pass+1, ""
	}
}

// heldAfter is what a peer holds, with what has just arrived there.
func (n *Node) heldAfter(peer model.ID, arrived []registry.Sent, ids []model.ID) (map[model.ID]registry.Held, error) {
	held, err := n.state.held(peer, ids)
	if err != nil {
		return nil, err
	}
	for _, a := range arrived {
		if slices.Contains(ids, a.ID) {
			held[a.ID] = a.Held
		}
	}
	return held, nil
}

// keepServed keeps how far a peer has come, before the batch is on its way: what arrived is
// held, and what is sent now may be.
func (s *state) keepServed(peer model.ID, now *served, arrived []registry.Sent) error {
	return wrap("keep what is sent", s.update(func(tx *bolt.Tx) error {
		b, err := tx.Bucket(bucketHeld).CreateBucketIfNotExists([]byte(peer))
		if err != nil {
			return err
		}
		for _, a := range arrived {
			if err := b.Put([]byte(a.ID), heldBytes(a.Held)); err != nil {
				return err
			}
		}
		for _, a := range now.Sent {
			if err := b.Put([]byte(a.ID), heldBytes(registry.Held{})); err != nil {
				return err
			}
		}
		return putIn(tx, bucketServed, peer, now)
	}))
}

// originKeys are the keys of the other nodes whose records a batch passes on.
func (n *Node) originKeys(parcels []registry.Parcel) []NodeKeys {
	var all []NodeKeys
	for i := range parcels {
		s := parcels[i].Seal
		if s == nil || s.Node == n.self.ID || slices.ContainsFunc(all, func(k NodeKeys) bool { return k.Node == s.Node }) {
			continue
		}
		all = append(all, n.knownKeys(s.Node))
	}
	return all
}
