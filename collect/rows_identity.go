package collect

import (
	"crypto/sha256"
	"encoding/binary"
	"hash/fnv"
	"strings"
	"time"

	"metrograph/collect/row"
	"metrograph/model"
)

// apart divides a batch so that no two rows of a part may be the same record: the later one is
// to be compared with what the earlier one made.
func apart(batch []*row.Row) (parts [][]*row.Row) {
	seen := map[string]bool{}
	from := 0
	for i, r := range batch {
		key := likeness(r)
		if key == "" {
			continue
		}
		if seen[key] {
			parts = append(parts, batch[from:i])
			from = i
			clear(seen)
		}
		seen[key] = true
	}
	return append(parts, batch[from:])
}

// likeness is the same for any two rows that may be the same record.
func likeness(r *row.Row) string {
	if r.Record == nil {
		return ""
	}
	parts := []string{string(r.Record.Kind()), r.Key}
	switch record := r.Record.(type) {
	case *model.Certificate:
		parts = append(parts, record.Number, record.Revision)
	case *model.Instrument:
		parts = append(parts, record.SerialNumber, record.Model)
	case *model.Person:
		parts = append(parts, record.EmployeeNumber, record.Name.In("zh"))
	default:
		parts = append(parts, record.NaturalKey())
	}
	if strings.Join(parts[1:], "") == "" {
		return string(r.Record.Base().ID)
	}
	return strings.Join(parts, "\x1f")
}

// derived is the identifier of a record that has no natural key: the same for the same key, or
// content, of the same institution.
func derived(kind model.Kind, institution model.ID, what []byte) model.ID {
	h := sha256.New()
	_, _ = h.Write([]byte(string(institution) + "\x1f" + string(kind) + "\x1f"))
	_, _ = h.Write(what)
	var u [16]byte
	copy(u[:], h.Sum(nil))
	// A time that is derived as well: no order is meant by it, but it is not that of a
	// provisional identifier, which is of the first second of 1970.
	const epoch, span = 1 << 40, 1 << 38 // milliseconds: 2004 to 2013
	at := epoch + int64(binary.BigEndian.Uint64(h.Sum(nil)[16:])%span)
	return kind.ID(time.UnixMilli(at), u)
}

func contentHash(raw []byte) string {
	sum := sha256.Sum256(raw)
	const digits = "0123456789abcdef"
	var out [2 * len(sum)]byte
	for i, b := range sum {
		out[2*i], out[2*i+1] = digits[b>>4], digits[b&15]
	}
	return string(out[:])
}

// fingerprint is a short hash of a key.
func fingerprint(kind model.Kind, key string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(string(kind) + "\x1f" + key))
	return h.Sum64()
}
