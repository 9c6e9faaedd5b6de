package registry

import (
	"context"
	"slices"

	"metrograph/model"
	"metrograph/store"
)

// HarvestRequest asks for what a peer may hold and does not hold yet, in the order of the
// journal. The peer is the caller of the context.
type HarvestRequest struct {
	After  string // the position up to which the journal was looked through; empty for the beginning
	Limit  int    // of parcels, beside institutions that go ahead of their records: 1 to 500
	Bytes  int    // of documents, about; a single one may have more
	Signer Signer
	// Held tells what the peer was sent before.
	Held func(ids []model.ID) (map[model.ID]Held, error)
	// Anew sends all that the peer may hold and all that was taken back, whatever it was sent
	// before.
	Anew bool
}

// Held is what a peer was sent of a record.
type Held struct {
	Version int            // 0: perhaps some version
	Fields  model.FieldSet // that were shown
	Gone    bool           // it was told that it may hold the record no longer
}

// Sent is what a parcel makes the peer hold.
type Sent struct {
	ID model.ID
	Held
}

// Harvest is a part of what a peer may hold.
type Harvest struct {
	Parcels []Parcel
	Sent    []Sent // one for each parcel
	Reached string // the position up to which the journal was looked through
	More    bool   // there is more of the journal
	// Waiting are institutions of which records were left out, since the peer may not hold the
	// institution itself, without which it would reject them.
	Waiting []model.ID
}

const (
	harvestPage = 256    // entries of the journal that are looked at together
	harvestScan = 20_000 // entries that one request looks at
)

// Harvestable answers a peer: each record that the peer may read as it is now, at the place
// of its newest revision, with what the peer may see; and of records that the peer was sent
// and may no longer read or that are deleted, that it may no longer hold them. It is decided
// as a list of the peer is. Facts that access is decided by are never masked: a record of
// which the peer may not read them all is not shared.
func (r *Registry) Harvestable(ctx context.Context, q HarvestRequest) (Harvest, error) {
	h := &harvest{Registry: r, ctx: ctx, q: q, grant: r.grant(ctx), peer: model.PrincipalFrom(ctx).Institution, ahead: map[model.ID]bool{}, unknown: map[model.ID]model.ID{}}
	if q.After != "" {
		at, ok := r.readPosition(q.After)
		if !ok {
			return Harvest{}, invalid("after", "this position is none of this node")
		}
		h.at = at
	}
	for scanned := 0; !h.full() && scanned < harvestScan; {
		entries, err := r.store.Changes(ctx, h.at, harvestPage)
		if err != nil {
			return Harvest{}, inside("harvest", err)
		}
		if len(entries) == 0 {
			h.end = true
			break
		}
		if err := h.look(entries); err != nil {
			return Harvest{}, inside("harvest", err)
		}
		scanned += len(entries)
	}
	h.out.Reached, h.out.More = r.position(h.at), !h.end
	return h.out, nil
}

// PolicyVersion names the policy as it is for the caller: it differs wherever that differs.
func (r *Registry) PolicyVersion(ctx context.Context) string { return r.grant(ctx).Version() }

// harvest is one call of Harvestable under way.
type harvest struct {
	*Registry
	ctx   context.Context
	q     HarvestRequest
	grant grant
	peer  model.ID
	at    int64 // the last entry that was dealt with
	size  int
	end   bool
	out   Harvest
	ahead map[model.ID]bool // institutions that were looked after: whether they went ahead, see [harvest.origin]
	// unknown are the institutions of which the peer does not know, nor may: by the nodes that keep
	// them.
	unknown map[model.ID]model.ID
}

func (h *harvest) full() bool { return len(h.out.Parcels) >= h.q.Limit || h.size >= h.q.Bytes }

// look deals with entries of the journal until the answer is full.
func (h *harvest) look(entries []store.Entry) error {
	ids := map[model.Kind][]model.ID{}
	var all []model.ID
	for i := range entries {
		if e := &entries[i]; e.Kind.Travels() {
			ids[e.Kind], all = append(ids[e.Kind], e.ID), append(all, e.ID)
		}
	}
	now, err := h.facts(ids)
	if err != nil {
		return err
	}
	held, err := h.q.Held(all)
	if err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		if h.full() {
			return nil
		}
		if e.Kind.Travels() {
			if err := h.entry(e, now[e.ID], held[e.ID], held); err != nil {
				return err
			}
		}
		h.at = e.Sequence
	}
	return nil
}

