package federate

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"metrograph/internal/durable"
	"metrograph/model"
)

// keyFile is where the node's keys are in its data folder.
const keyFile = "federation-key.json"

// overlap is how long the key before the newest one is still good for peers that have not
// heard of the new one.
const overlap = 90 * 24 * time.Hour

// mostKeys is how many keys a node keeps: so often can it be given a new one in the overlap.
const mostKeys = 8

// Fingerprint names a public key: the first 20 bytes of its SHA-256 in hexadecimal, in groups
// of four.
func Fingerprint(key ed25519.PublicKey) string {
	const length = 20
	digest := sha256.Sum256(key)
	var groups []string
	for i := 0; i < length; i += 2 {
		groups = append(groups, fmt.Sprintf("%02x%02x", digest[i], digest[i+1]))
	}
	return strings.Join(groups, "-")
}

// keyPair is a key of the node as it is kept.
type keyPair struct {
	Seed []byte    `json:"seed"`
	Made time.Time `json:"made"`

	secret ed25519.PrivateKey // of the seed
	print  string             // the fingerprint
}

// expanded are keys with what follows from their seeds, which takes as long as a signature.
func expanded(list []keyPair) []keyPair {
	for i := range list {
		k := &list[i]
		k.secret = ed25519.NewKeyFromSeed(k.Seed)
		k.print = Fingerprint(k.public())
	}
	return list
}

// end is until when the key before this one vouches for it.
func (k *keyPair) end() time.Time { return k.Made.Add(overlap) }

func (k *keyPair) public() ed25519.PublicKey {
	return k.secret.Public().(ed25519.PublicKey) //nolint:errcheck // an Ed25519 key has no other
}

// Succession is a key's word for the key that follows it.
type Succession struct {
	Node      model.ID  `json:"node"`
	Old       string    `json:"old"` // the fingerprint of the key that signs
	New       []byte    `json:"new"` // the public key that follows
	Until     time.Time `json:"until"`
	Signature []byte    `json:"signature,omitempty"`
	// Before is the word for the key that signs, where that followed another one in the overlap;
	// not signed by this word, but by itself.
	Before *Succession `json:"before,omitempty"`
}

// chain is the words from the oldest to this one.
func (s *Succession) chain() (all []*Succession) {
	for ; s != nil && len(all) < mostKeys; s = s.Before {
		all = append(all, s)
	}
	slices.Reverse(all)
	return all
}

func (s *Succession) message() []byte {
	return []byte(strings.Join([]string{"metrograph-succession-1", string(s.Node), s.Old, base64.StdEncoding.EncodeToString(s.New),
		s.Until.UTC().Format(time.RFC3339)}, "\n"))
}

// signedBy tells whether it is the word of a key.
func (s *Succession) signedBy(old ed25519.PublicKey) bool {
	return len(s.New) == ed25519.PublicKeySize && Fingerprint(old) == s.Old && ed25519.Verify(old, s.message(), s.Signature)
}

// Keys are the node's own keys, the newest first. They are safe for concurrent use.
type Keys struct {
	path string
	node model.ID
	mu   sync.RWMutex
	list []keyPair
}

// OpenKeys reads the keys in a data folder, and makes one if there is none.
func OpenKeys(dir string, node model.ID, now time.Time) (*Keys, error) {
	k := &Keys{path: filepath.Join(dir, keyFile), node: node}
	raw, err := os.ReadFile(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return k, k.Rotate(now)
	}
	if err != nil {
		return nil, fmt.Errorf("federation key: %w", err)
	}
	if err := json.Unmarshal(raw, &k.list); err != nil || len(k.list) == 0 || !sound(k.list) {
		return nil, fmt.Errorf("the federation key %s is damaged: restore it from a backup", k.path)
	}
	k.list = expanded(k.list)
	return k, nil
}

func sound(list []keyPair) bool {
	for _, pair := range list {
		if len(pair.Seed) != ed25519.SeedSize {
			return false
		}
	}
	return true
}

// Rotate makes a new key. Those before stay as long as they vouch for the ones that followed them:
// a peer that has not heard of any goes from one to the next.
func (k *Keys) Rotate(now time.Time) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	seed := make([]byte, ed25519.SeedSize)
	if _, err := rand.Read(seed); err != nil {
		return fmt.Errorf("federation key: %w", err)
	}
	list := append([]keyPair{{Seed: seed, Made: now.UTC().Truncate(time.Second)}}, k.list...)
	kept := 1
	for kept < len(list) && kept < mostKeys && now.Before(list[kept-1].end()) {
		kept++
	}
	list = list[:kept]
	raw, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return fmt.Errorf("federation key: %w", err)
	}
	if err := durable.WriteFile(k.path, raw); err != nil {
		return fmt.Errorf("federation key: %w", err)
	}
	k.list = expanded(list)
	return nil
}

// Node is the institution whose keys these are.
func (k *Keys) Node() model.ID { return k.node }

// Key is the fingerprint of the newest key.
func (k *Keys) Key() string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.list[0].print
}

// Public is the newest key.
func (k *Keys) Public() ed25519.PublicKey {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.list[0].public()
}

// Sign signs with the newest key.
func (k *Keys) Sign(message []byte) []byte {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return ed25519.Sign(k.list[0].secret, message)
}

// Succession is the word of the key before the newest one, with those before it; nil where there
// is none, or where the overlap is over.
func (k *Keys) Succession(now time.Time) *Succession {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.succession(0, now)
}

func (k *Keys) succession(of int, now time.Time) *Succession {
	if of+1 >= len(k.list) || !now.Before(k.list[of].end()) {
		return nil
	}
	old := &k.list[of+1]
	s := &Succession{Node: k.node, Old: old.print, New: k.list[of].public(), Until: k.list[of].end(), Before: k.succession(of+1, now)}
	s.Signature = ed25519.Sign(old.secret, s.message())
	return s
}
