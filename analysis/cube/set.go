package cube

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"maps"
	"math"
	"slices"
)

// Set is a set of things by their hashes. It has all of them, or, once it was cut, the smallest
// ones, which tell how many there are (Bar-Yossef et al., Counting Distinct Elements in a Data
// Stream, 2002): with the k smallest of hashes that are even over [0, 1), the last being h, there
// are (k−1)/h of them, with a relative standard error of 1/√(k−2). Cut sets can be merged.
type Set struct {
	keys  map[uint64]struct{}
	limit int // 0: whole
}

// HashOf is the hash of a thing's name. Nodes that merge their sets agree on a salt.
func HashOf(salt, name string) uint64 {
	sum := sha256.Sum256([]byte(salt + "\n" + name))
	return binary.BigEndian.Uint64(sum[:8])
}

func (s *Set) add(key uint64) {
	if s.keys == nil {
		s.keys = map[uint64]struct{}{}
	}
	s.keys[key] = struct{}{}
}

func (s *Set) merge(o *Set) {
	for key := range o.keys {
		s.add(key)
	}
	if o.limit > 0 && (s.limit == 0 || o.limit < s.limit) {
		s.limit = o.limit
	}
	if s.limit > 0 && len(s.keys) > s.limit {
		s.Cut(s.limit)
	}
}

// Cut keeps the smallest hashes of a set that has more.
func (s *Set) Cut(most int) {
	if len(s.keys) <= most {
		return
	}
	sorted := slices.Sorted(maps.Keys(s.keys))
	for _, key := range sorted[most:] {
		delete(s.keys, key)
	}
	s.limit = most
}

// Len is how many hashes the set has.
func (s *Set) Len() int { return len(s.keys) }

// IsZero tells whether there is nothing in the set.
func (s Set) IsZero() bool { return len(s.keys) == 0 }

func (s *Set) value() Value {
	n := len(s.keys)
	v := Value{Number: float64(n), Of: n, Known: true}
	if s.limit == 0 || n < s.limit {
		return v
	}
	last := float64(slices.Max(slices.Collect(maps.Keys(s.keys)))) / math.Exp2(64)
	v.Number = math.Round(float64(n-1) / last)
	v.Of, v.Error = int(v.Number), 1/math.Sqrt(float64(n-2))
	return v
}

// wireSet is a set as nodes send it: hashes of eight bytes each, ascending.
type wireSet struct {
	Keys  string `json:"keys"`
	Limit int    `json:"limit,omitempty"`
}

// MarshalJSON writes the set.
func (s Set) MarshalJSON() ([]byte, error) {
	raw := make([]byte, 0, 8*len(s.keys))
	for _, key := range slices.Sorted(maps.Keys(s.keys)) {
		raw = binary.BigEndian.AppendUint64(raw, key)
	}
	return json.Marshal(wireSet{base64.StdEncoding.EncodeToString(raw), s.limit})
}

// UnmarshalJSON reads a set.
func (s *Set) UnmarshalJSON(data []byte) error {
	var w wireSet
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	raw, err := base64.StdEncoding.DecodeString(w.Keys)
	if err != nil {
		return err
	}
	*s = Set{limit: w.Limit}
	for ; len(raw) >= 8; raw = raw[8:] {
		s.add(binary.BigEndian.Uint64(raw))
	}
	return nil
}

// LeastCut is the shortest that a set may be cut: a shorter one tells too little.
const LeastCut = 16

func (s *Set) proper() bool { return s.limit == 0 || s.limit >= LeastCut && len(s.keys) <= s.limit }
