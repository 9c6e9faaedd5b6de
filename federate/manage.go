package federate

import (
	"context"
	"slices"
	"time"

	"metrograph/model"
	"metrograph/registry"
)

// AddPeer notes another node by its address, as it is found there. It is not trusted by that.
func (n *Node) AddPeer(ctx context.Context, endpoint string) (Peer, error) {
	h, err := n.Meet(ctx, endpoint)
	if err != nil {
		return Peer{}, err
	}
	if !slices.Contains(h.Versions, Version) {
		return Peer{}, model.Errorf(model.CodePeerUnavailable, "the node speaks other versions of the protocol: %v", h.Versions)
	}
	p := Peer{ID: h.Node, Name: h.Name, Level: h.Level, Region: h.Region, Endpoint: endpoint, Keys: []PeerKey{{Public: h.Key}},
		Trust: Known, Attachments: AttachmentsOnDemand, Added: n.now()}
	if err := p.check(n.self.ID); err != nil {
		return p, err
	}
	err = change(n.state, bucketPeers, p.ID, func(had *Peer) error {
		if had.ID == "" {
			*had = p
			return nil
		}
		if had.key(h.Fingerprint) == nil {
			return model.Errorf(model.CodeConflict, "the node answers with another key than the one that is noted: "+
				"if it was changed on purpose, remove the peer and add it again")
		}
		had.Endpoint = p.Endpoint
		p = *had
		return nil
	})
	return p, err
}

// Terms are what the operator trusts a peer with.
type Terms struct {
	Fingerprint string      `json:"fingerprint"` // of its key, as its operator has told it
	Harvest     bool        `json:"harvest"`
	Submit      bool        `json:"submit"`
	Relay       bool        `json:"relay"`
	Attachments Attachments `json:"attachments,omitempty"` // empty: as before
	Live        bool        `json:"live"`
	SpeaksFor   []string    `json:"speaksFor,omitempty"`
}

// TrustPeer trusts a peer whose fingerprint the operator has compared. Its institution is
// kept as the node itself tells of it, at the level that it says now.
func (n *Node) TrustPeer(ctx context.Context, id model.ID, t Terms) (Peer, error) {
	p, found, err := get[Peer](n.state, bucketPeers, id)
	if err != nil {
		return p, err
	}
	if !found {
		return p, model.NotFound()
	}
	if p.key(t.Fingerprint) == nil {
		return p, invalid("fingerprint", "the key that the node answered with has another fingerprint: %s", p.Fingerprint())
	}
	h, err := n.Meet(ctx, p.Endpoint)
	if err != nil {
		return p, err
	}
	if h.Node != id || p.key(h.Fingerprint) == nil {
		return p, model.Errorf(model.CodePeerUnavailable, "the node at %s is another one now", p.Endpoint)
	}
	p.Level, p.Region, p.Name = h.Level, h.Region, h.Name
	p.Trust, p.TrustedAt, p.Harvest, p.Submit, p.Relay = Trusted, n.now(), t.Harvest, t.Submit, t.Relay
	p.Live, p.SpeaksFor = t.Live, t.SpeaksFor
	if t.Attachments != "" {
		p.Attachments = t.Attachments
	}
	if err := p.check(n.self.ID); err != nil {
		return p, err
	}
	if err := n.acquaint(ctx, &p, h); err != nil {
		return p, err
	}
	return p, n.state.put(bucketPeers, id, &p)
}

// acquaint keeps the institution of a peer as its node tells of it. One that was recorded here
// stays, and has to be of the level that the peer says.
func (n *Node) acquaint(ctx context.Context, p *Peer, h Hello) error {
	known, err := n.registry.Institution(ctx, p.ID)
	if err == nil && known.Replica.IsZero() {
		if known.Level != p.Level || known.Region != p.Region {
			return model.Errorf(model.CodeConflict, "the institution is recorded here with another level or region than its node says")
		}
		return nil
	}
	if h.Institution == nil || h.Institution.ID != p.ID {
		return model.Errorf(model.CodePeerUnavailable, "the node does not tell of its institution: is it published there?")
	}
	results, err := n.registry.Replicate(ctx, n.source(p), []registry.Parcel{*h.Institution})
	if err != nil {
		return err
	}
	if results[0].Outcome == registry.OutcomeRejected {
		e := model.Errorf(model.CodeInvalid, "the institution of the peer is not acceptable: %s", results[0].Findings[0].Message.En)
		e.Findings = results[0].Findings
		return e
	}
	return nil
}

// RemovePeer forgets a peer. Nothing is sent to it any more, and nothing taken from it; what
// it had sent stays, and what it was sent is remembered.
func (n *Node) RemovePeer(id model.ID) error {
	if _, found, err := get[Peer](n.state, bucketPeers, id); err != nil || !found {
		if err == nil {
			err = model.NotFound()
		}
		return err
	}
	return n.state.remove(id)
}

// RotateKey makes a new key. Peers learn of it from the old one.
func (n *Node) RotateKey() (fingerprint string, err error) {
	err = n.keys.Rotate(n.now())
	return n.keys.Key(), err
}

// Keys are the node's own keys.
func (n *Node) Keys() *Keys { return n.keys }

// Fingerprint is that of the node's newest key.
func (n *Node) Fingerprint() string { return n.keys.Key() }

// Status is a peer and how the exchange with it goes.
type Status struct {
	Peer
	Fingerprint string        `json:"fingerprint"`
	Lag         time.Duration `json:"lag"` // since all that it shares was here last; 0: never, or not harvested
	Progress    Progress      `json:"progress"`
	Served      int64         `json:"served"` // records that the peer has taken from this node
}

// Peers tells of all peers, in the order of their identifiers.
func (n *Node) Peers() ([]Status, error) {
	peers, err := n.state.peers()
	if err != nil {
		return nil, err
	}
	all := make([]Status, len(peers))
	for i, p := range peers {
		s := Status{Peer: p, Fingerprint: p.Fingerprint()}
		if s.Progress, err = n.progressOf(p.ID); err != nil {
			return nil, err
		}
		sent, _, err := get[served](n.state, bucketServed, p.ID)
		if err != nil {
			return nil, err
		}
		s.Served = sent.Records
		if !s.Progress.Success.IsZero() {
			s.Lag = n.now().Sub(s.Progress.Success)
		}
		all[i] = s
	}
	return all, nil
}

// Told is the peers as the registry tells of them.
func (n *Node) Told() ([]registry.Peer, error) {
	all, err := n.Peers()
	if err != nil {
		return nil, err
	}
	told := make([]registry.Peer, len(all))
	for i, s := range all {
		p := &s.Progress
		told[i] = registry.Peer{
			Node: s.ID, Name: s.Name, Level: s.Level, Region: s.Region, Endpoint: s.Endpoint, Fingerprint: s.Fingerprint,
			Trust: string(s.Trust), Harvest: s.Peer.Harvest, Submit: s.Peer.Submit, Relay: s.Relay, Live: s.Live, SpeaksFor: s.SpeaksFor, Attachments: string(s.Attachments),
			LastSuccess: p.Success, Lag: s.Lag, Failure: p.Failure, Received: p.Records, ReceivedBytes: p.Bytes,
			Busy: time.Duration(p.Busy) * time.Millisecond, Withdrawn: p.Withdrawn, Rejected: p.Rejected, Ahead: p.Ahead, Served: s.Served,
			Submitted: p.Submitted, LastSubmission: p.PushSuccess, SubmissionFailure: p.PushFailure,
		}
	}
	return told, nil
}
