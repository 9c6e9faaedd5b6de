package model

import (
	"strconv"
	"time"
)

// Record is a thing that the node keeps: it has an identity, a history, an owner and rules.
type Record interface {
	Kind() Kind
	Base() *Head
	// Facts returns what access to the record is decided by.
	Facts() Facts
	// Validate checks the record by itself, without looking at other records.
	Validate() []Finding
	// References lists the records that this one points to.
	References() []Reference
	// NaturalKey is what makes two records of one origin the same thing in the world; empty
	// where nothing does.
	NaturalKey() string
}

// Head is what every record carries.
type Head struct {
	ID             ID             `json:"id,omitempty"`
	Version        int            `json:"version,omitempty"` // 1 for the first
	Origin         ID             `json:"origin,omitempty"`  // the institution whose node the record was born at
	Region         Region         `json:"region,omitempty"`  // of the origin
	Level          Level          `json:"level,omitempty"`   // of the origin, unless the record says otherwise
	Classification Classification `json:"classification,omitempty"`
	Status         Status         `json:"status,omitempty"`
	Manufacturers  []ID           `json:"manufacturers,omitempty"` // derived: who made the instruments concerned
	Provenance     Provenance     `json:"provenance,omitzero"`
	Created        Stamp          `json:"created,omitzero"`
	Modified       Stamp          `json:"modified,omitzero"`
	Replica        Replica        `json:"replica,omitzero"` // of a record of another node

	Masked FieldSet `json:"-" bson:"-"` // what was emptied for whoever reads it; see Keep
}

// Base returns the head itself; a record gets it by embedding Head.
func (h *Head) Base() *Head { return h }

func (h *Head) facts(kind Kind, discipline Discipline) Facts {
	return Facts{
		Kind: kind, Classification: h.Classification, Level: h.Level, Status: h.Status, Origin: h.Origin,
		Region: h.Region, Discipline: discipline, Manufacturers: h.Manufacturers,
	}
}

// Stamp is who changed a record, when and why.
type Stamp struct {
	At     time.Time `json:"at,omitzero"` // UTC, to the millisecond
	By     string    `json:"by,omitempty"`
	Reason string    `json:"reason,omitempty"`
}

// Provenance is where a record's data comes from.
type Provenance struct {
	Format     string    `json:"format,omitempty"`  // e.g. DCC 3.1.1, GraphQL
	Channel    string    `json:"channel,omitempty"` // e.g. import, api, demo
	SourceName string    `json:"sourceName,omitempty"`
	SourceHash string    `json:"sourceHash,omitempty"` // SHA-256 of the source file, hexadecimal
	Recorder   string    `json:"recorder,omitempty"`   // who recorded it
	Device     string    `json:"device,omitempty"`     // the device that recorded it
	Place      string    `json:"place,omitempty"`
	At         time.Time `json:"at,omitzero"`
	Findings   []Finding `json:"findings,omitempty"` // what the collection found and kept
	Unmapped   []Extra   `json:"unmapped,omitempty"` // what the source had and the model has no place for
}

// Extra is a part of a source document that has no place in the model, kept as it was.
type Extra struct {
	Path string `json:"path"`
	Line int    `json:"line,omitempty"`
	Text string `json:"text"`
}

// Reference is a pointer from one record to another.
type Reference struct {
	To    ID
	Kind  Kind   // the kind it has to be; empty for any
	field string // of the record
	entry int    // of the field's list; -1 for the field itself
	of    string // the entry's field; empty for the entry itself
}

// Path is the place in the record, e.g. items[0].instrument.
func (r Reference) Path() string {
	path := r.field
	if r.entry >= 0 {
		path += "[" + strconv.Itoa(r.entry) + "]"
	}
	if r.of != "" {
		path += "." + r.of
	}
	return path
}

// check looks at what every record of the kind carries. What the node itself fills in may
// still be empty.
func (h *Head) check(k *checker, kind Kind) {
	k.self = h.ID
	k.id("id", h.ID, kind)
	k.id("origin", h.Origin, KindInstitution)
	if h.Version < 0 {
		k.fail(ruleVersion, "version", strconv.Itoa(h.Version), "")
	}
	k.region("region", h.Region)
	k.enum("level", string(h.Level), levels)
	k.enum("classification", string(h.Classification), classifications)
	k.enum("status", string(h.Status), statuses)
	k.limit("manufacturers", len(h.Manufacturers), maxEntries)
	for i, id := range h.Manufacturers {
		k.at("manufacturers", i)
		k.id("", id, KindInstitution)
		k.out()
	}
	k.in("provenance")
	h.Provenance.check(k)
	k.out()
	h.Created.check(k, "created")
	h.Modified.check(k, "modified")
	h.Replica.check(k)
}

func (s *Stamp) check(k *checker, field string) {
	k.in(field)
	k.code("by", s.By)
	k.prose("reason", s.Reason)
	k.out()
}

func (p *Provenance) check(k *checker) {
	k.code("format", p.Format)
	k.code("channel", p.Channel)
	k.code("sourceName", p.SourceName)
	k.sha256("sourceHash", p.SourceHash)
	k.code("recorder", p.Recorder)
	k.code("device", p.Device)
	k.code("place", p.Place)
	k.notes("findings", p.Findings)
	k.limit("unmapped", len(p.Unmapped), maxEntries)
	for i := range p.Unmapped {
		k.at("unmapped", i)
		k.prose("path", p.Unmapped[i].Path)
		k.prose("text", p.Unmapped[i].Text)
		k.out()
	}
}
