package registry

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"slices"

	"metrograph/model"
	"metrograph/store"
)

// Source is the peer that records are received from, as this node's operator knows it.
type Source struct {
	ID     model.ID
	Level  model.Level // of its institution, as it was trusted
	Region model.Region
	Relay  bool // whether it may pass on records of other nodes
	// Resync takes what the peer shares now in place of what came from it before, be that newer
	// or another history: the operator knows that the peer was restored from a backup.
	Resync bool
	// Key returns the key of a node by its fingerprint; nil where it is not known.
	Key func(node model.ID, fingerprint string) ed25519.PublicKey
	// Peer tells whether an institution has a node that this one knows, or is its own.
	Peer func(id model.ID) bool
}

// Received is what became of a parcel.
type Received struct {
	ID       model.ID
	Version  int
	Outcome  string
	Findings []model.Finding // why it was rejected
	Ahead    bool            // what is held came from the peer, and is newer or another history
}

// What becomes of a parcel.
const (
	OutcomeCreated   = "created"
	OutcomeAmended   = "amended"
	OutcomeWithdrawn = "withdrawn"
	OutcomeDeleted   = "deleted"
	OutcomeUnchanged = "unchanged"
	OutcomeRejected  = "rejected"
)

// MostParcels bounds what one call of Replicate takes.
const MostParcels = 1000

// Replicate keeps what a trusted peer sends: each parcel by itself, in order. It is the only
// way to change a replica. What is kept is in the journal and durable. The same parcel a
// second time changes nothing.
func (r *Registry) Replicate(ctx context.Context, from Source, parcels []Parcel) ([]Received, error) {
	if len(parcels) > MostParcels {
		return nil, model.Errorf(model.CodeLimitExceeded, "at most %d records can be sent at once", MostParcels)
	}
	b := &replication{Registry: r, ctx: ctx, from: from, held: map[model.ID]*holding{}, out: make([]Received, len(parcels))}
	if err := b.load(parcels); err != nil {
		return nil, inside("replicate", err)
	}
	for i := range parcels {
		b.take(i, &parcels[i])
	}
	if err := b.commit(); err != nil {
		return nil, inside("replicate", err)
	}
	return b.out, b.followed(parcels)
}

// followed lets evaluations of this node follow those of the nation that have arrived.
func (b *replication) followed(parcels []Parcel) error {
	if slices.ContainsFunc(parcels, func(p Parcel) bool { return p.ID.Kind() == model.KindEvaluation }) {
		return b.follow(b.ctx)
	}
	return nil
}

// replication is one call of Replicate under way.
type replication struct {
	*Registry
	ctx     context.Context
	from    Source
	held    map[model.ID]*holding
	changes []store.Change
	of      []int // the parcels of the changes
	out     []Received
}

// holding is what there is of a record, or what an earlier parcel makes of it.
type holding struct {
	revision int          // 0 for nothing
	record   model.Record // its facts and what it is a replica of; nil for nothing
}

// load reads what there is of the records and of the institutions that they belong to.
func (b *replication) load(parcels []Parcel) error {
	ids := map[model.Kind][]model.ID{}
	want := func(id model.ID) {
		if kind := id.Kind(); kind != "" && b.held[id] == nil {
			b.held[id] = &holding{}
			ids[kind] = append(ids[kind], id)
		}
	}
	for i := range parcels {
		want(parcels[i].ID)
		if s := parcels[i].Seal; s != nil && s.Origin.Kind() == model.KindInstitution {
			want(s.Origin)
		}
	}
	for kind, list := range ids {
		documents, err := b.store.Get(b.ctx, kind, list, standingFields(kind))
		if err != nil {
			return err
		}
		for _, d := range documents {
			if d == nil {
				continue
			}
			record, err := d.Record(standingFields(kind))
			if err != nil {
				return err
			}
			b.held[d.ID] = &holding{d.Version, record}
		}
	}
	return nil
}

// take makes the change of a parcel, or says why there is none.
func (b *replication) take(i int, p *Parcel) {
	out := &b.out[i]
	out.ID, out.Version = p.ID, p.Version
	var record model.Record
	switch p.Act {
	case ActPut:
		record, out.Outcome, out.Findings = b.put(p)
		out.Ahead = record == nil && b.ahead(p)
	case ActDelete, ActRevoke:
		record, out.Outcome, out.Findings = b.takeBack(p)
	default:
		out.Findings = fault("act", "replica.form", "there is nothing of this name to do with a record", "没有这种操作")
	}
	if len(out.Findings) > 0 {
		out.Outcome = OutcomeRejected
	}
	if record == nil || out.Outcome == OutcomeRejected || out.Outcome == OutcomeUnchanged {
		return
	}
	h := b.held[p.ID]
	c := store.Change{Record: record, Operation: operationOf(out.Outcome, p.Operation), Actor: actorOf(b.from.ID), At: b.now(), Revision: h.revision + 1}
	if p.Act == ActDelete && b.keeps(h.record) {
		c.Operation = store.Delete
	}
	b.changes, b.of = append(b.changes, c), append(b.of, i)
	h.revision, h.record = h.revision+1, record
}

