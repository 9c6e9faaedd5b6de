package model

import (
	"crypto/rand"
	"encoding/binary"
	"strings"
	"time"
)

// ID identifies a record for ever and everywhere: the kind's prefix, an underscore, and a
// UUIDv7 (RFC 9562, 5.7) in 26 characters of Crockford's base32, as TypeID 0.3 writes it,
// e.g. cert_01jd9y3kq8f7vb2m5n6p7q8r9s. Identifiers of one kind sort by time of birth.
// The empty ID refers to nothing.
type ID string

const (
	crockford   = "0123456789abcdefghjkmnpqrstvwxyz"
	idDigits    = 26
	uuidVersion = 0x70
	uuidVariant = 0x80
)

// crockfordValues is the value of each digit, and 0 for what is none.
var crockfordValues = func() (values [256]uint8) {
	for i := range len(crockford) {
		values[crockford[i]] = uint8(i)
	}
	return values
}()

// NewID returns a new identifier for a record of the kind, born at the given time.
func NewID(kind Kind, at time.Time) ID {
	var u [16]byte
	if _, err := rand.Read(u[6:]); err != nil {
		panic("model: no randomness: " + err.Error()) // crypto/rand never fails on supported systems
	}
	return kind.ID(at, u)
}

// ID builds an identifier from a time and ten bytes of entropy, u[6:]. Generators of
// repeatable data use it; others use [NewID].
func (k Kind) ID(at time.Time, u [16]byte) ID {
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(at.UnixMilli()))
	copy(u[:6], ms[2:])
	u[6] = u[6]&0x0f | uuidVersion
	u[8] = u[8]&0x3f | uuidVariant
	return ID(k.prefix() + "_" + encodeBase32(u))
}

// Kind tells the kind of record that the identifier names; empty when it is malformed.
func (id ID) Kind() Kind {
	prefix, digits, found := strings.Cut(string(id), "_")
	if !found || len(digits) != idDigits {
		return ""
	}
	for _, k := range Kinds() {
		if k.prefix() == prefix {
			return k
		}
	}
	return ""
}

// Valid tells whether the identifier is well formed.
func (id ID) Valid() bool {
	_, ok := id.UUID()
	return ok && id.Kind() != ""
}

// UUID returns the sixteen bytes of the identifier; ok is false when it is malformed.
func (id ID) UUID() (u [16]byte, ok bool) {
	_, digits, found := strings.Cut(string(id), "_")
	if !found || len(digits) != idDigits || digits[0] > '7' {
		return u, false
	}
	return decodeBase32(digits)
}

// encodeBase32 writes 128 bits as 26 digits of 5 bits, the first of which holds 3.
func encodeBase32(u [16]byte) string {
	hi, lo := binary.BigEndian.Uint64(u[:8]), binary.BigEndian.Uint64(u[8:])
	var out [idDigits]byte
	for i := idDigits - 1; i >= 0; i-- {
		out[i] = crockford[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(out[:])
}

func decodeBase32(digits string) (u [16]byte, ok bool) {
	var hi, lo uint64
	for i := range len(digits) {
		d := crockfordValues[digits[i]]
		if d == 0 && digits[i] != '0' {
			return u, false
		}
		hi = hi<<5 | lo>>59
		lo = lo<<5 | uint64(d)
	}
	binary.BigEndian.PutUint64(u[:8], hi)
	binary.BigEndian.PutUint64(u[8:], lo)
	return u, true
}
