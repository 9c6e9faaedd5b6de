package registry

import (
	"slices"

	"metrograph/model"
	"metrograph/policy"
	"metrograph/store"
)

type grant = *policy.Grant

// commit writes the drafts that nothing speaks against.
func (b *batch) commit() error {
	var changes []store.Change
	var of []int
	for i := range b.drafts {
		d := &b.drafts[i]
		if b.out[d.index].Err != nil {
			continue
		}
		changes, of = append(changes, store.Change{
			Record: d.record, Operation: d.op, Actor: b.who.Subject, Reason: b.writes[d.index].Reason, At: b.at,
		}), append(of, i)
	}
	if len(changes) == 0 {
		return nil
	}
	outcomes, err := b.store.Commit(b.ctx, changes)
	if err != nil {
		return err
	}
	b.feed.look()
	for n, outcome := range outcomes {
		d := &b.drafts[of[n]]
		out := &b.out[d.index]
		out.Err = outcome.Err
		if out.Err != nil {
			continue
		}
		out.Version = d.record.Base().Version
		out.Record = b.answer(d)
	}
	return nil
}

// answer is what the writer may see of the record that was kept.
func (b *batch) answer(d *draft) model.Record {
	if d.op == store.Delete {
		return nil
	}
	v := &view{grant: b.grant, action: model.ActionRead, kind: d.record.Kind(), wanted: model.AllFields}
	return v.show(d.record)
}

// after brings up to date what depends on the records that were written.
func (b *batch) after() error {
	agreements := false
	for i := range b.drafts {
		d := &b.drafts[i]
		if b.out[d.index].Err != nil {
			continue
		}
		agreements = agreements || d.record.Kind() == model.KindAgreement
		b.jobs.changed(d)
		if d.op == store.Delete && d.record.Kind() == model.KindCollectionJob {
			if err := b.forgetJob(d.record.Base().ID); err != nil {
				return inside("delete job", err)
			}
		}
		if err := b.remake(d); err != nil {
			return err
		}
	}
	if agreements {
		return b.reloadAgreements(b.ctx)
	}
	return nil
}

// remake brings the certificates of an instrument up to date after its maker was corrected,
// so that the new maker sees them and the old one does not.
func (b *batch) remake(d *draft) error {
	instrument, ok := d.record.(*model.Instrument)
	if !ok || d.before == nil || d.op != store.Amend || instrument.ManufacturerID == d.before.(*model.Instrument).ManufacturerID {
		return nil
	}
	q := store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Sort: "issuedAt", Limit: MaxWrites,
		Where: Equal("instrument", string(instrument.ID))}
	for {
		pages, err := b.store.List(b.ctx, q)
		if err != nil {
			return inside("certificates of the instrument", err)
		}
		documents := pages[0].Documents
		if err := b.remakeCertificates(documents, d.before.(*model.Instrument).ManufacturerID); err != nil || !pages[0].More {
			return err
		}
		q.After = &documents[len(documents)-1].Key
	}
}

// remakeCertificates makes certificates anew of which an instrument had another maker.
func (b *batch) remakeCertificates(documents []*store.Document, maker model.ID) error {
	follow := &batch{Registry: b.Registry, ctx: b.ctx, who: b.who, grant: b.grant, at: b.at, records: map[model.ID]*known{}}
	for _, document := range documents {
		before, err := document.Record(0)
		if err != nil {
			return err
		}
		if !before.Base().Replica.IsZero() {
			continue // its own node says who made what it is about
		}
		after, err := clone(before)
		if err != nil {
			return err
		}
		d := draft{index: len(follow.drafts), record: after, before: before, op: store.Amend}
		follow.advance(&d, "the maker of an instrument was corrected")
		before.Base().Manufacturers = slices.DeleteFunc(before.Base().Manufacturers, func(id model.ID) bool { return id == maker })
		follow.drafts = append(follow.drafts, d)
		follow.writes = append(follow.writes, model.Write{Action: model.ActionAmend, Reason: after.Base().Modified.Reason})
	}
	follow.out = make([]model.Written, len(documents))
	if err := follow.loadReferences(); err != nil {
		return err
	}
	for i := range follow.drafts {
		follow.derive(&follow.drafts[i])
	}
	return follow.commit()
}
