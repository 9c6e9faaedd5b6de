// Package sample makes valid records: small ones for tests, and the demo data of a whole
// network of metrology institutes.
//
// The demo data is deterministic: the same [Options] give the same records, byte for byte.
// All names, numbers and results are invented; only the codes and titles of methods are
// real. Records of one call share slices (units, columns of nominal values, statements):
// treat them as read only, or copy what is to be changed.
package sample

import (
	"iter"
	"time"

	"metrograph/model"
)

// Options say how much to generate. The zero value gives the usual demo data.
type Options struct {
	Seed         uint64
	Institutions int       // 16 where zero; at least 4, one of each level
	Instruments  int       // 400 where zero
	Certificates int       // 3000 where zero
	Now          time.Time // end of the eight years of data; 2026-01-01 UTC where zero
}

const (
	defaultInstitutions = 16
	defaultInstruments  = 400
	defaultCertificates = 3000

	minInstitutions = 4 // the first four of the table are one of each level
	years           = 8 // of certificates
)

func (o Options) withDefaults() Options {
	o.Institutions = max(orDefault(o.Institutions, defaultInstitutions), minInstitutions)
	o.Instruments = orDefault(o.Instruments, defaultInstruments)
	o.Certificates = orDefault(o.Certificates, defaultCertificates)
	if o.Now.IsZero() {
		o.Now = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	o.Now = o.Now.UTC().Truncate(24 * time.Hour)
	return o
}

func orDefault(n, usual int) int {
	if n <= 0 {
		return usual
	}
	return n
}

// Data is the demo data, record by record and by kind.
type Data struct {
	Institutions []*model.Institution
	Persons      []*model.Person
	Methods      []*model.Method
	Instruments  []*model.Instrument
	Environments []*model.Environment
	Attachments  []File
	Certificates []*model.Certificate
	Datasets     []*model.Dataset
	Agreements   []*model.Agreement

	order []model.Record
}

// Generate makes the demo data in memory.
func Generate(o Options) *Data {
	g := newGenerator(o)
	d := &Data{Attachments: g.files}
	for r := range g.records {
		d.add(r)
	}
	return d
}

func (d *Data) add(r model.Record) {
	d.order = append(d.order, r)
	switch r := r.(type) {
	case *model.Institution:
		d.Institutions = append(d.Institutions, r)
	case *model.Person:
		d.Persons = append(d.Persons, r)
	case *model.Method:
		d.Methods = append(d.Methods, r)
	case *model.Instrument:
		d.Instruments = append(d.Instruments, r)
	case *model.Environment:
		d.Environments = append(d.Environments, r)
	case *model.Certificate:
		d.Certificates = append(d.Certificates, r)
	case *model.Dataset:
		d.Datasets = append(d.Datasets, r)
	case *model.Agreement:
		d.Agreements = append(d.Agreements, r)
	}
}

// All yields every record in the order of [Stream]: each refers to earlier ones only.
func (d *Data) All() iter.Seq[model.Record] {
	return func(yield func(model.Record) bool) {
		for _, r := range d.order {
			if !yield(r) {
				return
			}
		}
	}
}

// Stream yields the records that [Generate] makes, without keeping them: institutions,
// persons, methods, instruments, attachments and agreements first; then certificates by time
// of issue, each after the environment it was made in; data sets last. Memory does not grow
// with the number of certificates. The content of the attachments comes from [Files].
func Stream(o Options) iter.Seq[model.Record] {
	return func(yield func(model.Record) bool) { newGenerator(o).records(yield) }
}

// Files returns the attachments of the demo data with their content.
func Files(o Options) []File { return newGenerator(o).files }

// bi is a text in both languages.
func bi(zh, en string) model.Text { return model.Text{Zh: zh, En: en} }
