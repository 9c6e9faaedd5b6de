package dcc

import (
	"slices"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

// methods writes the methods of the certificate and its normative basis.
func (d *document) methods() {
	uses := d.c.Certificate.Methods
	if len(uses)+len(d.c.Basis) == 0 {
		return
	}
	d.start("dcc:usedMethods")
	for n := range uses {
		d.method(n, &uses[n])
	}
	if len(d.c.Basis) > 0 {
		d.start("dcc:usedMethod", marked(dccterm.Basis))
		d.demanded("dcc:name", is(dccterm.BasisName()))
		for _, b := range d.c.Basis {
			d.line("dcc:norm", b)
		}
		d.end()
	}
	d.end()
}

func (d *document) method(n int, m *model.MethodUse) {
	record := d.c.Methods[m.MethodID]
	code, own := m.Code, []string(nil)
	if code == "" && record != nil {
		code, own = record.Code, []string{dccterm.Make(dccterm.OfRecord, "code")}
	}
	refType, refID := d.terms(m.RefTypes, own...)
	d.start("dcc:usedMethod", refID, refType)
	d.demanded("dcc:name", is(m.Name))
	d.texts("dcc:description", is(m.Description))
	d.line("dcc:norm", code)
	d.end()
	if record != nil {
		d.patch(dccterm.OfMethod, n, &model.Method{Code: code}, record)
	}
}

// mentions writes names, as results state them, of methods or of equipment.
func (d *document) mentions(list, element string, names []model.Text) {
	if len(names) == 0 {
		return
	}
	d.start(list)
	for _, name := range names {
		d.start(element, marked(dccterm.Mention))
		d.demanded("dcc:name", is(name))
		d.end()
	}
	d.end()
}

// equipment writes the standards used.
func (d *document) equipment() {
	if len(d.c.Standards) == 0 {
		return
	}
	d.start("dcc:measuringEquipments")
	ids := documentIDs(&model.Certificate{Items: d.c.Items})
	for n := range d.c.Standards {
		d.standard(n, &d.c.Standards[n], ids)
	}
	d.end()
}

func (d *document) standard(n int, s *model.StandardUse, ids map[string]bool) {
	t := thing{name: s.Name, maker: s.Manufacturer, model: s.Model, serial: s.SerialNumber,
		record: d.c.Instruments[s.InstrumentID]}
	t.id, t.identifiers = splitID(s.Identifiers, ids)
	ids[t.id] = true
	hash := hashOf(&t)
	known := t.record != nil
	t.complete()
	own := t.ofRecord
	if s.ValidUntil != "" {
		own = append(own, dccterm.Make(dccterm.ValidUntil, string(s.ValidUntil)))
	}
	own = append(own, dccterm.Make(dccterm.Role, string(model.InstrumentStandard)), "basic_standardUsed")
	refType, refID := d.terms(s.RefTypes, own...)
	d.start("dcc:measuringEquipment", attr{"id", t.id}, refID, refType)
	d.demanded("dcc:name", is(t.name))
	d.equipmentClass(t.record.CategoryCode)
	d.texts("dcc:description", is(t.description))
	d.certificateOf(s, hash)
	d.maker(t.maker, t.record)
	d.line("dcc:model", t.model)
	if t.serial != "" || len(t.identifiers) > 0 {
		d.identifications(t.serial, t.identifiers)
	}
	d.ranges("dcc:measuringEquipmentQuantities", "dcc:measuringEquipmentQuantity", t.record)
	d.end()
	if known {
		told := t.told()
		told.Role = model.InstrumentStandard
		told.MeasuringIntervals, told.Resolution = toldIntervals(t.record.MeasuringIntervals), toldPrimitive(t.record.Resolution)
		if isCategory(t.record.CategoryCode) {
			told.CategoryCode = t.record.CategoryCode
		}
		d.patch(dccterm.OfStandard, n, told, t.record)
	}
}

// device writes the instrument that recorded an influence quantity.
func (d *document) device(i *model.Instrument) {
	if i == nil {
		return
	}
	t := thing{record: i}
	t.complete()
	d.start("dcc:measuringEquipments")
	d.start("dcc:measuringEquipment", marked(dccterm.Device))
	d.demanded("dcc:name", is(t.name))
	d.texts("dcc:description", is(t.description))
	d.maker(t.maker, i)
	d.line("dcc:model", t.model)
	if t.serial != "" || len(t.identifiers) > 0 {
		d.identifications(t.serial, t.identifiers)
	}
	d.end()
	d.end()
	d.patch(dccterm.OfDevice, d.devices, t.told(), i)
	d.devices++
}

// hashOf takes from the identifiers of a standard the one that is the hash of its
// certificate, which the standard has a place for.
func hashOf(t *thing) (hash model.Identifier) {
	at := slices.IndexFunc(t.identifiers, func(id model.Identifier) bool { return id.Issuer == "certificate" })
	if at < 0 || at != len(t.identifiers)-1 {
		return hash
	}
	name := t.identifiers[at].Name
	if len(name.All()) > 1 || name.Zh != "" || name.En != "" || len(name.Other) == 1 && name.Other[0].Lang != "" {
		return hash
	}
	hash = t.identifiers[at]
	t.identifiers = t.identifiers[:at]
	return hash
}

// certificateOf writes the certificate of a standard: its number, what it is traceable to,
// and the hash by which it is recognised.
func (d *document) certificateOf(s *model.StandardUse, hash model.Identifier) {
	number, own := s.CertificateNumber, attr{}
	if other := d.c.Certificates[s.CertificateID]; number == "" && other != nil {
		number, own = other.Number, attr{"refType", dccterm.Make(dccterm.OfRecord, "")}
	}
	if number == "" && !hasText(s.TraceableTo) && hash.Value == "" {
		return
	}
	d.start("dcc:certificate", own)
	d.demanded("dcc:referral", is(s.TraceableTo))
	d.demandedLine("dcc:referralID", number)
	d.demandedLine("dcc:procedure", hash.Name.In())
	d.demandedLine("dcc:value", hash.Value)
	d.end()
}
