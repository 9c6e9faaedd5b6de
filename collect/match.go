package collect

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"metrograph/collect/parcel"
	"metrograph/model"
)

// match finds the records that the node has already, and puts their identifiers in the place
// of the provisional ones. Institutions come first, as the natural keys of other records
// have them in them; the certificate, which has its issuer in its own, comes last.
func (d *document) match(ctx context.Context) error {
	p := d.parcel
	institutions, known := records(p.Institutions), records(p.Known)
	if err := d.matchAll(ctx, append(institutions, known...)); err != nil {
		return err
	}
	d.settle(institutions, known)
	if err := d.matchAll(ctx, append(append(records(p.Persons), records(p.Methods)...), records(p.Instruments)...)); err != nil {
		return err
	}
	if err := d.matchByName(ctx); err != nil {
		return err
	}
	return d.matchCertificate(ctx)
}

func records[R model.Record](list []R) []model.Record {
	all := make([]model.Record, len(list))
	for i, r := range list {
		all[i] = r
	}
	return all
}

// matchAll takes over the identifiers of the records that the node has, and makes one of
// those that the document has twice.
func (d *document) matchAll(ctx context.Context, list []model.Record) error {
	if len(list) == 0 {
		return nil
	}
	found, err := d.registry.Match(ctx, list)
	if err != nil {
		return err
	}
	names := map[model.ID]model.ID{}
	first := map[string]model.ID{}
	for i, r := range list {
		r.Base().Origin = "" // that it was looked for at an origin does not make it that one's
		id, key := r.Base().ID, r.NaturalKey()
		switch other, twice := first[string(r.Kind())+key]; {
		case twice:
			names[id] = other
			d.old[other] = d.old[other] || i < len(found) && found[i] != nil
		case i < len(found) && found[i] != nil:
			names[id] = found[i].Base().ID
			d.old[names[id]] = true
			if !d.isKnown(r) {
				d.compare(r, found[i])
			}
		default:
			names[id] = d.registry.NewID(r.Kind())
		}
		if key != "" {
			first[string(r.Kind())+key] = names[id]
		}
	}
	d.rename(names)
	return nil
}

func (d *document) rename(names map[model.ID]model.ID) {
	all := append(d.parcel.Records(), records(d.parcel.Known)...)
	parcel.Rename(all, names)
}

// settle drops references to institutions that are only named: those that are neither in
// the node nor among the ones that the document brings.
func (d *document) settle(institutions, known []model.Record) {
	brought := map[model.ID]bool{}
	for _, r := range institutions {
		brought[r.Base().ID] = true
	}
	dropped := map[model.ID]model.ID{}
	for _, r := range known {
		if id := r.Base().ID; !d.old[id] && !brought[id] {
			dropped[id] = ""
		}
	}
	d.rename(dropped)
}

// matchByName looks again for instruments of makers that are institutions now: the node may
// have the instrument from before, under the maker's name.
func (d *document) matchByName(ctx context.Context) error {
	var again []*model.Instrument
	var named []model.Record
	for _, i := range d.parcel.Instruments {
		if !d.old[i.ID] && i.ManufacturerID != "" {
			byName := *i
			byName.ManufacturerID = ""
			again, named = append(again, i), append(named, &byName)
		}
	}
	if len(named) == 0 {
		return nil
	}
	found, err := d.registry.Match(ctx, named)
	if err != nil {
		return err
	}
	names := map[model.ID]model.ID{}
	for n, i := range again {
		if n < len(found) && found[n] != nil {
			names[i.ID] = found[n].Base().ID
			d.old[names[i.ID]] = true
			d.compare(i, found[n])
		}
	}
	d.rename(names)
	return nil
}

// matchCertificate looks for the certificate itself and for the one that it amends.
func (d *document) matchCertificate(ctx context.Context) error {
	c := d.parcel.Certificate
	list := []model.Record{c}
	if c.Amendment != nil && c.Amendment.Number != "" {
		list = append(list, &model.Certificate{IssuerID: c.IssuerID, Number: c.Amendment.Number})
	}
	found, err := d.registry.Match(ctx, list)
	c.Origin = ""
	if err != nil {
		return err
	}
	if len(found) > 0 && found[0] != nil {
		d.existing, _ = found[0].(*model.Certificate)
	}
	if len(found) > 1 && found[1] != nil {
		c.Amendment.CertificateID = found[1].Base().ID
	}
	return nil
}

// compare notes where a document differs from a record that the node has, which is left as
// it is.
func (d *document) compare(brought, kept model.Record) {
	a, b := reflect.ValueOf(brought).Elem(), reflect.ValueOf(kept).Elem()
	if a.Type() != b.Type() {
		return
	}
	var differing []string
	for i := range a.NumField() {
		field := a.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous || name == "" || saysNothing(a.Field(i)) {
			continue
		}
		if !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			differing = append(differing, name)
		}
	}
	if len(differing) == 0 {
		return
	}
	fields := strings.Join(differing, ", ")
	f := finding(ruleLeftAlone, brought.Kind(), fields)
	f.Message.Zh = fmt.Sprintf(ruleLeftAlone.zh, kindNames[brought.Kind()], fields)
	f.Path = string(kept.Base().ID)
	d.report.Findings = append(d.report.Findings, *f)
}

// saysNothing tells whether a field is one that a document does not state: an empty one, a
// reference, which is compared by what it stands for, and a kind that is not known.
func saysNothing(v reflect.Value) bool {
	return v.IsZero() || v.Type() == reflect.TypeFor[model.ID]() || v.Interface() == model.InstitutionOther
}

// isKnown tells whether the record is an institution that the document only names.
func (d *document) isKnown(r model.Record) bool {
	i, ok := r.(*model.Institution)
	return ok && slices.Contains(d.parcel.Known, i)
}

var kindNames = map[model.Kind]string{
	model.KindInstitution: "机构", model.KindInstrument: "计量器具", model.KindPerson: "人员", model.KindMethod: "方法",
	model.KindEnvironment: "环境条件", model.KindCertificate: "证书",
}