// standing is what decides of a record that is there.
type standing struct {
	revision int
	record   model.Record // its facts and what it is a replica of
}

func (h *harvest) facts(ids map[model.Kind][]model.ID) (map[model.ID]standing, error) {
	now := map[model.ID]standing{}
	for kind, list := range ids {
		documents, err := h.store.Get(h.ctx, kind, list, standingFields(kind))
		if err != nil {
			return nil, err
		}
		for _, d := range documents {
			if d == nil {
				continue
			}
			record, err := d.Record(standingFields(kind))
			if err != nil {
				return nil, err
			}
			now[d.ID] = standing{d.Version, record}
		}
	}
	return now, nil
}

func standingFields(kind model.Kind) model.FieldSet {
	set, _ := model.Fields(kind, "id", "version", replicaField)
	if kind == model.KindAgreement {
		parties, _ := model.Fields(kind, "grantor", "grantee")
		set |= parties
	}
	return set | factFields(kind)
}

// entry deals with one entry: only the newest of a record counts.
func (h *harvest) entry(e *store.Entry, now standing, had Held, held map[model.ID]Held) error {
	_, known := held[e.ID]
	if now.record == nil {
		if e.Operation == store.Delete && h.takesBack(known, had) {
			h.add(Parcel{Act: ActDelete, ID: e.ID, Version: e.Version, Operation: string(e.Operation)}, Held{Gone: true})
		}
		return nil
	}
	if now.revision != e.Version {
		return nil
	}
	visible, allowed := h.decide(now.record)
	switch {
	case allowed && !h.ahead[e.ID] && (h.q.Anew || !known || had.Gone || had.Version != e.Version || had.Fields != visible):
		if err := h.origin(now.record.Base().Origin, e.ID); err != nil || h.waits(now.record) {
			return err
		}
		return h.put(e, visible)
	case !allowed && h.takesBack(known, had):
		h.add(Parcel{Act: ActRevoke, ID: e.ID, Version: now.record.Base().Version, Operation: string(e.Operation)}, Held{Gone: true})
	}
	return nil
}

func (h *harvest) takesBack(known bool, had Held) bool { return known && (!had.Gone || h.q.Anew) }

// decide tells what the peer may hold of a record. What came from the peer does not go back,
// and what its node took back is passed on by nobody.
func (h *harvest) decide(record model.Record) (visible model.FieldSet, allowed bool) {
	replica := &record.Base().Replica
	if replica.Withdrawn || !replica.IsZero() && (replica.From == h.peer || replica.NodeID == h.peer) {
		return 0, false
	}
	if a, is := record.(*model.Agreement); is {
		return h.agreed(a)
	}
	facts := record.Facts()
	visible, allowed = h.grant.Decide(model.ActionRead, &facts)
	return visible, allowed && visible.Has(sharedFacts(record.Kind()))
}

// sharedFacts are the facts that a record is not shared without. Who its readers are may be
// masked: at the other node it is then open to fewer.
func sharedFacts(kind model.Kind) model.FieldSet {
	readers, _ := model.Fields(kind, "readers")
	return factFields(kind) &^ readers
}

// origin adds the institution that a record belongs to, before the record, if the peer may hold it
// and does not: its newest revision can stand after the record's, and whoever does not know an
// institution takes no records of it.
func (h *harvest) origin(id, of model.ID) error {
	if _, seen := h.ahead[id]; seen || id == of || id == h.q.Signer.Node() {
		return nil
	}
	h.ahead[id] = false
	held, err := h.q.Held([]model.ID{id})
	if err != nil {
		return err
	}
	had, known := held[id]
	if known && !had.Gone && had.Version > 0 && !h.q.Anew {
		return nil
	}
	now, err := h.facts(map[model.Kind][]model.ID{model.KindInstitution: {id}})
	if err != nil || now[id].record == nil {
		return err
	}
	entries, err := h.store.History(h.ctx, model.KindInstitution, id, now[id].revision+1, 1)
	if err != nil || len(entries) == 0 {
		return err
	}
	visible, allowed := h.decide(now[id].record)
	if !allowed {
		if from := now[id].record.Base().Replica.From; from != h.peer && (!known || had.Version == 0 && !had.Gone) {
			h.unknown[id] = h.keeper(now[id].record)
		}
		return nil
	}
	before := len(h.out.Parcels)
	err = h.put(&entries[0], visible)
	h.ahead[id] = len(h.out.Parcels) > before
	return err
}

