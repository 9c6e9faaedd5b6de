// Package instrument writes certificates as a report on an instrument or on a model: an archive
// with the page for browsers, the PDF, and the tables as CSV. What a report is of at most is
// limited, so that the certificates can be kept until it is written.
package instrument

import (
	"fmt"
	"io"

	"metrograph/export"
	"metrograph/export/bluebook"
	"metrograph/model"
	"metrograph/report/instrument"
)

// Format is the format of reports on an instrument, or on a model.
type Format struct{ OfModel bool }

func (f Format) name() string {
	if f.OfModel {
		return "model-report"
	}
	return "instrument-report"
}

// Takes tells that it is for certificates.
func (Format) Takes(kind model.Kind) bool { return kind == model.KindCertificate }

// File is that of an archive.
func (f Format) File(model.Kind) (ending, mediaType string) {
	return "." + f.name() + ".zip", "application/zip"
}

// Needs are the instruments, those who made, own and calibrated them, and the certificates of
// the standards.
func (Format) Needs(model.Kind) []export.Need {
	return []export.Need{{Kind: model.KindInstrument}, {Kind: model.KindInstitution, Fields: []string{"name"}},
		{Kind: model.KindCertificate, Fields: []string{"number", "issuer", "issuedAt", "performedFrom", "performedTo", "validUntil", "standards"}}}
}

// New begins a report.
func (f Format) New(w io.Writer, o export.Options) (export.Writer, error) {
	if o.Subject == "" {
		return nil, model.Errorf(model.CodeInvalid, "a report is on an instrument or a model: name it in the filter")
	}
	return &writer{out: w, name: f.name(), of: instrument.New(instrument.Options{Subject: o.Subject, OfModel: f.OfModel, Lang: o.Language, Organisation: o.Publisher})}, nil
}

type writer struct {
	out  io.Writer
	name string
	of   *instrument.Collector
}

// Write takes a certificate in.
func (w *writer) Write(record model.Record, related export.Related) error {
	c, ok := record.(*model.Certificate)
	if !ok {
		return fmt.Errorf("a %s is no certificate", record.Kind())
	}
	return w.of.Add(c, related)
}

// Deleted leaves out what is not there.
func (*writer) Deleted(model.ID, int) error { return nil }

// Fail leaves the archive without its end, so that nobody takes it for whole.
func (*writer) Fail(string) error { return nil }

// Finish writes the report.
func (w *writer) Finish() error {
	d, err := w.of.Write()
	if err != nil {
		return err
	}
	return bluebook.Archive(w.out, d, w.name)
}

// Close releases nothing.
func (*writer) Close() error { return nil }
