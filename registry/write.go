package registry

import (
	"context"
	"slices"
	"strings"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// MaxWrites is the largest number of records that one call may write.
const MaxWrites = 1000

// Write changes records: each by itself, in order, with an outcome of its own. A write is
// refused whole or kept whole; what is kept is in the journal and durable.
func (r *Registry) Write(ctx context.Context, writes []model.Write) ([]model.Written, error) {
	if len(writes) > MaxWrites {
		return nil, model.Errorf(model.CodeLimitExceeded, "at most %d records can be written at once", MaxWrites)
	}
	b := &batch{Registry: r, ctx: ctx, who: model.PrincipalFrom(ctx), grant: r.grant(ctx), at: r.now(), writes: writes,
		out: make([]model.Written, len(writes)), records: map[model.ID]*known{}}
	if err := b.loadCurrent(); err != nil {
		return nil, inside("write", err)
	}
	for i := range writes {
		if err := b.draft(i); err != nil {
			b.out[i].Err = err
		}
	}
	if err := b.keepFixed(); err != nil {
		return nil, inside("write", err)
	}
	if err := b.loadReferences(); err != nil {
		return nil, inside("write", err)
	}
	for i := range b.drafts {
		b.check(&b.drafts[i])
	}
	if err := b.commit(); err != nil {
		return nil, inside("write", err)
	}
	b.account()
	return b.out, b.after()
}

// writeOne is Write for a single record.
func (r *Registry) writeOne(ctx context.Context, w model.Write) (model.Written, error) {
	out, err := r.Write(ctx, []model.Write{w})
	if err != nil {
		return model.Written{}, err
	}
	return out[0], out[0].Err
}

// batch is one call of Write under way.
type batch struct {
	*Registry
	ctx     context.Context
	who     *model.Principal
	grant   grant
	at      time.Time
	writes  []model.Write
	out     []model.Written
	drafts  []draft
	records map[model.ID]*known // current records and references, by id
}

// draft is a write with the record as it is going to be.
type draft struct {
	index  int
	record model.Record
	before model.Record // nil for a new record
	op     store.Operation
	refs   []model.Reference // of the record, see loadReferences
}

// known is a record that the batch looked at. Neither is set where there is none that the
// writer may read.
type known struct {
	record model.Record // one that the batch changes, or as an earlier write of the batch makes it
	facts  *model.Facts // of one that others only point to
}

func (k *known) there() bool { return k != nil && (k.record != nil || k.facts != nil) }

// makers are those of the instrument that it is.
func (k *known) makers() []model.ID {
	switch r := k.record.(type) {
	case nil:
		if k.facts.Kind == model.KindInstrument {
			return k.facts.Manufacturers
		}
	case *model.Instrument:
		if r.ManufacturerID != "" {
			return []model.ID{r.ManufacturerID}
		}
	}
	return nil
}

// operations of the journal, by action.
func operation(a model.Action) store.Operation {
	switch a {
	case model.ActionCreate:
		return store.Create
	case model.ActionAmend:
		return store.Amend
	case model.ActionWithdraw:
		return store.Withdraw
	case model.ActionPublish:
		return store.Publish
	case model.ActionDelete:
		return store.Delete
	}
	return ""
}

// draft makes the record that a write is going to keep.
func (b *batch) draft(i int) error {
	w := &b.writes[i]
	d := draft{index: i, op: operation(w.Action)}
	switch {
	case w.Fault != nil:
		return w.Fault
	case d.op == "" || w.Record == nil:
		return invalid("action", "a write needs an action and a record")
	case d.op == store.Create:
		d.record = w.Record
		b.begin(d.record)
	default:
		if err := b.change(w, &d); err != nil {
			return err
		}
	}
	if model.IsClassified(d.record) {
		return model.Errorf(model.CodeClassifiedRefused, "the record is marked as a state secret; nothing of it was kept")
	}
	b.out[i].ID = d.record.Base().ID
	b.drafts = append(b.drafts, d)
	return nil
}

// begin gives a new record its head.
func (b *batch) begin(record model.Record) {
	head := record.Base()
	if head.ID == "" {
		head.ID = b.NewID(record.Kind())
	}
	head.Version, head.Replica = 1, model.Replica{}
	if !b.who.Trusted() || head.Origin == "" {
		head.Origin, head.Created = b.who.Institution, model.Stamp{}
	}
	// An institution's level and region are its own, those of other records their origin's.
	if record.Kind() != model.KindInstitution && (!b.who.Trusted() || head.Level == "") {
		head.Level, head.Region = b.who.Level, b.who.Region
	}
	if head.Classification == "" {
		head.Classification = model.ClassificationNonPublic
	}
	if head.Status == "" {
		head.Status = model.StatusRecorded
	}
	if head.Created.At.IsZero() {
		head.Created = model.Stamp{At: b.at, By: b.who.Subject}
		head.Modified = head.Created
	}
	if head.Provenance.Channel == "" {
		head.Provenance.Channel, head.Provenance.At = b.who.Via, b.at
	}
}

// change makes the next version of a record.
func (b *batch) change(w *model.Write, d *draft) error {
	id := w.Record.Base().ID
	current := b.records[id]
	if current == nil || current.record == nil {
		return model.NotFound()
	}
	d.before = current.record
	head := d.before.Base()
	if !head.Replica.IsZero() {
		return model.Errorf(model.CodeForbidden, "this record belongs to another node; it can be changed there only")
	}
	if w.Version != head.Version {
		return store.Stale(id, head.Version)
	}
	if d.op == store.Amend && w.Record.Kind() != d.before.Kind() {
		return model.NotFound()
	}
	if d.op == store.Publish && head.Status == model.StatusPublished || d.op == store.Withdraw && head.Status == model.StatusWithdrawn {
		return invalid("id", "the record is %s already", strings.ToLower(string(head.Status)))
	}
	if d.op == store.Withdraw && d.before.Kind() == model.KindPublication && strings.TrimSpace(w.Reason) == "" {
		return invalid("reason", "say why the publication is withdrawn: whoever follows its identifier is told")
	}
	var err error
	if d.record, err = clone(d.before); err != nil {
		return err
	}
	if d.op == store.Amend {
		if err := b.amend(d.record, w); err != nil {
			return err
		}
	}
	b.advance(d, w.Reason)
	return nil
}

// advance gives a changed record the head of its next version.
func (b *batch) advance(d *draft, reason string) {
	head, before := d.record.Base(), d.before.Base()
	head.ID, head.Origin, head.Created = before.ID, before.Origin, before.Created
	head.Version = before.Version + 1
	head.Modified = model.Stamp{At: b.at, By: b.who.Subject, Reason: reason}
	switch d.op {
	case store.Publish:
		head.Status = model.StatusPublished
	case store.Withdraw:
		head.Status = model.StatusWithdrawn
		if p, ok := d.record.(*model.Publication); ok {
			p.Withdrawal = model.Withdrawal{At: b.at, Reason: reason}
		}
	}
}

// amend overlays the fields that the writer means. Nobody overwrites what they cannot read,
// and publishing and withdrawing are actions of their own.
func (b *batch) amend(record model.Record, w *model.Write) error {
	fields := w.Fields
	if len(fields) == 0 {
		fields = content(record.Kind())
	}
	for _, field := range fields {
		if kept(record.Kind(), field) {
			return invalid(field, "this field is kept by the node and cannot be amended")
		}
	}
	facts := record.Facts()
	readable, _ := b.grant.Decide(model.ActionRead, &facts)
	status, signed := record.Base().Status, signatureOf(record)
	if unknown := model.Overlay(record, w.Record, fields); unknown != "" {
		return invalid(unknown, "there is no such field")
	}
	keepSignature(record, signed)
	touched, _ := model.Fields(record.Kind(), fields...)
	if !readable.Has(touched) && !b.who.Trusted() {
		return model.Errorf(model.CodeForbidden, "some of these fields are not open to you")
	}
	if now := record.Base().Status; !governed(record.Kind()) && now != status && (now == model.StatusPublished || now == model.StatusWithdrawn) {
		return invalid("status", "publish and withdraw are actions of their own")
	}
	return nil
}

// signatureOf is what is known of the signature of the document that a record came from.
func signatureOf(record model.Record) *model.Signature {
	if c, ok := record.(*model.Certificate); ok {
		return c.Signature
	}
	return nil
}

// keepSignature lets nobody take away what was found of a signature, but for the collection of
// a document that replaces the one that it was of, which has a finding of its own.
func keepSignature(record model.Record, was *model.Signature) {
	if c, ok := record.(*model.Certificate); ok && c.Signature == nil {
		c.Signature = was
	}
}

// content lists the fields of a kind that say something of the world. Status and class are
// changed only where they are named.
func content(kind model.Kind) []string {
	return slices.DeleteFunc(model.FieldNames(kind), func(name string) bool {
		return kept(kind, name) || name == "status" || name == "classification"
	})
}

// kept tells whether a field is the node's own business. Level and region are facts that
// access is decided by: those of an institution are its own, all other records have those of
// their origin.
func kept(kind model.Kind, field string) bool {
	switch field {
	case "id", "version", "origin", "created", "modified", "manufacturers", replicaField:
		return true
	case "level", "region":
		return kind != model.KindInstitution
	}
	return false
}

// clone copies a record by writing and reading it, so that nothing is shared.
func clone(r model.Record) (model.Record, error) {
	raw, err := store.Encode(r)
	if err != nil {
		return nil, err
	}
	return store.Decode(r.Kind(), raw, 0)
}
