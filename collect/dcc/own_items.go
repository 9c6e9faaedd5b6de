package dcc

import (
	"slices"
	"strconv"

	"metrograph/collect/xmltree"
	"metrograph/internal/dccterm"
	"metrograph/model"
)

// thing is an item, a standard or a device: what a document tells of an instrument.
type thing struct {
	model.Instrument
	condition model.Text
	makerTold bool // in words of its own, beside those of the certificate
	source    []string
	own       dccterm.Terms
}

// ownThing takes what items and equipment have in common.
func (r *reader) ownThing(n *xmltree.Node) *thing {
	t := &thing{}
	t.source, t.own = r.terms(n)
	t.Name = r.said(el(n, "name"), "")
	description := el(n, "description")
	t.Description, t.condition = r.said(description, ""), r.said(description, dccterm.Condition)
	t.CategoryCode = r.ownCategory(el(n, "equipmentClass"))
	var maker model.Text
	t.Manufacturer, maker, t.makerTold = r.names(el(el(n, "manufacturer"), "name"))
	t.ManufacturerID = r.known(maker)
	t.Model = el(n, "model").Use()
	t.Identifiers, t.SerialNumber = r.ownIdentifications(el(n, "identifications"))
	return t
}

// leaves tells whether the certificate leaves a field to the record.
func (t *thing) leaves(field string) bool { return slices.Contains(t.own[dccterm.OfRecord], field) }

// left is a text of the certificate, which is empty where it is left to the record.
func left[T any](t *thing, field string, value T) (out T) {
	if !t.leaves(field) {
		out = value
	}
	return out
}

func (r *reader) ownCategory(class *xmltree.Node) string {
	constant(el(class, "reference"), dccterm.Classes)
	return el(class, "classID").Use()
}

// ownIdentifications takes the identifications of a thing, and its serial number.
func (r *reader) ownIdentifications(list *xmltree.Node) (ids []model.Identifier, serial string) {
	for _, n := range els(list, "identification") {
		own := r.marks(n)
		value := el(n, "value")
		if own.Has(dccterm.NotGiven) && value.Text() == dccterm.Dash {
			value.Use()
			constant(el(n, "issuer"), "other")
			continue
		}
		id := model.Identifier{Issuer: el(n, "issuer").Use(), Value: word(value)}
		if own.Has(dccterm.Issuer) {
			id.Issuer = own.Get(dccterm.Issuer)
		}
		if own.Has(dccterm.Serial) {
			serial = id.Value
		}
		if own.Has(dccterm.Serial) && !own.Has(dccterm.Identifier) {
			r.repeats(el(n, "name"), dccterm.SerialName())
			continue
		}
		id.Name = r.said(el(n, "name"), "")
		ids = append(ids, id)
	}
	return ids, serial
}

func (r *reader) ownItem(n *xmltree.Node) {
	t := r.ownThing(n)
	if t.own.Has(dccterm.NotGiven) && t.Name.IsZero() && len(t.Identifiers) == 0 {
		return
	}
	leaveOver(n, t.source)
	var owner model.Text
	contact := el(n, "owner")
	t.Owner, owner, _ = r.names(el(contact, "name"))
	t.OwnerID = r.known(owner)
	r.ownContact(contact)
	r.ownRanges(t, el(n, "itemQuantities"), "itemQuantity")
	t.Discipline = r.cert.Discipline
	at := len(r.cert.Items)
	it := model.Item{Name: left(t, "name", t.Name), Manufacturer: left(t, "manufacturer", t.Manufacturer), Model: left(t, "model", t.Model),
		SerialNumber: left(t, "serialNumber", t.SerialNumber), Description: left(t, "description", t.Description),
		Identifiers: append(left(t, "identifiers", t.Identifiers), documentID(n)...), Condition: t.condition}
	it.InstrumentID = r.ownInstrument(dccterm.OfItem, at, t)
	r.at(n, "items[%d]", at)
	r.cert.Items = append(r.cert.Items, it)
}

