package network

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"unicode/utf8"

	"metrograph/analysis/cube"
	"metrograph/model"
	"metrograph/registry"
)

// Version is that of the messages.
const Version = 1

// Bounds of messages.
const (
	MaxQuestion = 1 << 20
	MaxAnswer   = 8 << 20
	maxRows     = 100
	maxGroups   = 100_000 // origins, or buckets of statistics
	maxRedacted = 1000
	maxSalt     = 64
)

// Question is what a node is asked: an operation with one field of the root, and between which
// places of its list.
type Question struct {
	Version   int             `json:"version"`
	Query     string          `json:"query"`
	Variables json.RawMessage `json:"variables,omitempty"`
	After     *registry.Place `json:"after,omitempty"`
	Before    *registry.Place `json:"before,omitempty"`
	Salt      string          `json:"salt"` // with which origins are named in the answer
}

// Answer is what a node answers.
type Answer struct {
	Version     int            `json:"version"`
	Limited     bool           `json:"limited,omitempty"` // it was asked as by anybody: the node does not take the asking one's word for the caller
	Rows        []Row          `json:"rows,omitempty"`
	HasNext     bool           `json:"hasNext,omitempty"`
	HasPrevious bool           `json:"hasPrevious,omitempty"`
	Totals      map[string]int `json:"totals,omitempty"`  // by the names of origins; null where the caller may not count
	Buckets     []Bucket       `json:"buckets,omitempty"` // of statistics
	Redacted    []string       `json:"redacted,omitempty"`
	Partial     bool           `json:"partial,omitempty"` // fields could not be answered, and are null
}

// Row is a record of a list: where it stands, whose it is, and what was selected of it, once for
// each selection of the question.
type Row struct {
	Place   registry.Place    `json:"place"`
	Version int               `json:"version"`
	Keeper  model.ID          `json:"keeper,omitempty"` // whose node keeps the record; absent for the answering one
	Nodes   []json.RawMessage `json:"nodes,omitempty"`

	Record model.Record `json:"-"` // of the node itself, which answers its fields in its own way
}

// Bucket is a group of statistics.
type Bucket struct {
	Keys   []string `json:"keys"`
	Origin string   `json:"origin"` // its name
	Count  int      `json:"count"`

	// Cell and Earlier are what measures are made of; absent where the count alone was asked for.
	Cell    *cube.Cell `json:"cell,omitempty"`
	Earlier *cube.Cell `json:"earlier,omitempty"`
}

// proper tells whether a bucket can be one at all.
func (b *Bucket) proper() bool {
	for _, c := range []*cube.Cell{b.Cell, b.Earlier} {
		if c != nil && !c.Proper() {
			return false
		}
	}
	return b.Count >= 0 && (b.Cell == nil || b.Cell.Count == b.Count)
}

// NameOf names an origin in an answer so that the same origin can be told in the answers of all
// nodes, and none that is not known by its identifier.
func NameOf(salt string, origin model.ID) string {
	sum := sha256.Sum256([]byte(salt + "\n" + string(origin)))
	return hex.EncodeToString(sum[:12])
}

// ParseQuestion reads a question. Its query is for whoever executes it to judge.
func ParseQuestion(raw []byte) (q Question, err error) {
	if err := read(raw, &q); err != nil {
		return q, invalid("", "the question is not what the protocol says")
	}
	switch {
	case q.Version != Version:
		return q, invalid("version", "this node speaks version %d of questions", Version)
	case q.Query == "" || len(q.Salt) > maxSalt:
		return q, invalid("query", "the question has no query, or too long a salt")
	case !proper(q.After) || !proper(q.Before):
		return q, invalid("after", "a place has an identifier, and at most one sort value")
	}
	return q, nil
}

// ParseAnswer reads an answer, and refuses one that cannot be the answer to any question.
func ParseAnswer(raw []byte) (a Answer, err error) {
	if err := read(raw, &a); err != nil {
		return a, invalid("", "the answer is not what the protocol says")
	}
	bad := a.Version != Version || len(a.Rows) > maxRows || len(a.Totals) > maxGroups || len(a.Buckets) > maxGroups || len(a.Redacted) > maxRedacted
	for i := range a.Rows {
		r := &a.Rows[i]
		bad = bad || !proper(&r.Place) || r.Version < 0 || r.Keeper != "" && !r.Keeper.Valid()
	}
	for _, n := range a.Totals {
		bad = bad || n < 0
	}
	bad = bad || slices.ContainsFunc(a.Buckets, func(b Bucket) bool { return !b.proper() })
	if bad {
		return a, invalid("", "the answer is not what the protocol says")
	}
	return a, nil
}

func proper(p *registry.Place) bool {
	return p == nil || p.ID.Valid() && (p.Text == nil || p.Number == nil)
}

// read reads one JSON value, and nothing else.
func read(raw []byte, into any) error {
	if !utf8.Valid(raw) {
		return io.ErrUnexpectedEOF
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return io.ErrUnexpectedEOF
	}
	return nil
}

func invalid(path, format string, args ...any) error {
	e := model.Errorf(model.CodeInvalid, format, args...)
	e.Path = path
	return e
}
