// Package row is what formats of many records hand to the collection pipeline: one row after
// the other, each a record with the place that it stands at.
//
// A reader keeps no more than a row, so that memory does not grow with the source, and knows
// nothing of the node. What a row says of other records it says by a [Ref]: the pipeline finds
// them by their natural keys.
package row

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"metrograph/model"
)

// Reader reads rows. Next returns io.EOF after the last one; any other error ends the source.
type Reader interface {
	Next() (*Row, error)
}

// Row is one record of a source, or why there is none.
type Row struct {
	Line   int          // in the source or the sheet, from 1
	Record model.Record // nil where nothing of it could be read
	Fields []string     // of the record that the row says something of
	Refs   []Ref
	Key    string // what tells a record without a natural key from others of its institution
	// Findings are faults of the reading; what the record's own rules find is added later.
	Findings []model.Finding
	// Classified tells that a text of the row is a marking.
	Classified bool
	// Raw is the row as it stood, as the format mends it; see the format's Mend.
	Raw []byte
	// Place is where a field of the record stands, by its path; nil for the row's line alone.
	Place func(path string) (place string, line int)

	last uint64
}

// Ref is a reference to a record by what it is known by in the world.
type Ref struct {
	ID    model.ID     // provisional, as it stands in the record
	Known model.Record // with its natural key; nil for Key
	Key   string       // of a record without a natural key
	Kind  model.Kind
	Path  string // in the record
	Soft  bool   // the record says as much by itself: what is not found is left out
}

// Refer adds a reference to the row and returns the provisional identifier that stands for it.
func (r *Row) Refer(ref Ref) model.ID {
	r.last++
	var u [16]byte
	binary.BigEndian.PutUint64(u[8:], r.last)
	ref.ID = ref.Kind.ID(time.UnixMilli(0), u)
	r.Refs = append(r.Refs, ref)
	return ref.ID
}

// Rule is a kind of finding of a reader. Messages have places for [fmt].
type Rule struct {
	ID       string
	Severity model.Severity
	En, Zh   string
}

// Finding states that a rule is broken at a place.
func (r Rule) Finding(path string, line int, args ...any) model.Finding {
	text := func(format string) string {
		if len(args) == 0 {
			return format
		}
		return fmt.Sprintf(format, args...)
	}
	return model.Finding{Rule: r.ID, Severity: r.Severity, Path: path, Line: line, Message: model.Text{En: text(r.En), Zh: text(r.Zh)}}
}

// Fault adds a finding to the row.
func (r *Row) Fault(rule Rule, path string, args ...any) {
	const most = 100 // of a row: the rest is like these
	if len(r.Findings) < most {
		r.Findings = append(r.Findings, rule.Finding(path, r.Line, args...))
	}
}

// Echo is the beginning of an input, fit to be read in a message.
func Echo(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// ErrMarked is the error of a source that is marked as classified as a whole.
var ErrMarked = errors.New("the source is marked as classified")