// ownInstrument adds the record of a thing.
func (r *reader) ownInstrument(of string, n int, t *thing) model.ID {
	i := t.Instrument
	i.Identifiers = slices.Clip(i.Identifiers)
	patch(r, of, n, &i)
	if i.Manufacturer != t.Manufacturer && !t.makerTold {
		i.ManufacturerID = r.known(model.Plain(i.Manufacturer))
	}
	if i.OwnerID == "" {
		i.OwnerID = r.known(model.Plain(i.Owner))
	}
	r.addInstrument(&i)
	return i.ID
}

func (r *reader) ownStandards(list *xmltree.Node) {
	for _, n := range els(list, "measuringEquipment") {
		t := r.ownThing(n)
		r.ownRanges(t, el(n, "measuringEquipmentQuantities"), "measuringEquipmentQuantity")
		t.Role = model.InstrumentStandard
		at := len(r.cert.Standards)
		s := model.StandardUse{Name: left(t, "name", t.Name), Manufacturer: left(t, "manufacturer", t.Manufacturer),
			Model: left(t, "model", t.Model), SerialNumber: left(t, "serialNumber", t.SerialNumber),
			Identifiers: left(t, "identifiers", t.Identifiers), RefTypes: t.source, ValidUntil: model.Date(t.own.Get(dccterm.ValidUntil))}
		// Without a natural key an instrument could never be found again.
		if t.NaturalKey() != "" || r.patched(dccterm.OfStandard, at) {
			s.InstrumentID = r.ownInstrument(dccterm.OfStandard, at, t)
		}
		s.Identifiers = slices.Clip(s.Identifiers)
		r.ownCertificate(el(n, "certificate"), &s)
		s.Identifiers = append(s.Identifiers, documentID(n)...)
		r.at(n, "standards[%d]", at)
		r.cert.Standards = append(r.cert.Standards, s)
	}
}

// ownCertificate takes the certificate of a standard.
func (r *reader) ownCertificate(n *xmltree.Node, s *model.StandardUse) {
	if n == nil {
		return
	}
	if s.CertificateNumber = word(el(n, "referralID")); r.marks(n).Has(dccterm.OfRecord) {
		s.CertificateNumber = ""
	}
	s.TraceableTo = r.said(el(n, "referral"), "")
	procedure := word(el(n, "procedure"))
	if value := word(el(n, "value")); value != "" {
		s.Identifiers = append(s.Identifiers, model.Identifier{Issuer: "certificate", Name: model.Plain(procedure), Value: value})
	}
}

// ownRanges takes the measuring intervals and the resolution of an instrument.
func (r *reader) ownRanges(t *thing, list *xmltree.Node, element string) {
	for _, n := range els(list, element) {
		q, own := r.ownQuantity(n)
		about := r.said(el(n, "description"), "")
		at, err := strconv.Atoi(own.Get(dccterm.Interval))
		switch {
		case own.Has(dccterm.Resolution) && t.Resolution == nil:
			t.Resolution = &q
		case err != nil || at < 0 || at > len(t.MeasuringIntervals):
			n.Forget()
		default:
			if at == len(t.MeasuringIntervals) {
				t.MeasuringIntervals = append(t.MeasuringIntervals, model.Interval{Kind: own.Get(dccterm.IntervalKind), Label: about})
			}
			setIntervalEnd(&t.MeasuringIntervals[at], &q, own, n)
		}
	}
}

// setIntervalEnd sets an end that is not set yet; another is left over.
func setIntervalEnd(i *model.Interval, q *model.Quantity, own dccterm.Terms, n *xmltree.Node) {
	switch {
	case own.Has(dccterm.Lower) && i.Lower == nil:
		i.Lower = q
	case own.Has(dccterm.Upper) && i.Upper == nil:
		i.Upper = q
	default:
		n.Forget()
	}
}