// waits tells whether a record has to wait for its institution, and notes that. An institution of
// another node than the record's is no reason: what comes of that is the receiver's to say.
func (h *harvest) waits(record model.Record) bool {
	origin := record.Base().Origin
	if keeper, unknown := h.unknown[origin]; !unknown || keeper != h.keeper(record) {
		return false
	}
	if !slices.Contains(h.out.Waiting, origin) {
		h.out.Waiting = append(h.out.Waiting, origin)
	}
	return true
}

// keeper is the node that keeps a record.
func (h *harvest) keeper(record model.Record) model.ID {
	if replica := &record.Base().Replica; !replica.IsZero() {
		return replica.NodeID
	}
	return h.q.Signer.Node()
}

// agreed tells whether an agreement is the peer's: whoever is granted something is told so, and
// nobody else. By it the members of the peer's institution see there what they see here of what is
// shared with them. Who wrote it down is left out.
func (h *harvest) agreed(a *model.Agreement) (visible model.FieldSet, allowed bool) {
	account, _ := model.Fields(model.KindAgreement, "provenance", "created", "modified")
	return model.AllFields &^ account, a.Replica.IsZero() && a.Status == model.StatusPublished && a.GranteeID == h.peer
}

// put adds the record of an entry as it is now. Should it have been changed since it was
// looked at, a later entry tells of it.
func (h *harvest) put(e *store.Entry, visible model.FieldSet) error {
	documents, err := h.store.Get(h.ctx, e.Kind, []model.ID{e.ID}, model.AllFields)
	if err != nil || documents[0] == nil || documents[0].Version != e.Version {
		return err
	}
	d := documents[0]
	record, err := d.Record(0)
	if err != nil {
		return err
	}
	var p Parcel
	if record.Base().Replica.IsZero() {
		p, err = h.seal(h.q.Signer, d, record, e.Previous)
	} else {
		p, err = h.reseal(d, record)
	}
	if err != nil {
		return err
	}
	p.Operation = string(e.Operation)
	p.hide(e.Kind, visible)
	h.size += len(d.Raw)
	h.add(p, Held{Version: e.Version, Fields: visible})
	return nil
}

func (h *harvest) add(p Parcel, now Held) {
	h.out.Parcels = append(h.out.Parcels, p)
	h.out.Sent = append(h.out.Sent, Sent{p.ID, now})
}

// Introduce makes the parcel of an institution that was recorded here, with what anybody may
// see of it: nodes that are to work together have to know whose the other one is.
func (r *Registry) Introduce(ctx context.Context, id model.ID, signer Signer) (p Parcel, err error) {
	documents, err := r.store.Get(ctx, model.KindInstitution, []model.ID{id}, model.AllFields)
	if err != nil {
		return p, inside("introduce", err)
	}
	if documents[0] == nil {
		return p, model.NotFound()
	}
	record, err := documents[0].Record(0)
	if err != nil {
		return p, inside("introduce", err)
	}
	facts := record.Facts()
	visible, allowed := r.policy.For(nil).Decide(model.ActionRead, &facts)
	if !allowed || !record.Base().Replica.IsZero() || !visible.Has(factFields(model.KindInstitution)) {
		return p, model.NotFound()
	}
	entries, err := r.store.History(ctx, model.KindInstitution, id, documents[0].Version+1, 1)
	if err != nil || len(entries) == 0 {
		return p, inside("introduce", err)
	}
	if p, err = r.seal(signer, documents[0], record, entries[0].Previous); err != nil {
		return p, inside("introduce", err)
	}
	p.Operation = string(entries[0].Operation)
	p.hide(model.KindInstitution, visible)
	return p, nil
}
