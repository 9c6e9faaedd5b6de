package federate

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"

	"metrograph/internal/durable"
	"metrograph/model"
	"metrograph/registry"
)

// stateFile is where the node's account of its peers is in its data folder.
const stateFile = "federation.db"

// buckets of the file. Those of a peer are named by it.
var (
	bucketPeers    = []byte("peers")    // by id: Peer
	bucketProgress = []byte("progress") // by id: Progress
	bucketServed   = []byte("served")   // by id: served
	bucketHeld     = []byte("held")     // a bucket for each peer, by record: heldValue
	bucketNodes    = []byte("nodes")    // keys of nodes that peers pass on records of, by id
	bucketIntake   = []byte("intake")   // by id: what a peer is submitting
	bucketAnew     = []byte("anew")     // a bucket for each peer that is resynced, by record: what has come anew
)

// state is the durable account: who the peers are, how far they have come with this node and
// this node with them, and what each was sent. It is one file, written in transactions.
type state struct {
	db   *bolt.DB
	full func() error // of a test: why a transaction cannot be written; nil for nothing
}

// update writes in one transaction: all of it is kept, or nothing.
func (s *state) update(write func(*bolt.Tx) error) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		if err := write(tx); err != nil || s.full == nil {
			return err
		}
		return s.full()
	})
}

// lockWait is how long another process may take to let go of the file.
const lockWait = 2 * time.Second

func openState(dir string) (*state, error) {
	db, err := bolt.Open(filepath.Join(dir, stateFile), 0o600, &bolt.Options{Timeout: lockWait})
	if err != nil {
		return nil, wrap("open its state", err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, name := range [][]byte{bucketPeers, bucketProgress, bucketServed, bucketHeld, bucketNodes, bucketIntake, bucketAnew} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, wrap("open its state", errors.Join(err, db.Close()))
	}
	return &state{db: db}, nil
}

// CopyState copies the keys and the account of a node, which may be running: a copy that was
// torn by a write is made again.
func CopyState(from, to string) error {
	for range mostCopies {
		if err := copyFiles(from, to); err != nil {
			return wrap("copy its state", err)
		}
		if err := checkCopy(to); err == nil {
			return nil
		}
	}
	return wrap("copy its state", errors.New("it was written to all the time"))
}

const mostCopies = 20

func copyFiles(from, to string) error {
	for _, name := range []string{keyFile, stateFile} {
		raw, err := os.ReadFile(filepath.Join(from, name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err == nil {
			err = durable.WriteFile(filepath.Join(to, name), raw)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkCopy reads a whole copy; nothing is wrong where there is none.
func checkCopy(dir string) (err error) {
	path := filepath.Join(dir, stateFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	defer func() {
		if broken := recover(); broken != nil { // a torn page can be anything
			err = errors.New("the copy is torn")
		}
	}()
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		return err
	}
	err = db.View(func(tx *bolt.Tx) error {
		for fault := range tx.Check() {
			err = errors.Join(err, fault)
		}
		return err
	})
	return errors.Join(err, db.Close())
}

// get reads a value; false where there is none.
func get[V any](s *state, bucket []byte, id model.ID) (v V, found bool, err error) {
	err = s.db.View(func(tx *bolt.Tx) error {
		raw := tx.Bucket(bucket).Get([]byte(id))
		if found = raw != nil; !found {
			return nil
		}
		return json.Unmarshal(raw, &v)
	})
	return v, found, wrap("read its state", err)
}

func putIn(tx *bolt.Tx, bucket []byte, id model.ID, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return tx.Bucket(bucket).Put([]byte(id), raw)
}

// putProgress writes how far this node has come with receiving, which the caller read before; what
// was pushed meanwhile stays.
func putProgress(tx *bolt.Tx, peer model.ID, p *Progress) error {
	if raw := tx.Bucket(bucketProgress).Get([]byte(peer)); raw != nil {
		var now Progress
		if err := json.Unmarshal(raw, &now); err != nil {
			return err
		}
		p.Pushed = now.Pushed
	}
	return putIn(tx, bucketProgress, peer, p)
}

func (s *state) putProgress(peer model.ID, p *Progress) error {
	return wrap("write its state", s.update(func(tx *bolt.Tx) error { return putProgress(tx, peer, p) }))
}

func (s *state) put(bucket []byte, id model.ID, v any) error {
	return wrap("write its state", s.update(func(tx *bolt.Tx) error { return putIn(tx, bucket, id, v) }))
}

// change reads a value, changes it and writes it, in one transaction.
func change[V any](s *state, bucket []byte, id model.ID, edit func(*V) error) error {
	return wrap("write its state", s.update(func(tx *bolt.Tx) error {
		var v V
		if raw := tx.Bucket(bucket).Get([]byte(id)); raw != nil {
			if err := json.Unmarshal(raw, &v); err != nil {
				return err
			}
		}
		if err := edit(&v); err != nil {
			return err
		}
		return putIn(tx, bucket, id, &v)
	}))
}

func (s *state) peers() (all []Peer, err error) {
	err = s.db.View(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketPeers).ForEach(func(_, raw []byte) error {
			var p Peer
			if err := json.Unmarshal(raw, &p); err != nil {
				return err
			}
			all = append(all, p)
			return nil
		})
	})
	return all, wrap("read its peers", err)
}

// remove forgets a peer, but for what it was sent: should it come back, what it may no longer
// hold is still taken back.
func (s *state) remove(id model.ID) error {
	return wrap("forget a peer", s.update(func(tx *bolt.Tx) error {
		for _, bucket := range [][]byte{bucketPeers, bucketProgress, bucketIntake} {
			if err := tx.Bucket(bucket).Delete([]byte(id)); err != nil {
				return err
			}
		}
		return nil
	}))
}

// held is what a peer was sent of records.
func (s *state) held(peer model.ID, ids []model.ID) (map[model.ID]registry.Held, error) {
	found := map[model.ID]registry.Held{}
	err := s.db.View(func(tx *bolt.Tx) error {
		b := tx.Bucket(bucketHeld).Bucket([]byte(peer))
		if b == nil {
			return nil
		}
		for _, id := range ids {
			if raw := b.Get([]byte(id)); raw != nil {
				found[id] = heldOf(raw)
			}
		}
		return nil
	})
	return found, wrap("read what was sent", err)
}

// A held record is kept in seventeen bytes: version, fields, and whether it is gone.
func heldBytes(h registry.Held) []byte {
	raw := binary.BigEndian.AppendUint64(nil, uint64(h.Version))
	raw = binary.BigEndian.AppendUint64(raw, uint64(h.Fields))
	if h.Gone {
		return append(raw, 1)
	}
	return append(raw, 0)
}

func heldOf(raw []byte) registry.Held {
	const length = 17
	if len(raw) != length {
		return registry.Held{}
	}
	return registry.Held{Version: int(binary.BigEndian.Uint64(raw)), Fields: model.FieldSet(binary.BigEndian.Uint64(raw[8:])), Gone: raw[16] == 1}
}

// close releases the file.
func (s *state) close() error { return s.db.Close() }
