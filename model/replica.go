package model

import "time"

// Replica is what a node knows of a record that it holds for another: whose it is, and the
// word of that node for it. Its zero value stands on records that were born here.
type Replica struct {
	NodeID     ID        `json:"node,omitempty"`     // the institution whose node keeps the record itself
	From       ID        `json:"from,omitempty"`     // the peer that it was received from last
	Version    int       `json:"version,omitempty"`  // of the record at its node
	Hash       string    `json:"hash,omitempty"`     // of that revision in the journal of the node, SHA-256
	Previous   string    `json:"previous,omitempty"` // of the revision before
	Masked     []string  `json:"masked,omitempty"`   // fields that the node did not share
	Withdrawn  bool      `json:"withdrawn,omitempty"`
	ReceivedAt time.Time `json:"receivedAt,omitzero"`
	Seal       string    `json:"seal,omitempty"` // the signed word of the node, to pass on
}

// IsZero tells whether the record was born here.
func (r *Replica) IsZero() bool { return r.NodeID == "" }

func (r *Replica) check(k *checker) {
	k.in("replica")
	k.id("node", r.NodeID, KindInstitution)
	k.id("from", r.From, KindInstitution)
	k.sha256("hash", r.Hash)
	k.sha256("previous", r.Previous)
	k.codes("masked", r.Masked)
	k.prose("seal", r.Seal)
	k.out()
}
