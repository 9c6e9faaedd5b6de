package sample

import (
	"hash/fnv"
	"slices"

	"metrograph/model"
)

// Centre is what one institution of the demo data has at a node of its own: the records that
// it made, and of the instruments and methods of others, which its certificates name, records
// of its own. Other records of others are not named any more: they are at other nodes. The
// institutions are not among them, and have to be known there before.
func Centre(o Options, self *model.Institution) *Data {
	c := &centre{Institution: self, all: map[model.ID]model.Record{}, own: map[model.ID]model.ID{}, seed: o.Seed, data: &Data{}}
	for r := range Stream(o) {
		c.all[r.Base().ID] = r
	}
	for _, f := range Files(o) {
		if f.Origin == self.ID {
			c.data.Attachments = append(c.data.Attachments, f)
		}
	}
	for r := range Stream(o) {
		if r.Base().Origin == self.ID && r.Kind() != model.KindInstitution {
			c.keep(r)
		}
	}
	return c.data
}

// centre gathers the records of an institution.
type centre struct {
	*model.Institution
	all  map[model.ID]model.Record
	own  map[model.ID]model.ID // of what is kept, by the identifier in the whole
	seed uint64
	data *Data
}

// keep takes a record with what it refers to, and leaves out what it cannot go without.
func (c *centre) keep(r model.Record) {
	id := r.Base().ID
	if c.own[id] != "" {
		return
	}
	switch r := r.(type) {
	case *model.Certificate:
		if len(c.ours(r.DerivedFrom)) < len(r.DerivedFrom) || r.Amendment != nil && c.own[r.Amendment.CertificateID] == "" {
			return
		}
		c.certificate(r)
	case *model.Environment:
		r.Influences = slices.Clone(r.Influences)
		for i := range r.Influences {
			r.Influences[i].DeviceID = c.known(r.Influences[i].DeviceID)
		}
	case *model.Method:
		r.SupersededBy = c.known(r.SupersededBy)
	case *model.Dataset:
		r.Members, r.DerivedFrom = c.ours(r.Members), c.ours(r.DerivedFrom)
		if len(r.Members)+len(r.Media) == 0 {
			return
		}
	}
	c.own[id] = r.Base().ID
	c.data.add(r)
}

// certificate names in a certificate what the institution has itself.
func (c *centre) certificate(r *model.Certificate) {
	r.Items, r.Methods, r.Standards = slices.Clone(r.Items), slices.Clone(r.Methods), slices.Clone(r.Standards)
	for i := range r.Items {
		r.Items[i].InstrumentID = c.known(r.Items[i].InstrumentID)
	}
	for i := range r.Methods {
		r.Methods[i].MethodID = c.known(r.Methods[i].MethodID)
	}
	for i := range r.Standards {
		s := &r.Standards[i]
		s.InstrumentID, s.CertificateID = c.known(s.InstrumentID), c.own[s.CertificateID]
	}
	r.AttachmentIDs = c.ours(r.AttachmentIDs)
}

// ours are the records that the institution has of these.
func (c *centre) ours(ids []model.ID) (list []model.ID) {
	for _, id := range ids {
		if own := c.own[id]; own != "" {
			list = append(list, own)
		}
	}
	return list
}

// known is the institution's own record of an instrument or a method.
func (c *centre) known(id model.ID) model.ID {
	r := c.all[id]
	if r == nil || c.own[id] != "" {
		return c.own[id]
	}
	if r.Base().Origin != c.ID {
		r = c.copy(r)
	}
	c.keep(r)
	c.own[id] = r.Base().ID
	return c.own[id]
}

// copy is the record that the institution itself makes of what somebody else has one of.
func (c *centre) copy(r model.Record) model.Record {
	h := fnv.New64a()
	_, _ = h.Write([]byte(r.Base().ID + c.ID)) // it never fails
	random := seeded(c.seed, domainCentre, h.Sum64())
	switch original := r.(type) {
	case *model.Instrument:
		r = copied(original)
	case *model.Method:
		r = copied(original)
	}
	head := r.Base()
	head.ID = random.id(r.Kind(), head.Created.At)
	head.Origin, head.Region, head.Level = c.ID, c.Region, c.Level
	return r
}
