package dcc

import (
	"io"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

// Certificate is what one document is made of: the certificate as the caller may see it, and
// of the records that it refers to those that the caller may see. What is absent is written
// as not given.
type Certificate struct {
	*model.Certificate
	Issuer       *model.Institution
	Institutions map[model.ID]*model.Institution // makers and owners of instruments
	Instruments  map[model.ID]*model.Instrument
	Persons      map[model.ID]*model.Person
	Methods      map[model.ID]*model.Method
	Environments []*model.Environment            // in the order of the certificate
	Certificates map[model.ID]*model.Certificate // of the standards used, and the one that is amended
	Attachments  []*model.Attachment             // those to embed
	// Files opens an attachment's content; nil where there is none to be had, and then the
	// attachment is left out. Without it no attachment is embedded.
	Files func(model.ID) (io.ReadCloser, error)
}

// document is the state of writing one document.
type document struct {
	*emitter
	c       *Certificate
	ids     map[string]bool // that elements of the document have
	patches []patch
	devices int // written so far
}

// Write writes the certificate as a DCC 3.3.0 document. It is written as it goes: memory does
// not grow with the number of values, nor with the size of the attachments. After an error
// what was written is no document.
func Write(w io.Writer, c *Certificate) error {
	d := &document{emitter: newEmitter(w), c: c}
	d.ids = documentIDs(c.Certificate)
	d.raw(`<?xml version="1.0" encoding="UTF-8"?>`)
	d.start("dcc:digitalCalibrationCertificate",
		attr{"xmlns:dcc", "https://ptb.de/dcc"}, attr{"xmlns:si", "https://ptb.de/si"},
		attr{"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
		attr{"xsi:schemaLocation", dccterm.SchemaLocation}, attr{"schemaVersion", "3.3.0"})
	d.administrativeData()
	d.measurementResults()
	d.supplement()
	d.file("dcc:document", d.readable())
	d.end()
	return d.finish()
}

func (d *document) administrativeData() {
	d.start("dcc:administrativeData")
	d.software()
	d.coreData()
	d.items()
	d.laboratory()
	d.persons()
	d.customer()
	d.statements()
	d.end()
}

func (d *document) measurementResults() {
	d.start("dcc:measurementResults")
	d.methods()
	d.equipment()
	d.environments()
	for i := range d.c.Results {
		d.result(&d.c.Results[i])
	}
	if len(d.c.Results) == 0 {
		d.noResult()
	}
	d.end()
}
