package store

import (
	"time"
	"unicode/utf8"

	"metrograph/model"
)

// Operation is what a change does to a record.
type Operation string

const (
	Create   Operation = "CREATE"
	Amend    Operation = "AMEND"
	Withdraw Operation = "WITHDRAW"
	Publish  Operation = "PUBLISH"
	Delete   Operation = "DELETE" // leaves a tombstone in the journal
)

// Change is a write of one record: its whole new state. The version in the record's head is
// the one it will have: 1 for a new record, otherwise one more than the version it replaces.
// A change is prepared once and may then be committed.
//
// A replica carries the version that it has at its own node; which revision it is here says
// Revision.
type Change struct {
	Record    model.Record
	Operation Operation
	Actor     string
	Reason    string
	At        time.Time
	Revision  int // of a replica; 0: the version in the record's head
}

// Outcome is what became of a change: its entry's place in the journal, or why it was
// refused: CONFLICT with the current version for a stale one or an identity that is taken,
// LIMIT_EXCEEDED for a document that is too large.
type Outcome struct {
	Sequence int64
	Hash     Hash
	Err      error
}

// Prepared is a change with everything computed that does not depend on the store's state.
type Prepared struct {
	Kind     model.Kind
	ID       model.ID
	Version  int
	Document []byte // BSON of the record; nil for a deletion
	Index    Index
	Change   Change
}

// Prepare encodes and indexes a change. It is the costly part of a write and needs no lock. The
// document is appended to memory that the caller may use again when it has been written; nil
// for memory of its own.
func Prepare(c Change, memory []byte) (Prepared, error) {
	head := c.Record.Base()
	p := Prepared{Kind: c.Record.Kind(), ID: head.ID, Version: head.Version, Change: c}
	if c.Revision > 0 {
		p.Version = c.Revision
	}
	if !utf8.ValidString(string(p.ID)) || !utf8.ValidString(c.Actor) || !utf8.ValidString(c.Reason) {
		return p, notText("")
	}
	if c.Operation == Delete {
		return p, nil
	}
	document, err := encode(c.Record, memory)
	if err != nil {
		return p, err
	}
	if len(document) > MaxDocument {
		return p, model.Errorf(model.CodeLimitExceeded, "the record has %d bytes, the limit is %d; keep large data as an attachment",
			len(document), MaxDocument)
	}
	p.Document, p.Index = document, IndexOf(c.Record)
	return p, nil
}

func notText(path string) error {
	e := model.Errorf(model.CodeInvalid, "a text is not valid UTF-8")
	e.Path = path
	return e
}

// Stale is the error of a change to a record that is not at the version it was based on.
func Stale(id model.ID, current int) error {
	e := model.Errorf(model.CodeConflict, "the record was changed meanwhile; read it again and repeat the change")
	e.Current = current
	return e
}

// Taken is the error of a record whose natural key another record of its origin has.
func Taken(model.ID) error {
	return model.Errorf(model.CodeConflict, "another record of this origin has the same identity (number, code or serial number); amend that one")
}
