package federate

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"metrograph/model"
	"metrograph/registry"
)

// Progress is how far this node has come with what a peer shares, however it came.
type Progress struct {
	After     string    `json:"after"` // the token of the position
	Run       *run      `json:"run,omitempty"`
	Receipt   *Receipt  `json:"receipt,omitempty"` // of the last session, until the sender has it
	LastRun   *run      `json:"lastRun,omitempty"` // what the receipt is of
	Files     []string  `json:"files,omitempty"`   // attachments that are still to be fetched
	Success   time.Time `json:"success,omitzero"`  // when all that was shared had come last
	Tried     time.Time `json:"tried,omitzero"`
	Failure   string    `json:"failure,omitempty"` // of the last try
	Records   int64     `json:"records"`
	Bytes     int64     `json:"bytes"`
	Busy      int64     `json:"busy"` // milliseconds that records took to come
	Withdrawn int64     `json:"withdrawn"`
	Rejected  int64     `json:"rejected"`
	Ahead     int64     `json:"ahead,omitempty"`  // records that it sent older than they are here
	Resync    bool      `json:"resync,omitempty"` // all comes anew, and what does not is taken back
	Pushed
}

// Pushed is how far this node has come with pushing to a peer, which it does while it receives.
type Pushed struct {
	Submitted   int64     `json:"submitted"` // records that were pushed to it
	PushSuccess time.Time `json:"pushSuccess,omitzero"`
	PushFailure string    `json:"pushFailure,omitempty"`
}

// run is a session under way.
type run struct {
	Session model.ID             `json:"session"`
	Mode    model.SubmissionMode `json:"mode"`
	Batches int                  `json:"batches"`
	Size    int64                `json:"size"`
	Digest  string               `json:"digest"`
	Tally   model.TransferTally  `json:"tally"`
	Changes []model.Transferred  `json:"changes,omitempty"`
	Started time.Time            `json:"started"`
}

// longestPosition bounds what a peer has this node remember.
const longestPosition = 200

// mostChanges bounds the list of changes of a session; the tally counts all.
const mostChanges = 1000

// take keeps a batch of a trusted peer: it is checked whole, then kept, and then the position
// moves on. A batch that was taken already, as its digest says, is answered alike and changes
// nothing. The caller has the peer's turn.
func (n *Node) take(ctx context.Context, p *Peer, mode model.SubmissionMode, body []byte) (*Batch, Progress, error) {
	began := n.now()
	progress, _, err := get[Progress](n.state, bucketProgress, p.ID)
	if err != nil {
		return nil, progress, err
	}
	var b Batch
	if err := json.Unmarshal(body, &b); err != nil {
		return nil, progress, invalid("", "the batch is not what the protocol says")
	}
	digest := digestHex(body)
	if r := progress.Run; r != nil && r.Session == b.Session && r.Batches == b.Number && r.Digest == digest {
		return &b, progress, nil
	}
	if err := n.checkBatch(p, &b, &progress); err != nil {
		return nil, progress, err
	}
	if err := n.learn(p, b.Keys); err != nil {
		return nil, progress, err
	}
	source := n.source(p)
	source.Resync = progress.Resync
	results, err := n.registry.Replicate(ctx, source, b.Parcels)
	if err != nil {
		return nil, progress, err
	}
	if progress.Run == nil || progress.Run.Session != b.Session {
		progress.Run = &run{Session: b.Session, Mode: mode, Started: began}
	}
	progress.Run.add(results, int64(len(body)), digest)
	progress.account(results, int64(len(body)), n.now().Sub(began))
	progress.After = b.Next
	if p.Attachments == AttachmentsEager {
		progress.Files = append(progress.Files, filesOf(b.Parcels, results)...)
	}
	n.metrics.took(p.ID, results, len(body))
	return &b, progress, n.state.keepTaken(p.ID, &progress, b.Parcels)
}

// checkBatch checks that a batch is the next one of this peer for this node.
func (n *Node) checkBatch(p *Peer, b *Batch, progress *Progress) error {
	switch {
	case b.Version != Version:
		return invalid("version", "this node speaks version %d of the protocol", Version)
	case b.Node != p.ID || b.Audience != n.self.ID:
		return invalid("audience", "the batch is not from this peer for this node")
	case len(b.Parcels) > registry.MostParcels || b.Session.Kind() != model.KindSubmission || !b.Session.Valid():
		return invalid("session", "the batch is not what the protocol says")
	case b.After != progress.After:
		return model.Errorf(model.CodeConflict, "the batch does not follow the position that this node has come to")
	}
	number, previous := 1, ""
	if r := progress.Run; r != nil && r.Session == b.Session {
		number, previous = r.Batches+1, r.Digest
	}
	if b.Number != number || b.Previous != previous {
		return model.Errorf(model.CodeConflict, "the batch does not follow the one before it")
	}
	if len(b.Parcels) > 0 && b.Next == b.After || len(b.Next) > longestPosition {
		return invalid("next", "the batch leads nowhere")
	}
	return nil
}

