package sqlitestore

import (
	"bytes"
	"encoding/binary"
	"strings"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// uuidOf returns the bytes of an id; ok is false for what is not the id of a record of the kind.
func uuidOf(kind model.Kind, v store.Value) (u [16]byte, ok bool) {
	text, _ := v.(string)
	id := model.ID(text)
	if id.Kind() != kind {
		return u, false
	}
	return id.UUID()
}

// uuidRange is the ids from one to before another, as bytes. The end of all ids is seventeen
// bytes, which come after any sixteen.
type uuidRange struct{ from, to []byte }

var endOfIDs = bytes.Repeat([]byte{0xff}, 17)

// idRange returns the ids of a kind that compare with a text as asked, none of which needs
// to be an id: ids are texts in queries.
func idRange(kind model.Kind, f *store.Filter) uuidRange {
	text := f.Values[0].(string)
	switch f.Op {
	case store.Lt:
		return uuidRange{nil, firstID(kind, text)}
	case store.Lte:
		return uuidRange{nil, firstID(kind, text+"\x00")}
	case store.Gt:
		return uuidRange{firstID(kind, text+"\x00"), endOfIDs}
	case store.Gte:
		return uuidRange{firstID(kind, text), endOfIDs}
	default: // a prefix
		end := endOfIDs
		if next, ok := after(text); ok && text != "" {
			end = firstID(kind, next)
		}
		return uuidRange{firstID(kind, text), end}
	}
}

// idLength is how many digits an id has.
const idLength = 26

// bytesIn returns the bytes of an id's digits.
func bytesIn(digits string) [16]byte {
	u, _ := model.ID("_" + digits).UUID()
	return u
}

// digitsOf returns an id's digits from its bytes.
func digitsOf(u [16]byte) string {
	high, low := binary.BigEndian.Uint64(u[:8]), binary.BigEndian.Uint64(u[8:])
	var id [idLength]byte
	for i := len(id) - 1; i >= 0; i-- {
		id[i] = digits[low%32]
		high, low = high>>5, low>>5|high<<59
	}
	return string(id[:])
}

// digits are those of an id, in order. The first digit of an id holds three bits only.
const digits = "0123456789abcdefghjkmnpqrstvwxyz"

// firstID returns the bytes of the first id of a kind that is not before a text.
func firstID(kind model.Kind, text string) []byte {
	lowest := string(kind.ID(time.Unix(0, 0), [16]byte{}))
	prefix, rest := lowest[:strings.Index(lowest, "_")+1], ""
	if text > prefix {
		var has bool
		if rest, has = strings.CutPrefix(text, prefix); !has {
			return endOfIDs
		}
	}
	id := []byte(strings.Repeat("0", len(lowest)-len(prefix)))
	for i := range len(rest) {
		if i == len(id) { // the text is longer than any id and begins as this one
			return nextID(id)
		}
		allowed := digits
		if i == 0 {
			allowed = digits[:8]
		}
		if strings.IndexByte(allowed, rest[i]) >= 0 {
			id[i] = rest[i]
			continue
		}
		if higher := strings.IndexFunc(allowed, func(d rune) bool { return d > rune(rest[i]) }); higher >= 0 {
			id[i] = allowed[higher]
			return bytesOfDigits(id)
		}
		if i == 0 {
			return endOfIDs
		}
		for k := i; k < len(id); k++ {
			id[k] = 'z'
		}
		return nextID(id)
	}
	return bytesOfDigits(id)
}

func bytesOfDigits(id []byte) []byte {
	u := bytesIn(string(id))
	return u[:]
}

// nextID returns the bytes of the id after one.
func nextID(id []byte) []byte {
	u := bytesOfDigits(id)
	for i := len(u) - 1; i >= 0; i-- {
		if u[i]++; u[i] != 0 {
			return u
		}
	}
	return endOfIDs
}
