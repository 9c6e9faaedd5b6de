package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
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
	b := make([]byte, 0, 512)
	b = appendField(b, e.Kind)
	b = appendField(b, e.ID)
	b = appendNumber(b, int64(e.Version))
	b = appendNumber(b, e.At.UnixMilli())
	b = appendField(b, e.Actor)
	b = appendField(b, e.Operation)
	b = appendField(b, e.Reason)
	b = binary.BigEndian.AppendUint64(b, uint64(len(e.Document)))
	digest := sha256.New()
	digest.Write(b)
	digest.Write(e.Document)
	digest.Write(appendField(b[:0], e.Previous[:]))
	var h Hash
	digest.Sum(h[:0])
	return h
}

func appendField[T ~string | ~[]byte](b []byte, field T) []byte {
	return append(binary.BigEndian.AppendUint64(b, uint64(len(field))), field...)
}

func appendNumber(b []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(b, 8), uint64(n))
}
