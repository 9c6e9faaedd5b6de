package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"metrograph/model"
)

// Done is the outcome of an action that was done; that of a refused one is a [model.Code].
const Done = "DONE"

// Entry is something that was done or refused. The log itself fills in the sequence, the time
// and the hashes.
type Entry struct {
	Sequence    int64      `json:"sequence"` // dense, increasing, from 1
	At          time.Time  `json:"at"`       // UTC, to the millisecond
	Action      string     `json:"action"`
	Outcome     string     `json:"outcome"`
	Subject     string     `json:"subject,omitempty"` // as in the journal; empty for nobody known
	Institution model.ID   `json:"institution,omitempty"`
	Via         string     `json:"via,omitempty"`
	Kind        model.Kind `json:"kind,omitempty"`
	Record      model.ID   `json:"record,omitempty"`
	Version     int        `json:"version,omitempty"`
	Policy      string     `json:"policy,omitempty"`  // the version of the policy that holds
	Request     string     `json:"request,omitempty"` // the id by which the request is in the node's log
	Unlisted    int        `json:"unlisted,omitempty"`
	Previous    string     `json:"previous"`
	Hash        string     `json:"hash,omitempty"`
}

// line is the entry as it is in the file, with its hash: SHA-256 over the line without it.
func (e Entry) line() ([]byte, error) {
	e.Hash = ""
	raw, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	e.Hash = hex.EncodeToString(sum[:])
	raw, err = json.Marshal(e)
	return append(raw, '\n'), err
}

var errChanged = errors.New("the line was changed: its hash does not match")

// parse reads a line, and makes sure that it is as it was written.
func parse(line []byte) (e Entry, err error) {
	if err := json.Unmarshal(line, &e); err != nil {
		return e, errChanged
	}
	if again, err := e.line(); err != nil || !bytes.Equal(again, append(line, '\n')) {
		return e, errChanged
	}
	return e, nil
}