// learn notes the keys of nodes that a peer passes on records of. A key that is known stays
// as it is: a peer cannot put another in its place, nor one in that of a node that is known. A
// newer one is taken on the word of the newest that is known.
func (n *Node) learn(p *Peer, all []NodeKeys) error {
	for _, k := range all {
		if !p.Relay || k.Node.Kind() != model.KindInstitution || n.knows(k.Node) {
			continue
		}
		known, found, err := get[NodeKeys](n.state, bucketNodes, k.Node)
		if err != nil {
			return err
		}
		switch {
		case found && known.follow(k.Words):
			k = known
		case found, len(k.Keys) == 0, len(k.Keys)+len(k.Words) > mostKnown,
			slices.ContainsFunc(k.Keys, func(b []byte) bool { return len(b) != ed25519.PublicKeySize }):
			continue
		}
		if err := n.state.put(bucketNodes, k.Node, k); err != nil {
			return err
		}
	}
	return nil
}

// mostKnown bounds the keys and words that are noted of a node.
const mostKnown = 200

func (r *run) add(results []registry.Received, size int64, digest string) {
	r.Batches++
	r.Size += size
	r.Digest = digest
	r.report(results)
}

// report puts into the report what became of records.
func (r *run) report(results []registry.Received) {
	for _, result := range results {
		r.Tally.Read++
		if counter := counterOf(&r.Tally, result.Outcome); counter != nil {
			*counter++
		}
		listed := result.Outcome != registry.OutcomeCreated && result.Outcome != registry.OutcomeUnchanged
		if listed && len(r.Changes) < mostChanges && result.ID.Valid() {
			r.Changes = append(r.Changes, model.Transferred{Record: result.ID, Version: result.Version, Outcome: result.Outcome, Findings: result.Findings})
		}
	}
}

func counterOf(t *model.TransferTally, outcome string) *int {
	switch outcome {
	case registry.OutcomeCreated:
		return &t.Created
	case registry.OutcomeAmended:
		return &t.Amended
	case registry.OutcomeWithdrawn:
		return &t.Withdrawn
	case registry.OutcomeDeleted:
		return &t.Deleted
	case registry.OutcomeUnchanged:
		return &t.Unchanged
	case registry.OutcomeRejected:
		return &t.Rejected
	}
	return nil
}

func (p *Progress) account(results []registry.Received, size int64, took time.Duration) {
	p.Records += int64(len(results))
	p.Bytes += size
	p.Busy += took.Milliseconds()
	for _, r := range results {
		if r.Ahead && !p.Resync {
			p.Ahead++
		}
		switch r.Outcome {
		case registry.OutcomeWithdrawn, registry.OutcomeDeleted:
			p.Withdrawn++
		case registry.OutcomeRejected:
			p.Rejected++
		}
	}
}

// filesOf are the attachments that a batch brought.
func filesOf(parcels []registry.Parcel, results []registry.Received) (ids []string) {
	for i := range parcels {
		kept := results[i].Outcome == registry.OutcomeCreated || results[i].Outcome == registry.OutcomeAmended
		if parcels[i].ID.Kind() == model.KindAttachment && parcels[i].Act == registry.ActPut && kept {
			ids = append(ids, string(parcels[i].ID))
		}
	}
	return ids
}

// finish ends the session under way: its receipt is signed and kept until the sender has it.
func (n *Node) finish(p *Peer, session model.ID) (Progress, error) {
	var done Progress
	err := change(n.state, bucketProgress, p.ID, func(progress *Progress) error {
		r := progress.Run
		if r == nil || r.Session != session {
			if progress.LastRun == nil || progress.LastRun.Session != session {
				return model.NotFound()
			}
			done = *progress
			return nil
		}
		receipt, err := n.receipt(p, r)
		if err != nil {
			return err
		}
		progress.LastRun, progress.Run, progress.Receipt = r, nil, receipt
		if r.Mode == model.SubmissionSubmit { // of a harvest it is noted when that has ended
			progress.Success = n.now()
		}
		done = *progress
		return nil
	})
	return done, err
}

// receipt signs what a session came to.
func (n *Node) receipt(p *Peer, r *run) (*Receipt, error) {
	raw, err := json.Marshal(Statement{Version: Version, Session: r.Session, Mode: r.Mode, Sender: p.ID, Receiver: n.self.ID,
		Batches: r.Batches, Size: r.Size, Digest: r.Digest, Tally: r.Tally, Started: r.Started, Ended: n.now()})
	if err != nil {
		return nil, fmt.Errorf("receipt: %w", err)
	}
	receipt := &Receipt{Statement: raw, Key: n.keys.Key()}
	receipt.Signature = n.keys.Sign(receipt.message())
	return receipt, nil
}

// checkReceipt checks the receipt of a peer for what this node sent, and reads it.
func (n *Node) checkReceipt(p *Peer, r *Receipt) (s Statement, err error) {
	if r == nil {
		return s, invalid("receipt", "the receipt is missing")
	}
	key := p.key(r.Key)
	if key == nil || !ed25519.Verify(key.Public, r.message(), r.Signature) {
		return s, invalid("receipt", "the receipt is not signed by the receiver")
	}
	if err := json.Unmarshal(r.Statement, &s); err != nil {
		return s, invalid("receipt", "the receipt is not what the protocol says")
	}
	if s.Sender != n.self.ID || s.Receiver != p.ID || s.Session.Kind() != model.KindSubmission {
		return s, invalid("receipt", "the receipt is not for this node")
	}
	return s, nil
}
