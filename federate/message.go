package federate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"metrograph/model"
	"metrograph/registry"
)

// Version is that of the protocol.
const Version = 1

// Paths of the protocol.
const (
	prefix         = "/federate/v1/"
	pathHello      = prefix + "hello"
	pathChanges    = prefix + "changes"
	pathAttachment = prefix + "attachments/"
	pathSubmit     = prefix + "submit"
	pathReceipt    = prefix + "receipt"
)

// PathQuery is where the queries of other nodes' callers come in.
const PathQuery = prefix + "query"

// Bounds of messages.
const (
	batchParcels = 500
	batchBytes   = 4 << 20  // of documents, about; a single one may have more
	maxMessage   = 28 << 20 // a batch with the largest document
	maxSmall     = 1 << 20
)

// Hello is what a node says of itself to anybody.
type Hello struct {
	Versions    []int        `json:"versions"`
	Node        model.ID     `json:"node"` // its institution
	Name        model.Text   `json:"name"`
	Level       model.Level  `json:"level"`
	Region      model.Region `json:"region"`
	Key         []byte       `json:"key"`
	Fingerprint string       `json:"fingerprint"`
	Clock       time.Time    `json:"clock"`

	Institution *registry.Parcel `json:"institution,omitempty"` // as anybody may see it
}

// NodeKeys are the keys of a node whose records a batch passes on, the newest first, and the words
// of each for the one that followed.
type NodeKeys struct {
	Node  model.ID     `json:"node"`
	Keys  [][]byte     `json:"keys"`
	Words []Succession `json:"words,omitempty"`
}

// follow takes the keys that follow the newest one that is known, each on the word of the one
// before. What was sealed stays good when the overlap is over, and so do these words.
func (k *NodeKeys) follow(words []Succession) (moved bool) {
	for range min(len(words), mostKeys) {
		at := slices.IndexFunc(words, func(s Succession) bool { return s.Node == k.Node && s.signedBy(k.Keys[0]) })
		if at < 0 || slices.ContainsFunc(k.Keys, func(known []byte) bool { return bytes.Equal(known, words[at].New) }) {
			break
		}
		word := words[at]
		word.Before = nil
		k.Keys, k.Words, moved = slices.Insert(k.Keys, 0, word.New), append(k.Words, word), true
	}
	return moved
}

// Batch is a part of the feed of a node for a peer. A session is a chain of batches: each
// names the digest of the one before.
type Batch struct {
	Version  int               `json:"version"`
	Node     model.ID          `json:"node"`
	Audience model.ID          `json:"audience"`
	Session  model.ID          `json:"session"`
	Number   int               `json:"number"` // from 1
	Previous string            `json:"previous"`
	After    string            `json:"after"` // the position that it follows
	Next     string            `json:"next"`  // the position that it leads to
	More     bool              `json:"more"`
	Parcels  []registry.Parcel `json:"parcels"`
	Keys     []NodeKeys        `json:"keys,omitempty"`
}

// Taken is the answer to a batch that was submitted.
type Taken struct {
	Session model.ID            `json:"session"`
	Number  int                 `json:"number"`
	Digest  string              `json:"digest"`
	After   string              `json:"after"` // the position that the receiver has come to
	Tally   model.TransferTally `json:"tally"` // of the session so far
}

// Statement is what a receipt says.
type Statement struct {
	Version  int                  `json:"version"`
	Session  model.ID             `json:"session"`
	Mode     model.SubmissionMode `json:"mode"`
	Sender   model.ID             `json:"sender"`
	Receiver model.ID             `json:"receiver"`
	Batches  int                  `json:"batches"`
	Size     int64                `json:"size"`
	Digest   string               `json:"digest"` // of the last batch, and with it of all
	Tally    model.TransferTally  `json:"tally"`
	Started  time.Time            `json:"started"`
	Ended    time.Time            `json:"ended"`
}

// Receipt is a statement that the receiver has signed.
type Receipt struct {
	Statement json.RawMessage `json:"statement"`
	Key       string          `json:"key"` // the fingerprint
	Signature []byte          `json:"signature"`
}

// message is what is signed.
func (r *Receipt) message() []byte { return append([]byte("metrograph-receipt-1\n"), r.Statement...) }

// ReceiptMessage asks for the receipt of a session that was submitted, or brings that of one
// that was harvested.
type ReceiptMessage struct {
	Session model.ID            `json:"session"`
	Receipt *Receipt            `json:"receipt,omitempty"`
	Changes []model.Transferred `json:"changes,omitempty"`
}

// Problem is the answer to what was refused.
type Problem struct {
	Code    model.Code `json:"code"`
	Message string     `json:"message"`
	After   string     `json:"after,omitempty"` // of a CONFLICT: the position that the receiver has come to
}

// digestHex names a batch in its chain.
func digestHex(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
