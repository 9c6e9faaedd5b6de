package sqlitestore

import (
	"encoding/binary"
	"math/big"
	"math/bits"
	"slices"

	"metrograph/store"
)

// spanned is the part of a date that records are grouped by.
func spanned(span store.Span, date []byte) []byte {
	switch span {
	case store.Month:
		return date[:min(len(date), len("2006-01"))]
	case store.Year:
		return date[:min(len(date), len("2006"))]
	default:
		return date
	}
}

// A key in the making is numbers of eight bytes, and texts after their length.

func appendNumber(key []byte, n int64) []byte {
	return binary.LittleEndian.AppendUint64(key, uint64(n))
}

func appendText(key, text []byte) []byte {
	return append(appendNumber(key, int64(len(text))), text...)
}

// keys reads a key.
func (x *grouper) keys(c *conn, words *words, key string) ([]store.Value, error) {
	keys := make([]store.Value, len(x.dimensions))
	for i, d := range x.dimensions {
		n := int64(binary.LittleEndian.Uint64([]byte(key[:8])))
		key = key[8:]
		switch {
		case d.Type == store.Int:
			keys[i] = n
		case d.form == plain:
			keys[i], key = key[:n], key[n:]
		default:
			text, err := words.text(c, n)
			if err != nil {
				return nil, err
			}
			keys[i] = text
		}
	}
	return keys, nil
}

// buckets returns what was gathered, in the order of keys.
func (x *grouper) buckets(c *conn, words *words) ([]store.Bucket, error) {
	list := make([]store.Bucket, 0, len(x.groups))
	for key, g := range x.groups {
		keys, err := x.keys(c, words, key)
		if err != nil {
			return nil, err
		}
		b := store.Bucket{Keys: keys, Count: g.count}
		for i := range g.sums {
			b.Sums = append(b.Sums, g.sums[i].float())
		}
		list = append(list, b)
	}
	slices.SortFunc(list, func(a, b store.Bucket) int {
		return slices.CompareFunc(a.Keys, b.Keys, compareValues)
	})
	return list[:min(len(list), x.limit)], nil
}

// sum is a sum of numbers and of their squares. It is exact, so that it does not depend on the
// order of the records; the squares have 128 bits.
type sum struct {
	total     int64
	high, low uint64
}

func (s *sum) add(n int64) {
	s.total += n
	size := uint64(n)
	if n < 0 {
		size = uint64(-n)
	}
	high, low := bits.Mul64(size, size)
	var carry uint64
	s.low, carry = bits.Add64(s.low, low, 0)
	s.high, _ = bits.Add64(s.high, high, carry)
}

// float returns the nearest numbers that the answer has.
func (s *sum) float() store.Sum {
	squares := new(big.Int).SetUint64(s.high)
	squares.Or(squares.Lsh(squares, 64), new(big.Int).SetUint64(s.low))
	nearest, _ := new(big.Float).SetInt(squares).Float64()
	return store.Sum{Total: float64(s.total), Squares: nearest}
}
