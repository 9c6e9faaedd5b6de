package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"time"

	"metrograph/model"
)

// Hash is the SHA-256 of a journal entry, chained to the one before it.
type Hash [sha256.Size]byte

// String is the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Entry is one entry of the journal: a revision of a record.
type Entry struct {
	Sequence  int64 // per node: dense, increasing, from 1
	Kind      model.Kind
	ID        model.ID
	Version   int
	At        time.Time // UTC, to the millisecond
	Actor     string
	Operation Operation
	Reason    string
	Document  []byte // BSON of the record as it became; nil for a deletion
	Previous  Hash   // of the record's version before; zero for the first
	Hash      Hash
}

// NewEntry makes the journal entry of a change that follows a revision with the hash
// previous.
func NewEntry(p Prepared, sequence int64, previous Hash) Entry {
	e := Entry{
		Sequence: sequence, Kind: p.Kind, ID: p.ID, Version: p.Version,
		At: p.Change.At.UTC().Truncate(time.Millisecond), Actor: p.Change.Actor, Operation: p.Change.Operation,
		Reason: p.Change.Reason, Document: p.Document, Previous: previous,
	}
	e.Hash = e.Compute()
	return e
}

// Compute returns the hash that the entry has to have: SHA-256 over its fields, each
// preceded by its length in eight bytes, big-endian. The sequence number is left out: it
// belongs to the node, the chain to the record.
func (e *Entry) Compute() Hash {
	digest := sha256.New()
	field(digest, []byte(e.Kind))
	field(digest, []byte(e.ID))
	field(digest, number(int64(e.Version)))
	field(digest, number(e.At.UnixMilli()))
	field(digest, []byte(e.Actor))
	field(digest, []byte(e.Operation))
	field(digest, []byte(e.Reason))
	field(digest, e.Document)
	field(digest, e.Previous[:])
	var h Hash
	digest.Sum(h[:0])
	return h
}

func field(digest hash.Hash, b []byte) {
	digest.Write(number(int64(len(b))))
	digest.Write(b)
}

func number(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }
