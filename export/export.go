// Package export is the contract between exports and the formats that they are written in.
// Each format has a folder of its own; a writer takes records one by one and keeps none of
// them, so that memory does not grow with their number.
package export

import (
	"io"

	"metrograph/model"
)

// Format is what an export can be written as.
type Format interface {
	// Takes tells whether records of the kind can be written.
	Takes(kind model.Kind) bool
	// File is the ending of the file's name, with its dot, and its media type.
	File(kind model.Kind) (ending, mediaType string)
	// Needs says which of the records that those of a kind refer to the writer looks at.
	Needs(kind model.Kind) []Need
	// New begins a file.
	New(w io.Writer, o Options) (Writer, error)
}

// Need is a kind of record that a writer looks at, and what of it.
type Need struct {
	Kind   model.Kind
	Fields []string // none for all
}

// Options are what a file is about.
type Options struct {
	Kind model.Kind
	Dir  string // for what has to wait on disk; the system's for temporary files where it is empty

	Book      *model.BlueBook // what a blue book is of; nil for everything else
	Publisher model.Text      // whose book or report it is
	Subject   string          // of a report on instruments: the id of one, or the name of a model
	Language  string          // of a report on instruments
}

// Writer writes one file.
type Writer interface {
	// Write writes a record as its reader may see it, with those of the records which it
	// refers to that the reader may see.
	Write(record model.Record, related Related) error
	// Deleted writes that a record is no longer there; formats of tables and documents, which
	// are about what is there, leave it out.
	Deleted(id model.ID, version int) error
	// Fail says in the file that it is not whole, where the format can.
	Fail(message string) error
	// Finish writes the end of the file.
	Finish() error
	// Close releases what the writer holds, whether the file was finished or not.
	Close() error
}

// Related are records by id.
type Related map[model.ID]model.Record

// Of returns a record with an id; nil where there is none of the type.
func Of[R model.Record](related Related, id model.ID) (record R) {
	record, _ = related[id].(R)
	return record
}
