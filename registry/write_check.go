package registry

import (
	"fmt"
	"slices"

	"metrograph/model"
	"metrograph/store"
)

// loadCurrent reads the records that are to be changed, one call of the store a kind. Those
// that the writer may not read are as if they were not there, also in what they cost.
func (b *batch) loadCurrent() error {
	wanted := map[model.Kind][]model.ID{}
	for _, w := range b.writes {
		if w.Action == model.ActionCreate || w.Record == nil {
			continue
		}
		id := w.Record.Base().ID
		if kind := id.Kind(); kind != "" {
			wanted[kind] = append(wanted[kind], id)
		}
	}
	for kind, ids := range wanted {
		documents, err := b.store.Get(b.ctx, kind, ids, model.AllFields)
		if err != nil {
			return err
		}
		for i, d := range documents {
			b.records[ids[i]] = &known{}
			readable, err := b.reads(d)
			if err == nil && readable {
				b.records[ids[i]].record, err = d.Record(model.AllFields)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// reads tells whether the writer may read a document, which its facts decide.
func (b *batch) reads(d *store.Document) (bool, error) {
	if d == nil || b.who.Trusted() {
		return d != nil, nil
	}
	record, err := d.Record(factFields(d.Kind))
	if err != nil {
		return false, err
	}
	facts := record.Facts()
	return b.may(model.ActionRead, &facts), nil
}

// loadReferences reads the records that the drafts point to.
func (b *batch) loadReferences() error {
	for _, d := range b.drafts {
		if d.op == store.Create {
			b.records[d.record.Base().ID] = &known{record: d.record}
		}
	}
	var wanted []model.ID
	need := func(id model.ID) {
		if b.records[id] == nil {
			b.records[id] = &known{} // asked for once
			wanted = append(wanted, id)
		}
	}
	for i := range b.drafts {
		d := &b.drafts[i]
		if d.op == store.Delete {
			continue
		}
		d.refs = d.record.References()
		for _, ref := range d.refs {
			need(ref.To)
		}
		if before, ok := d.before.(*model.Certificate); ok {
			for _, id := range before.InstrumentIDs() {
				need(id)
			}
		}
	}
	return b.loadFacts(wanted)
}

// loadFacts reads the facts of records. Those that the writer may not read are as if they were
// not there, also in what they cost.
func (b *batch) loadFacts(ids []model.ID) error {
	if len(ids) == 0 {
		return nil
	}
	facts, err := b.store.Facts(b.ctx, ids)
	if err != nil {
		return err
	}
	for i, f := range facts {
		if f != nil && (b.who.Trusted() || b.may(model.ActionRead, f)) {
			b.records[ids[i]].facts = f
		}
	}
	return nil
}

// check derives, validates and decides a draft; a refused one leaves its error in the
// outcome.
func (b *batch) check(d *draft) {
	out := &b.out[d.index]
	if d.op != store.Delete && d.op != store.Withdraw { // what is there can always be taken back
		b.derive(d)
		out.Findings = append(d.record.Validate(), b.references(d)...)
		if model.Grave(out.Findings) {
			e := model.Errorf(model.CodeInvalid, "the record has faults; see the findings")
			e.Findings = out.Findings
			out.Err = e
		}
	}
	if err := b.permit(d); err != nil {
		out.Err, out.Findings = err, nil
	}
	if out.Err == nil && d.before != nil {
		out.Err = b.settled(d)
	}
	if out.Err != nil && d.op == store.Create {
		b.records[d.record.Base().ID] = &known{}
	}
}

// permit asks the policy: for the record as it is, and for the record as it is going to be.
// The operator, who holds the data folder, is not asked.
func (b *batch) permit(d *draft) error {
	if b.who.Trusted() {
		return nil
	}
	action := b.writes[d.index].Action
	if d.record.Kind() == model.KindPublication && action != model.ActionWithdraw {
		return model.Errorf(model.CodeForbidden, "a publication is made when an evaluation ends, and never changes: withdraw it, or publish a new version")
	}
	facts := d.record.Facts()
	allowed := b.may(action, &facts)
	if d.before != nil {
		before := d.before.Facts()
		allowed = b.may(action, &before) && (allowed || action != model.ActionAmend)
	}
	if allowed && d.op == store.Create && facts.Status == model.StatusPublished {
		allowed = b.may(model.ActionPublish, &facts)
	}
	if !allowed {
		return forbidden(action)
	}
	return nil
}

func (b *batch) may(action model.Action, f *model.Facts) bool {
	_, allowed := b.grant.Decide(action, f)
	return allowed
}

// derive computes what a record carries of others: who made the instruments concerned.
func (b *batch) derive(d *draft) {
	head := d.record.Base()
	switch r := d.record.(type) {
	case *model.Instrument:
		head.Manufacturers = nil
		if r.ManufacturerID != "" {
			head.Manufacturers = []model.ID{r.ManufacturerID}
		}
	case *model.Certificate:
		before, _ := d.before.(*model.Certificate)
		head.Manufacturers = b.makers(r, before)
	}
}

// makers are the makers of the instruments that a certificate is about. What the writer may
// not read counts with the makers that the certificate has had, whether it is still there or
// not: otherwise a change would tell.
func (b *batch) makers(c, before *model.Certificate) []model.ID {
	makers, hidden := b.makersOf(c)
	if !hidden || before == nil {
		return makers
	}
	known, _ := b.makersOf(before)
	for _, id := range before.Manufacturers {
		if !slices.Contains(known, id) && !slices.Contains(makers, id) {
			makers = append(makers, id)
		}
	}
	return makers
}

// makersOf are the makers of those instruments of a certificate that the writer may read;
// hidden tells whether there are others.
func (b *batch) makersOf(c *model.Certificate) (makers []model.ID, hidden bool) {
	for _, id := range c.InstrumentIDs() {
		k := b.records[id]
		if !k.there() {
			hidden = true
			continue
		}
		for _, maker := range k.makers() {
			if !slices.Contains(makers, maker) {
				makers = append(makers, maker)
			}
		}
	}
	return makers, hidden
}

// references finds pointers to records that are not there for the writer: missing, hidden
// and of another kind alike. What the record pointed to before it may go on pointing to.
func (b *batch) references(d *draft) []model.Finding {
	var findings []model.Finding
	var before map[model.ID]bool
	if d.before != nil {
		before = map[model.ID]bool{}
		for _, ref := range d.before.References() {
			before[ref.To] = true
		}
	}
	for _, ref := range d.refs {
		there := before[ref.To] || b.records[ref.To].there()
		if there && (ref.Kind == "" || ref.Kind == ref.To.Kind()) {
			continue
		}
		findings = append(findings, model.Finding{
			Rule: "reference.unknown", Severity: model.SeverityError, Path: ref.Path(),
			Message: model.Text{
				En: fmt.Sprintf("there is no %s with this id that you may read; record it first", orRecord(ref.Kind)),
				Zh: "没有您可读取的、具有该标识的记录；请先登记该记录",
			},
		})
	}
	return findings
}

func orRecord(k model.Kind) string {
	if k == "" {
		return "record"
	}
	return string(k)
}

// settled refuses a change of an institution's level or region, which its records carry. The
// operator may change them while there are none; to others a refusal because of records would
// tell of some that they may not read.
func (b *batch) settled(d *draft) error {
	head, before := d.record.Base(), d.before.Base()
	if d.record.Kind() != model.KindInstitution || (head.Level == before.Level && head.Region == before.Region) {
		return nil
	}
	refusal := invalid("level", "the level and the region of an institution cannot be changed: its records carry them")
	if !b.who.Trusted() {
		return refusal
	}
	for _, kind := range model.Kinds() {
		n, err := b.store.Count(b.ctx, store.Query{Kind: kind, Scope: model.Everything(), Where: Equal("origin", string(head.ID))})
		if err != nil {
			return err
		}
		own := int64(0)
		if kind == model.KindInstitution && before.Origin == before.ID {
			own = 1 // its own record
		}
		if n > own {
			return refusal
		}
	}
	return nil
}
