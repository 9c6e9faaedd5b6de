// Package parcel is what a format hands to the collection pipeline: the records that one
// document brings.
//
// A reader of a format fills a [Parcel] and knows nothing of the node; the pipeline takes it
// from there. Records point to each other by provisional identifiers, which are well formed,
// so that every record can be validated before anything is written.
package parcel

import (
	"encoding/binary"
	"strings"
	"time"

	"metrograph/model"
)

// Parcel is what one document brings: the certificate and every record that it mentions.
type Parcel struct {
	Format      string             `json:"format"` // e.g. DCC 3.1.1
	Certificate *model.Certificate `json:"certificate,omitempty"`
	// Institutions are created where the node does not have them.
	Institutions []*model.Institution `json:"institutions,omitempty"`
	// Known institutions are named by the document without being its subject, as makers and
	// customers are. They are pointed to where the node has them, and never created: a name
	// in a certificate does not make an institution.
	Known        []*model.Institution `json:"known,omitempty"`
	Instruments  []*model.Instrument  `json:"instruments,omitempty"`
	Persons      []*model.Person      `json:"persons,omitempty"`
	Methods      []*model.Method      `json:"methods,omitempty"`
	Environments []*model.Environment `json:"environments,omitempty"`
	Files        []File               `json:"files,omitempty"`
	Findings     []model.Finding      `json:"findings,omitempty"`
	// Lines says where in the document parts of the certificate stand, by their paths in the
	// record, e.g. results[0].series[1].
	Lines map[string]int `json:"-"`

	last uint64 // provisional identifiers given so far
}

// File is an attachment with its bytes.
type File struct {
	Attachment *model.Attachment `json:"attachment"`
	Content    []byte            `json:"-"`
}

// At notes the line of a part of the certificate.
func (p *Parcel) At(path string, line int) {
	if p.Lines == nil {
		p.Lines = map[string]int{}
	}
	p.Lines[path] = line
}

// Line returns the line of a place in the certificate, or of what it is a part of; 0 where
// it is not known.
func (p *Parcel) Line(path string) int {
	for path != "" {
		if line, known := p.Lines[path]; known {
			return line
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return 0
}

// NewID returns a provisional identifier. It is well formed, and of the first millisecond of
// 1970, when no node was running.
func (p *Parcel) NewID(kind model.Kind) model.ID {
	p.last++
	var u [16]byte
	binary.BigEndian.PutUint64(u[8:], p.last)
	return kind.ID(time.UnixMilli(0), u)
}

// Provisional tells whether the identifier was given by a parcel.
func Provisional(id model.ID) bool {
	u, ok := id.UUID()
	return ok && [6]byte(u[:6]) == [6]byte{}
}

// References lists the records that the certificate needs, those that others point to
// first.
func (p *Parcel) References() []model.Record {
	var all []model.Record
	all = appendRecords(all, p.Institutions)
	all = appendRecords(all, p.Instruments)
	all = appendRecords(all, p.Persons)
	all = appendRecords(all, p.Methods)
	all = appendRecords(all, p.Environments)
	for _, f := range p.Files {
		all = append(all, f.Attachment)
	}
	return all
}

// Records lists the references and the certificate, which comes last.
func (p *Parcel) Records() []model.Record {
	all := p.References()
	if p.Certificate != nil {
		all = append(all, p.Certificate)
	}
	return all
}

func appendRecords[R model.Record](all []model.Record, list []R) []model.Record {
	for _, r := range list {
		all = append(all, r)
	}
	return all
}