// keeps tells whether the peer is the node that keeps the record itself, whose deletion is
// for ever. Of one that passes it on the record is taken back, and may come again.
func (b *replication) keeps(record model.Record) bool {
	return record.Base().Replica.NodeID == b.from.ID
}

func operationOf(outcome, at string) store.Operation {
	switch {
	case outcome == OutcomeCreated:
		return store.Create
	case outcome == OutcomeWithdrawn, outcome == OutcomeDeleted:
		return store.Withdraw
	case at == string(store.Publish) || at == string(store.Withdraw):
		return store.Operation(at)
	}
	return store.Amend
}

// put is the replica that a parcel makes.
func (b *replication) put(p *Parcel) (record model.Record, outcome string, findings []model.Finding) {
	h := b.held[p.ID]
	if h != nil && h.record != nil && b.nothingNew(p, h.record.Base().Replica) {
		return nil, OutcomeUnchanged, nil
	}
	record, findings = b.open(p)
	if len(findings) > 0 {
		return nil, OutcomeRejected, findings
	}
	if h.record == nil {
		return record, OutcomeCreated, nil
	}
	have := &h.record.Base().Replica
	switch {
	case have.IsZero() || have.NodeID != p.Seal.Node || h.record.Base().Origin != record.Base().Origin:
		return nil, OutcomeRejected, fault("id", "replica.foreign", "a record with this identifier belongs to another node", "该标识的记录属于其他节点")
	case b.from.Resync && b.ahead(p): // it was asked for
	case have.Version > p.Version:
		return nil, OutcomeUnchanged, nil
	case have.Version == p.Version && have.Hash != p.Seal.Hash:
		return nil, OutcomeRejected, fault("version", "replica.fork", "the node has signed another record as this version: its history was changed", "该节点曾为此版本签署过不同内容，其历史被改动")
	case have.Version == p.Version && !have.Withdrawn && (have.From != b.from.ID && b.from.ID != have.NodeID || slices.Equal(have.Masked, record.Base().Replica.Masked)):
		return nil, OutcomeUnchanged, nil
	}
	if p.Operation == string(store.Withdraw) {
		return record, OutcomeWithdrawn, nil
	}
	return record, OutcomeAmended, nil
}

// ahead tells whether what is held came from the peer, or is of its own, and is newer than
// what it shares now, or of another history. A peer shares records as they are: it has lost
// what it had.
func (b *replication) ahead(p *Parcel) bool {
	h := b.held[p.ID]
	if h == nil || h.record == nil || p.Seal == nil {
		return false
	}
	have := h.record.Base().Replica
	theirs := have.From == b.from.ID || have.NodeID == b.from.ID
	return theirs && have.NodeID == p.Seal.Node && (have.Version > p.Version || have.Version == p.Version && have.Hash != p.Seal.Hash)
}

// nothingNew tells whether a peer tells of another node's record which that node, or a third
// one, has sent as it is: nothing of the parcel is kept, whether the peer may pass it on or not.
func (b *replication) nothingNew(p *Parcel, have model.Replica) bool {
	s := p.Seal
	return s != nil && s.Node != b.from.ID && s.Node == have.NodeID && have.From != b.from.ID && !have.Withdrawn &&
		p.Version == have.Version && s.Hash == have.Hash
}

// takeBack is what is left of a record that may no longer be held: that it was there, and
// whose it is.
func (b *replication) takeBack(p *Parcel) (record model.Record, outcome string, findings []model.Finding) {
	outcome = OutcomeWithdrawn
	if p.Act == ActDelete {
		outcome = OutcomeDeleted
	}
	h := b.held[p.ID]
	if h == nil || h.record == nil {
		return nil, OutcomeUnchanged, nil
	}
	have := h.record.Base().Replica
	if have.IsZero() || have.From != b.from.ID && have.NodeID != b.from.ID {
		return nil, OutcomeUnchanged, nil // it is not the peer's to take back
	}
	if have.Withdrawn && (p.Act == ActRevoke || !b.keeps(h.record)) {
		return nil, OutcomeUnchanged, nil
	}
	return stub(h.record, have, b.now()), outcome, nil
}

func fault(path, rule, en, zh string) []model.Finding {
	return []model.Finding{{Rule: rule, Severity: model.SeverityError, Path: path, Message: model.Text{En: en, Zh: zh}}}
}

// replicaOf is what a replica says of where it comes from.
func (b *replication) replicaOf(p *Parcel) (model.Replica, error) {
	kept := sealKept{Seal: *p.Seal, Salts: map[string][]byte{}, Hidden: p.Hidden}
	for _, f := range p.Fields {
		kept.Salts[f.Name] = f.Salt
	}
	raw, err := json.Marshal(kept)
	if err != nil {
		return model.Replica{}, fmt.Errorf("seal: %w", err)
	}
	masked := slices.Clone(p.Masked)
	slices.Sort(masked)
	return model.Replica{NodeID: p.Seal.Node, From: b.from.ID, Version: p.Version, Hash: p.Seal.Hash, Previous: p.Seal.Previous,
		Masked: slices.Compact(masked), ReceivedAt: b.now(), Seal: string(raw)}, nil
}
