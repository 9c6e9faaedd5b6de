// Package instrument writes reports on measuring instruments: what the certificates of one
// instrument tell, and what those of the instruments of a model do. Everything in them is
// computed from the certificates and records that they are given, as their reader may see them.
package instrument

import (
	"cmp"
	"slices"

	"metrograph/model"
	"metrograph/report"
)

// What one report is of at most, as for an analysis: of a part of a history or of a
// population nothing is to be concluded.
const (
	mostOfInstrument = 300
	mostOfModel      = 2000
	mostInstruments  = 200
)

// Options are what a report is of.
type Options struct {
	Subject      string // id of the instrument, or the name of the model
	OfModel      bool   // whether the report is of a model
	Lang         string // zh or en; zh where empty
	Organisation model.Text
}

// Collector gathers the certificates of a report. It keeps them: there are few.
type Collector struct {
	o            Options
	certificates []*model.Certificate
	seen         map[model.ID]bool
	related      map[model.ID]model.Record
}

// New begins a report.
func New(o Options) *Collector {
	o.Lang = cmp.Or(o.Lang, "zh")
	return &Collector{o: o, seen: map[model.ID]bool{}, related: map[model.ID]model.Record{}}
}

// Add takes a certificate in, with the records that it refers to and its reader may read.
func (c *Collector) Add(certificate *model.Certificate, related map[model.ID]model.Record) error {
	if c.seen[certificate.ID] {
		return nil
	}
	c.seen[certificate.ID] = true
	most := mostOfInstrument
	if c.o.OfModel {
		most = mostOfModel
	}
	if len(c.certificates) == most {
		return model.Errorf(model.CodeLimitExceeded, "more than %d certificates for one report: narrow the filter", most)
	}
	c.certificates = append(c.certificates, certificate)
	c.keep(certificate, related)
	return nil
}

// keep keeps the records that a report looks at: those that the certificate refers to, and
// those that the certificates of its standards do.
func (c *Collector) keep(certificate *model.Certificate, related map[model.ID]model.Record) {
	ids := []model.ID{certificate.IssuerID}
	for _, item := range certificate.Items {
		ids = append(ids, item.InstrumentID)
		if i, ok := related[item.InstrumentID].(*model.Instrument); ok {
			ids = append(ids, i.ManufacturerID, i.OwnerID)
		}
	}
	for _, s := range certificate.Standards {
		ids = append(ids, s.InstrumentID, s.CertificateID)
		if of, ok := related[s.CertificateID].(*model.Certificate); ok {
			ids = append(ids, of.IssuerID)
		}
	}
	for _, id := range ids {
		if record := related[id]; record != nil {
			c.related[id] = record
		}
	}
}

// Write makes the report.
func (c *Collector) Write() (*report.Document, error) {
	if len(c.certificates) == 0 {
		return nil, model.Errorf(model.CodeNotFound, "there are no certificates for this report that you may read")
	}
	slices.SortFunc(c.certificates, func(a, b *model.Certificate) int {
		return cmp.Or(cmp.Compare(dayOf(a), dayOf(b)), cmp.Compare(a.ID, b.ID))
	})
	w := &writer{Collector: c, d: &report.Document{Lang: c.o.Lang, Organisation: c.o.Organisation.In(c.o.Lang)}, numbers: map[model.ID]string{}}
	for _, one := range c.certificates {
		w.numbers[one.ID] = cmp.Or(one.Number, none)
	}
	var err error
	if c.o.OfModel {
		err = w.population()
	} else {
		err = w.single()
	}
	if err != nil {
		return nil, err
	}
	if err := w.d.Number(); err != nil {
		return nil, err
	}
	w.index()
	return w.d, w.d.Number()
}

// dayOf is the day of the measurement, or that of the document.
func dayOf(c *model.Certificate) model.Date {
	return cmp.Or(c.PerformedTo, c.PerformedFrom, c.IssuedAt)
}

// instrument is a record of an instrument, if its reader may read it.
func (c *Collector) instrument(id model.ID) *model.Instrument {
	i, _ := c.related[id].(*model.Instrument)
	return i
}

// institution is what an institution is called; empty for one that the reader may not read.
func (c *Collector) institution(id model.ID) string {
	if i, ok := c.related[id].(*model.Institution); ok {
		return i.Name.In(c.o.Lang)
	}
	return ""
}
