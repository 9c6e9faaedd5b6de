// Package dcczip writes certificates as an archive of digital calibration certificates, one a
// file, with a manifest that says which is which.
package dcczip

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"metrograph/export"
	"metrograph/export/dcc"
	"metrograph/model"
)

// Format is the format.
type Format struct{}

// Takes tells that it is for certificates.
func (Format) Takes(kind model.Kind) bool { return kind == model.KindCertificate }

// File is that of an archive.
func (Format) File(model.Kind) (ending, mediaType string) { return ".dcc.zip", "application/zip" }

// Needs are the records that a document tells of.
func (Format) Needs(model.Kind) []export.Need {
	return []export.Need{{Kind: model.KindInstitution}, {Kind: model.KindInstrument}, {Kind: model.KindPerson},
		{Kind: model.KindMethod}, {Kind: model.KindEnvironment}, {Kind: model.KindCertificate, Fields: []string{"number", "revision"}}}
}

// New begins an archive.
func (Format) New(w io.Writer, o export.Options) (export.Writer, error) {
	manifest, err := export.NewPart(o.Dir, "manifest.json")
	if err != nil {
		return nil, err
	}
	out := &writer{archive: export.NewArchive(w), manifest: manifest}
	if _, err = io.WriteString(manifest, `{"certificates":[`); err != nil {
		return nil, errors.Join(err, manifest.Close())
	}
	return out, nil
}

type writer struct {
	archive  *zip.Writer
	manifest *export.Part
	written  int
}

// entry is what the manifest says of a document.
type entry struct {
	ID       model.ID `json:"id"`
	Version  int      `json:"version"`
	Number   string   `json:"number,omitempty"`
	Revision string   `json:"revision,omitempty"`
	File     string   `json:"file"`
	SHA256   string   `json:"sha256"`
}

// perFolder is how many documents a folder of the archive has: programs that unpack and show
// archives are slow with more.
const perFolder = 1000

// Write writes the document of a certificate.
func (w *writer) Write(record model.Record, related export.Related) error {
	c, ok := record.(*model.Certificate)
	if !ok {
		return fmt.Errorf("a %s is no certificate", record.Kind())
	}
	e := entry{ID: c.ID, Version: c.Version, Number: c.Number, Revision: c.Revision,
		File: fmt.Sprintf("%04d/%s.xml", w.written/perFolder, c.ID)}
	out, err := w.archive.CreateHeader(&zip.FileHeader{Name: e.File, Method: zip.Deflate, Modified: export.Stamp()})
	if err != nil {
		return err
	}
	sum := sha256.New()
	if err := dcc.Write(io.MultiWriter(out, sum), documentOf(c, related)); err != nil {
		return err
	}
	e.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return w.note(e)
}

func (w *writer) note(e entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	separator := ",\n"
	if w.written == 0 {
		separator = "\n"
	}
	w.written++
	_, err = w.manifest.Write(append([]byte(separator), line...))
	return err
}

// documentOf gives a certificate the records that it refers to.
func documentOf(c *model.Certificate, related export.Related) *dcc.Certificate {
	d := &dcc.Certificate{Certificate: c, Issuer: export.Of[*model.Institution](related, c.IssuerID),
		Institutions: map[model.ID]*model.Institution{}, Instruments: map[model.ID]*model.Instrument{},
		Persons: map[model.ID]*model.Person{}, Methods: map[model.ID]*model.Method{}, Certificates: map[model.ID]*model.Certificate{}}
	for _, ref := range c.References() {
		switch r := related[ref.To].(type) {
		case *model.Institution:
			d.Institutions[r.ID] = r
		case *model.Instrument:
			d.Instruments[r.ID] = r
			for _, id := range []model.ID{r.ManufacturerID, r.OwnerID} {
				if i := export.Of[*model.Institution](related, id); i != nil {
					d.Institutions[id] = i
				}
			}
		case *model.Person:
			d.Persons[r.ID] = r
		case *model.Method:
			d.Methods[r.ID] = r
		case *model.Environment:
			d.Environments = append(d.Environments, r)
		case *model.Certificate:
			d.Certificates[r.ID] = r
		}
	}
	return d
}

// Deleted writes nothing: a record that is gone has no document.
func (*writer) Deleted(model.ID, int) error { return nil }

// Fail writes nothing: an archive without its end is read by no program.
func (*writer) Fail(string) error { return nil }

// Finish writes the manifest and ends the archive.
func (w *writer) Finish() error {
	if _, err := io.WriteString(w.manifest, "\n]}\n"); err != nil {
		return err
	}
	if err := w.manifest.AddTo(w.archive); err != nil {
		return err
	}
	return w.archive.Close()
}

// Close gives back the room that the manifest took on disk.
func (w *writer) Close() error { return w.manifest.Close() }
