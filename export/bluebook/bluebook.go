// Package bluebook writes certificates as the blue book of a period: an archive with the page for
// browsers, the PDF, and the tables as CSV. It keeps sums and no certificates.
package bluebook

import (
	"archive/zip"
	"fmt"
	"io"

	"metrograph/export"
	"metrograph/model"
	"metrograph/report"
	"metrograph/report/bluebook"
	"metrograph/report/typeset"
	"metrograph/workflow/rules"
)

// Format is the format.
type Format struct{}

// Takes tells that it is for certificates.
func (Format) Takes(kind model.Kind) bool { return kind == model.KindCertificate }

// File is that of an archive.
func (Format) File(model.Kind) (ending, mediaType string) { return ".bluebook.zip", "application/zip" }

// Needs are the institutions that the book may name, and what rules of quality look at.
func (Format) Needs(model.Kind) []export.Need {
	return []export.Need{{Kind: model.KindInstitution, Fields: []string{"name", "classification", "status", "contact"}},
		{Kind: model.KindPerson, Fields: []string{"qualifications"}}, {Kind: model.KindMethod, Fields: []string{"validFrom", "validUntil"}},
		{Kind: model.KindCertificate, Fields: []string{"number", "issuer", "issuedAt", "validUntil", "status"}}}
}

// New begins a book of the period that the options name.
func (Format) New(w io.Writer, o export.Options) (export.Writer, error) {
	if o.Book == nil {
		return nil, model.Errorf(model.CodeInvalid, "a blue book is of a period: give one")
	}
	period, err := bluebook.ParsePeriod(o.Book.Period)
	if err != nil {
		return nil, err
	}
	return &writer{out: w, names: map[model.ID]model.Text{},
		book: bluebook.New(period, bluebook.Options{Discipline: o.Book.Discipline, Lang: o.Book.Language, Organisation: o.Publisher})}, nil
}

type writer struct {
	out   io.Writer
	book  *bluebook.Book
	names map[model.ID]model.Text // of institutions that anybody may read
}

// Write takes a certificate in.
func (w *writer) Write(record model.Record, related export.Related) error {
	c, ok := record.(*model.Certificate)
	if !ok {
		return fmt.Errorf("a %s is no certificate", record.Kind())
	}
	var quality *rules.Quality
	if w.book.Wanted(c) {
		evaluation := rules.Evaluate(c, nil)
		quality = &evaluation.Quality
		w.note(c.IssuerID, related)
		for _, id := range c.Manufacturers {
			w.note(id, related)
		}
	}
	w.book.Add(c, quality)
	return nil
}

// note remembers what an institution is called, if anybody may know it.
func (w *writer) note(id model.ID, related export.Related) {
	if i := export.Of[*model.Institution](related, id); i != nil && bluebook.Named(i) {
		w.names[id] = i.Name
	}
}

// Deleted leaves out what is not there.
func (*writer) Deleted(model.ID, int) error { return nil }

// Fail leaves the archive without its end, so that nobody takes it for whole.
func (*writer) Fail(string) error { return nil }

// Finish writes the book.
func (w *writer) Finish() error {
	d, err := w.book.Write(func(id model.ID) model.Text { return w.names[id] })
	if err != nil {
		return err
	}
	return Archive(w.out, d, "bluebook")
}

// Archive writes a report as an archive: name.html, name.pdf, and its tables in a folder.
func Archive(w io.Writer, d *report.Document, name string) error {
	archive := export.NewArchive(w)
	if err := put(archive, d, name); err != nil {
		return err
	}
	return archive.Close()
}

func put(archive *zip.Writer, d *report.Document, file string) error {
	create := func(name string) (io.Writer, error) {
		return archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: export.Stamp()})
	}
	page, err := create(file + ".html")
	if err == nil {
		_, err = io.WriteString(page, d.HTML())
	}
	if err != nil {
		return err
	}
	pdf, err := create(file + ".pdf")
	if err == nil {
		_, err = typeset.PDF(pdf, d)
	}
	if err != nil {
		return err
	}
	for _, t := range d.Tables() {
		file, err := create(d.Data() + "/" + t.File)
		if err == nil {
			_, err = file.Write(t.CSV())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Close releases nothing.
func (*writer) Close() error { return nil }
